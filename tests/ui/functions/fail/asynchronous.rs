use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Crawl"])]
async fn fetch() {}

fn main() {}
