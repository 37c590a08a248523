use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier(name = "")]
fn first(text: &str) -> &str {
    text
}

fn main() {}
