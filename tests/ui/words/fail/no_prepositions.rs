use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], prepositions = [])]
fn greet() {}

fn main() {}
