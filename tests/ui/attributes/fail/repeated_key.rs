use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], role = "own", verbs = ["Hail"])]
fn greet() {}

fn main() {}
