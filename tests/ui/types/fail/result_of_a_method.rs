use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Row;

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    fn first(&self) -> Row {
        Row
    }
}

fn main() {}
