use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_action(verbs = ["Count"])]
fn count(row: &Row, rows: &[Row]) {
    let _ = (row, rows);
}

fn main() {}
