use aro_sdk::prelude::*;

aro_sdk::plugin! {}

/// The attribute is wrong, but the function exists: its use causes no further message.
#[aro_action(verbs = ["Greet"], rôle = "own")]
fn greet(name: &str) -> String {
    name.to_owned()
}

fn uses() -> String {
    greet("Ada")
}

fn main() {}
