use aro_sdk::prelude::*;

#[derive(AroTypes)]
#[aro]
struct Name(String);

fn main() {}
