use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], role = "owner")]
fn greet() {}

#[aro_action(verbs = ["Hail"], role = "")]
fn hail() {}

fn main() {}
