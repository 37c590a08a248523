use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verb = "Greet")]
fn greet() {}

fn main() {}
