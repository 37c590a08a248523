use aro_sdk::aro_export;

aro_sdk::exports! {}

pub struct Counter(std::cell::Cell<u32>);

#[aro_export]
impl Counter {
    pub fn new() -> Self {
        Self(std::cell::Cell::new(0))
    }
}

fn main() {}
