use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_shutdown]
trait Stop {}

fn main() {}
