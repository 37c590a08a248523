use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    async fn put<T>(&self, value: T) {
        let _ = value;
    }
}

fn main() {}
