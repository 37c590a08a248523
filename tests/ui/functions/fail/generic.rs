use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Show"])]
fn show<T: ToString, const N: usize>(value: T) -> String {
    value.to_string()
}

fn main() {}
