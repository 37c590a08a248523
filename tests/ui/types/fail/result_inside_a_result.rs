use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[aro_action(verbs = ["Scan"])]
fn read(text: &str) -> Result<Vec<Row>> {
    let _ = text;
    Ok(vec![])
}

fn main() {}
