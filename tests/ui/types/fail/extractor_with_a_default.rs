use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Count"])]
fn count(#[arg(default)] statement: Statement) {
    let _ = statement;
}

fn main() {}
