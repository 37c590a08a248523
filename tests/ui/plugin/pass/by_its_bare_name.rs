use aro_sdk::prelude::*;

plugin!();

fn main() {}
