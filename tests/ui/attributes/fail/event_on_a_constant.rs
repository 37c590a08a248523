use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event("Created")]
const HEARD: bool = true;

fn main() {}
