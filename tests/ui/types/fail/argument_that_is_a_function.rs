use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Apply"])]
fn apply(function: fn(i64) -> i64, value: i64) -> i64 {
    function(value)
}

fn main() {}
