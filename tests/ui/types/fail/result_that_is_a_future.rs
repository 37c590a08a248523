use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Crawl"])]
fn fetch(address: String) -> impl Future<Output = String> {
    async { address }
}

fn main() {}
