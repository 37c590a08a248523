use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Crawl"], timeout = "2s")]
fn crawl() {}

#[derive(Default)]
struct Counter;

#[aro_service]
impl Counter {
    #[service(timeout = "2s")]
    fn count(&self) {}
}

#[derive(Default)]
struct Other;

#[aro_service(timeout = "2s")]
impl Other {
    fn other(&self) {}
}

fn main() {}
