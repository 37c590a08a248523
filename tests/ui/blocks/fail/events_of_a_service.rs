use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Counter;

#[aro_service(emits = ["Counted"])]
impl Counter {
    fn add(&self) {}
}

fn main() {}
