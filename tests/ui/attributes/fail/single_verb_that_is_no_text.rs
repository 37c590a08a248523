use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = Greet)]
fn greet() {}

fn main() {}
