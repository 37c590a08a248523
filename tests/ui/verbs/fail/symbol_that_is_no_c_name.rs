use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Hail"], symbol = "hail!")]
fn hail() {}

#[aro_action(verbs = ["Greet"], symbol = "aro_plugin_greet")]
fn greet() {}

fn main() {}
