use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Parse It", " Parse", ""])]
fn parse() {}

fn main() {}
