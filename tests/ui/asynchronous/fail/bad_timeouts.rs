use aro_sdk::prelude::*;

aro_sdk::plugin! { block_on = block_on }

fn block_on<F: Future>(_: F) -> F::Output {
    loop {}
}

#[aro_action(verbs = ["One"], timeout = "2")]
async fn one() {}

#[aro_action(verbs = ["Two"], timeout = "2 seconds")]
async fn two() {}

#[aro_action(verbs = ["Three"], timeout = "0s")]
async fn three() {}

#[aro_action(verbs = ["Four"], timeout = 2)]
async fn four() {}

#[aro_action(verbs = ["Five"], timeout)]
async fn five() {}

#[aro_action(verbs = ["Six"], timeout = "0.5ms")]
async fn six() {}

#[derive(Default)]
struct Counter;

#[aro_service(timeout = "-1s")]
impl Counter {
    #[service(timeout = "")]
    async fn count(&self) {}
}

#[aro_qualifier(timeout = "2s")]
async fn shout(text: &str) -> &str {
    text
}

fn main() {}
