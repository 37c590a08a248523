use aro_sdk::prelude::*;

#[aro_action(verbs = ["Create"], symbol = "make_it")]
fn create() {}

fn main() {}
