use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event]
fn one() {}

#[aro_on_event(UserCreated)]
fn two() {}

#[aro_on_event("A" "B")]
fn three() {}

fn main() {}
