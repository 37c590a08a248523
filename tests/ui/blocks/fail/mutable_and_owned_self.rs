use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    fn put(&mut self) {}

    fn finish(self) {}
}

fn main() {}
