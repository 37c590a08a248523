//! System objects.

use aro_sdk::prelude::*;
use serde_json::{Value, json};

/// Gives what it is given.
#[derive(Default)]
struct Shelf;

#[aro_system_object(identifier = "shelf")]
impl Shelf {
    fn read(&self, qualifier: &str, identifier: &str) -> Value {
        json!([identifier, qualifier])
    }

    fn write(&self, qualifier: &str, value: Value) -> Value {
        json!({ "qualifier": qualifier, "value": value })
    }

    fn list(&self, pattern: &str) -> Vec<String> {
        vec![pattern.to_owned()]
    }
}

/// Its keys and values are numbers.
#[derive(Default)]
struct Numbers;

#[aro_system_object(identifier = "numbers")]
impl Numbers {
    fn read(&self, key: u32) -> u32 {
        key
    }

    fn write(&self, qualifier: Option<i8>, value: Vec<i64>) -> Value {
        json!([qualifier, value])
    }

    fn list(&self) -> [u8; 2] {
        [1, 2]
    }
}

/// Takes text only.
#[derive(Default)]
struct Board;

#[aro_system_object(identifier = "board")]
impl Board {
    fn write(&self, qualifier: &str, value: &str, identifier: &str) -> Value {
        json!([identifier, qualifier, value])
    }
}
