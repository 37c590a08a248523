use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], emits = ["User*", ""])]
fn greet() {}

fn main() {}
