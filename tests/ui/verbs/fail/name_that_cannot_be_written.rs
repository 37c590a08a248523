use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Hail"], name = "hail!")]
fn hail() {}

fn main() {}
