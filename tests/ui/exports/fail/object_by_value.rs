use aro_sdk::aro_export;

aro_sdk::exports! {}

pub struct Counter;

#[aro_export]
impl Counter {
    pub fn new() -> Self {
        Self
    }
}

#[aro_export]
fn make() -> Counter {
    Counter
}

fn main() {}
