use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_init(order = 1)]
fn start() {}

fn main() {}
