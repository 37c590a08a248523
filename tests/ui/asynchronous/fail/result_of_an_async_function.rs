use aro_sdk::prelude::*;

aro_sdk::plugin! { block_on = block_on }

fn block_on<F: Future>(_: F) -> F::Output {
    loop {}
}

struct Celsius;

#[aro_action(verbs = ["Heat"])]
async fn heat() -> Celsius {
    Celsius
}

#[aro_action(verbs = ["Cool"])]
async fn cool(to: Celsius) {
    let _ = to;
}

#[aro_export]
async fn exported() {}

fn main() {}
