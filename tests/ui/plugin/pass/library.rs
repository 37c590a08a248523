use aro_sdk::prelude::*;

library! {}

#[aro_action(verbs = ["Create"])]
fn create(name: &str) -> String {
    name.to_owned()
}

#[aro_init]
fn start() {}

fn main() {}
