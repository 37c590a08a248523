use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Keep"])]
fn keep(text: &'static str) {
    let _ = text;
}

fn main() {}
