use aro_sdk::prelude::*;

aro_sdk::plugin! { handle = "Maker" }

#[aro_action(verbs = ["Create"])]
fn create() {}

fn main() {}
