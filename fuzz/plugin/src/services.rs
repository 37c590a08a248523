//! A service.

use aro_sdk::prelude::*;
use serde_json::{Map, Value, json};

#[derive(Default)]
struct Desk;

#[aro_service(name = "desk")]
impl Desk {
    fn ping(&self, #[arg(flatten)] arguments: Map<String, Value>) -> Map<String, Value> {
        arguments
    }

    fn ask(&self, value: Value) -> Value {
        value
    }

    fn add(&self, #[arg(default = 1)] amount: i32, text: Option<&str>) -> Value {
        json!([amount, text])
    }

    #[service(name = "HostKeys")]
    fn host_keys(&self, data: &str, result: Option<u8>, source: Option<&str>) -> Value {
        json!([data, result, source])
    }
}
