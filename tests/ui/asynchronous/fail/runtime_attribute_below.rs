use aro_sdk::prelude::*;

aro_sdk::plugin! {}

mod tokio {
    pub use std::prelude::v1::test as main;
}

#[aro_action(verbs = ["Greet"])]
#[tokio::main]
async fn greet() {}

fn main() {}
