use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Parse.CSV", "parse-it!", "-"])]
fn parse() {}

fn main() {}
