use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verb = ["Greet"], verbs = ["Hail"])]
fn greet() {}

fn main() {}
