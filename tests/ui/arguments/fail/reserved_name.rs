use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str, source: &str, #[arg(name = "_with")] with: &str) {
    let _ = (name, source, with);
}

fn main() {}
