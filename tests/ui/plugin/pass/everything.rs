use aro_sdk::prelude::*;

aro_sdk::plugin! {
    name = "greeter",
    version = "1.0.0",
    description = "Greetings",
    handle = "Greeter",
    entry_points = false,
    init_limit = "250 ms",
    crate = ::aro_sdk,
}

#[aro_action(verbs = ["Greet"])]
fn greet() {}

fn main() {}
