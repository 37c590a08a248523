use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], prepositions = ["form", "With", "beneath"])]
fn greet() {}

fn main() {}
