use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Store;

#[aro_service]
impl Store {
    fn new() -> Self {
        Store
    }
}

fn main() {}
