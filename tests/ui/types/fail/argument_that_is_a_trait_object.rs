use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Trace"])]
fn trace(trait_object: Box<dyn std::fmt::Debug>) {
    let _ = trait_object;
}

fn main() {}
