use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action]
fn greet() {}

#[aro_action(prepositions = ["with"])]
fn hail() {}

fn main() {}
