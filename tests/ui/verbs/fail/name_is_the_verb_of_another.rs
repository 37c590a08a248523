use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn hail() {}

#[aro_action(verbs = ["Welcome"])]
fn greet() {}

fn main() {}
