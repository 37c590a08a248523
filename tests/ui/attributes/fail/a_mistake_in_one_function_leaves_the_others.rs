use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = [])]
fn greet() {}

#[aro_action(verbs = ["Hail"])]
fn hail() {}

fn elsewhere() -> u8 {
    "rustc goes on and finds this"
}

fn main() {}
