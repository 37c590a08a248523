use aro_sdk::prelude::*;

aro_sdk::plugin! { block_on = wants_send, sleep = does_not_wait }

fn wants_send<F: Future + Send + 'static>(_: F) -> F::Output {
    loop {}
}

fn does_not_wait(_: std::time::Duration) {}

#[aro_action(verbs = ["Crawl"])]
async fn crawl() {}

fn main() {}
