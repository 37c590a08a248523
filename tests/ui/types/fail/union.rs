use aro_sdk::prelude::*;

#[derive(AroTypes)]
union Number {
    int: i64,
    float: f64,
}

fn main() {}
