use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(#[arg(defualt = "you")] name: &str) {
    let _ = name;
}

fn main() {}
