use aro_sdk::prelude::*;

aro_sdk::plugin! {}

fn greet(#[arg(default)] name: &str) {
    let _ = name;
}

fn main() {}
