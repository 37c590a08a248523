use aro_sdk::prelude::*;

aro_sdk::plugin! {}

const VERB: &str = "Greet";

#[aro_action(verbs = [VERB, 'c', 5], since = 1.0)]
fn greet() {}

fn main() {}
