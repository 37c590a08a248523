use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Create", "MakeUp"])]
fn create() {}

fn main() {}
