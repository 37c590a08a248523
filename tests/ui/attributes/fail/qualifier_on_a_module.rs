use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_qualifier]
mod inner {}

fn main() {}
