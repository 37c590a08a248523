use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = [])]
fn greet() {}

fn main() {}
