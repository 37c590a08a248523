use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(#[arg(flatten, default)] all: serde_json::Value, #[arg(flatten, with)] more: serde_json::Value) {
    let _ = (all, more);
}

fn main() {}
