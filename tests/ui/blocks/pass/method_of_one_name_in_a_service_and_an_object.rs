//! The way out that docs/diagnostics.md names under `method_in_two_blocks`.

use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    #[service(name = "list")]
    fn list_all(&self) -> u64 {
        1
    }
}

#[aro_system_object]
impl Store {
    fn list(&self, pattern: &str) -> usize {
        pattern.len()
    }
}

fn main() {}
