use aro_sdk::prelude::*;

aro_sdk::plugin! {}

aro_sdk::plugin! { handle = "Two" }

#[aro_action(verbs = ["Greet"])]
fn greet() {}

fn main() {}
