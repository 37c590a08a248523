use aro_sdk::prelude::*;

aro_sdk::plugin! {}

/// The attribute is wrong, the function is there all the same: no further message comes from its use.
#[aro_action(verbs = ["Greet"], rôle = "own")]
fn greet(name: &str) -> String {
    name.to_owned()
}

fn uses() -> String {
    greet("Ada")
}

fn main() {}
