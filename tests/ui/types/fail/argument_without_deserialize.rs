use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Celsius(f64);

#[aro_action(verbs = ["Heat"])]
fn heat(temperature: Celsius) -> f64 {
    temperature.0
}

fn main() {}
