use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], crate = "aro_sdk")]
fn greet() {}

#[aro_qualifier(crate)]
fn shout(text: &str) -> String {
    text.to_uppercase()
}

fn main() {}
