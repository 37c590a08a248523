use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], colour = "blue")]
fn greet() {}

fn main() {}
