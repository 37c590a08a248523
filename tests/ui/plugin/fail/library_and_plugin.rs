use aro_sdk::prelude::*;

aro_sdk::plugin! {}
aro_sdk::library! { uses = true, handle = "Greetings" }

#[aro_action(verbs = ["Greet"])]
fn greet() {}

fn main() {}
