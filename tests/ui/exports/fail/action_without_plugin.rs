use aro_sdk::prelude::*;

aro_sdk::exports! {}

#[aro_action(verbs = ["Greet"])]
#[aro_export]
fn greet() {}

fn main() {}
