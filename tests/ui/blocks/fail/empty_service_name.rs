use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service(name = "")]
impl Store {
    fn put(&self) {}
}

fn main() {}
