//! Typed functions beside actions.

use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_export]
#[aro_action(verbs = ["Add"])]
fn add(a: i32, #[arg(default = 1)] b: i32) -> i32 {
    a + b
}

#[aro_action(verbs = ["Subtract"])]
#[aro_export]
fn subtract(/** From this. */ a: i32, #[arg(with)] b: i32) -> Result<i32> {
    Ok(a - b)
}

/// Stores.
#[derive(Default)]
pub struct Store;

#[aro_service]
#[aro_export]
impl Store {
    pub fn put(&self, number: i64) -> i64 {
        number
    }

    #[service(skip)]
    pub fn new() -> Self {
        Self
    }
}

fn main() {}
