use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Join"])]
fn join(#[arg(subject)] a: &str, #[arg(subject)] b: &str) {
    let _ = (a, b);
}

fn main() {}
