use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_action(verbs = ["Count"])]
fn count(rows: Vec<Row>, first: Option<Row>) -> usize {
    let _ = first;
    rows.len()
}

fn main() {}
