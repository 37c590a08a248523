use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], prepositions = ["from", "with", "from"])]
fn greet() {}

fn main() {}
