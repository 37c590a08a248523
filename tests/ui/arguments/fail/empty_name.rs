use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(#[arg(name = "")] name: &str) {
    let _ = name;
}

fn main() {}
