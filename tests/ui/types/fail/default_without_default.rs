use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Deserialize)]
struct Row;

#[aro_action(verbs = ["Count"])]
fn count(#[arg(default)] row: Row) {
    let _ = row;
}

fn main() {}
