use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::cell::Cell;

#[derive(Default)]
struct Counter(Cell<u64>);

#[aro_service]
impl Counter {
    fn add(&self) -> u64 {
        self.0.get()
    }
}

fn main() {}
