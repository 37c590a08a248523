use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_init]
fn one() {}

#[aro_init]
fn two() {}

#[aro_shutdown]
fn three() {}

#[aro_shutdown]
fn four() {}

fn main() {}
