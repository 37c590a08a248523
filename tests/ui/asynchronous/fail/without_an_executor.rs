use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Crawl"], timeout = "2s")]
async fn fetch(address: &str) -> usize {
    address.len()
}

#[derive(Default)]
struct Counter;

#[aro_service]
impl Counter {
    async fn count(&self) {}
}

fn main() {}
