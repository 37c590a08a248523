use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Sum"])]
unsafe extern "C" fn sum(first: i64, ...) {}

fn main() {}
