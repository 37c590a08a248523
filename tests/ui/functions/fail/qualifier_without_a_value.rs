use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier]
fn nothing() -> i64 {
    0
}

fn main() {}
