use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier]
fn first_word(text: &str) -> &str {
    text
}

#[aro_qualifier(name = "FirstWord")]
fn other(text: &str) -> &str {
    text
}

fn main() {}
