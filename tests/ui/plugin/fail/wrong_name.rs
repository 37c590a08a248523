use aro_sdk::prelude::*;

aro_sdk::plugin! { name = "CSV_Tools" }

#[aro_action(verbs = ["Greet"])]
fn greet() {}

fn main() {}
