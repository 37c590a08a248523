use aro_sdk::prelude::*;

aro_sdk::plugin! { block_on = block_on }

fn block_on<F: Future>(_: F) -> F::Output {
    loop {}
}

#[aro_action(verbs = ["Crawl"], timeout = "2s")]
async fn crawl() {}

#[derive(Default)]
struct Counter;

#[aro_service(timeout = "1min")]
impl Counter {
    async fn count(&self) {}

    fn plain(&self) {}
}

fn main() {}
