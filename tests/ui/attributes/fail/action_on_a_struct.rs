use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
struct Greeter;

fn uses() -> Greeter {
    Greeter
}

fn main() {}
