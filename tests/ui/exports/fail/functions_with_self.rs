use aro_sdk::aro_export;

aro_sdk::exports! {}

pub struct Counter;

impl Counter {
    #[aro_export]
    pub fn add(&self) {}

    #[aro_export(symbol = "counter_largest")]
    pub fn largest() -> i32 {
        0
    }
}

fn main() {}
