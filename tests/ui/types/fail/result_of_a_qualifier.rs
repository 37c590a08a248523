use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_qualifier]
fn first(list: Vec<i64>) -> Row {
    let _ = list;
    Row
}

fn main() {}
