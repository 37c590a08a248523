use aro_sdk::aro_export;

pub struct Counter;

#[aro_export]
impl Counter {
    pub fn new() -> Self {
        Self
    }
}

fn main() {}
