use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Hail"], symbol = "greet")]
fn one() {}

#[aro_action(verbs = ["Welcome"], symbol = "greet")]
fn two() {}

fn main() {}
