use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier(input_types = ["Integer", "string"])]
fn double(value: i64) -> i64 {
    value * 2
}

fn main() {}
