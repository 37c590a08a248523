use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Broken;

#[aro_on_event("Created")]
fn heard() -> Result<(), Broken> {
    Err(Broken)
}

fn main() {}
