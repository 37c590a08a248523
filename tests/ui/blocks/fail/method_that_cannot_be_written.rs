use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    #[service(name = "put it")]
    fn put(&self) {}
}

fn main() {}
