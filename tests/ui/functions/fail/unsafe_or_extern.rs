use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Peek"])]
unsafe fn peek() {}

#[aro_qualifier]
extern "C" fn shout(text: &str) -> String {
    text.to_uppercase()
}

fn main() {}
