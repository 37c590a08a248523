use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event("")]
fn heard() {}

fn main() {}
