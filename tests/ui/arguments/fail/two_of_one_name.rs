use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Join"])]
fn join(a: &str, #[arg(name = "a")] b: &str) {
    let _ = (a, b);
}

fn main() {}
