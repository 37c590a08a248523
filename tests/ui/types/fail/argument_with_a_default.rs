use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_action(verbs = ["Count"])]
fn count(#[arg(default = Row)] row: Row, #[arg(flatten)] rest: Row) {
    let _ = (row, rest);
}

fn main() {}
