use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier(input_types = [])]
fn double(value: i64) -> i64 {
    value * 2
}

#[derive(AroTypes)]
#[aro(types = [])]
struct Name(String);

fn main() {}
