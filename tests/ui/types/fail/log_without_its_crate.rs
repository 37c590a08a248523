use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str) {
    log::info!("greeted {name}");
    tracing::info!("greeted {name}");
}

fn main() {}
