use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_service]
fn greet() {}

fn main() {}
