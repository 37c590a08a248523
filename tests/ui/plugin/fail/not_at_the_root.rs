use aro_sdk::prelude::*;

mod inner {
    aro_sdk::plugin! {}
}

#[aro_action(verbs = ["Greet"])]
fn greet() {}

fn main() {}
