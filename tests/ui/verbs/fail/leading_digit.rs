use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["2fast", "42"])]
fn fast() {}

fn main() {}
