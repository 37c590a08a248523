use aro_sdk::prelude::*;

aro_sdk::plugin! { block_on = "pollster::block_on", sleep = |limit| limit }

#[aro_action(verbs = ["Crawl"])]
async fn crawl() {}

fn main() {}
