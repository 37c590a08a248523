use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["the", "Publish", "When"])]
fn parse() {}

fn main() {}
