use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action("Greet")]
fn greet() {}

#[aro_action(["Welcome", "Receive"])]
fn welcome(#[arg(10)] count: i64) {
    let _ = count;
}

#[aro_qualifier("upper")]
fn upper(text: &str) -> String {
    text.to_uppercase()
}

#[aro_service("store")]
impl Store {
    fn put(&self) {}
}

#[derive(Default)]
struct Store;

fn main() {}
