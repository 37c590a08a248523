use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Greeter;

#[aro_action(verbs = ["Greet"])]
impl Greeter {
    fn greet(&self) {}
}

#[aro_qualifier]
impl Greeter {}

fn main() {}
