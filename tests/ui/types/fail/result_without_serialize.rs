use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Celsius(f64);

#[aro_action(verbs = ["Heat"])]
fn heat(temperature: f64) -> Celsius {
    Celsius(temperature)
}

fn main() {}
