use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs)]
fn greet() {}

#[aro_action(verbs = ["Hail"], since)]
fn hail() {}

fn main() {}
