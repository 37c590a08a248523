use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verb = "x", verbs = ["2fast", "Go", "go"], prepositions = ["form"], role = "owner", returns = "error")]
async unsafe fn greet<T>(source: &str, (a, b): (i64, i64), c: impl ToString, d: &mut String) {}

fn main() {}
