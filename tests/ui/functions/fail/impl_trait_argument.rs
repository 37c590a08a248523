use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Show"])]
fn show(value: impl ToString) -> String {
    value.to_string()
}

fn main() {}
