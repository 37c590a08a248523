use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Counter;

#[aro_service]
impl Drop for Counter {
    fn drop(&mut self) {}
}

fn main() {}
