use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Broken;

#[aro_action(verbs = ["Scan"])]
fn read(text: &str) -> Result<String, Broken> {
    let _ = text;
    Err(Broken)
}

fn main() {}
