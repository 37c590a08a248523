use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_init]
fn open(path: String) {
    drop(path);
}

fn main() {}
