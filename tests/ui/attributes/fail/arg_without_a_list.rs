use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(#[arg] name: &str, #[arg = "x"] other: &str) {
    let _ = (name, other);
}

fn main() {}
