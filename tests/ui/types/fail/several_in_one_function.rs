use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_action(verbs = ["Unite"])]
fn merge(left: Row, right: Row) -> Row {
    let _ = right;
    left
}

fn main() {}
