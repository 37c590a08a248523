use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], since = , role = "own")]
fn greet() {}

fn main() {}
