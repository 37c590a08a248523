use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"] prepositions = ["with"])]
fn greet() {}

fn main() {}
