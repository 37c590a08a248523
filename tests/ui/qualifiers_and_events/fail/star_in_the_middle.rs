use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event("*Created")]
fn one() {}

#[aro_on_event("User*Created")]
fn two() {}

fn main() {}
