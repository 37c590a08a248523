use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Move"])]
fn go((x, y): (i64, i64), _: bool) -> i64 {
    x + y
}

fn main() {}
