#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, missing_debug_implementations)]
#![deny(unused, nonstandard_style, future_incompatible, rust_2018_idioms, rust_2024_compatibility, single_use_lifetimes)]
//! A plugin under every lint.

::aro_sdk::plugin! {}

/// Greets.
#[::aro_sdk::aro_action(verbs = ["Greet"], symbol = "lints_greet")]
pub fn greet(name: &str, #[arg(default = 5)] times: u32, counter: ::aro_sdk::State<u64>) -> ::aro_sdk::Result<u64> {
    let _ = (name, times);
    Ok(*counter)
}

/// A store.
#[derive(Debug, Default)]
pub struct Store;

#[::aro_sdk::aro_service]
impl Store {
    /// Puts.
    pub fn put(&self, value: &str) {
        let _ = value;
    }
}

#[::aro_sdk::aro_system_object]
impl Store {
    fn list(&self, pattern: &str) -> bool {
        pattern.is_empty()
    }
}

#[::aro_sdk::aro_qualifier]
fn first(list: Vec<u8>) -> Option<u8> {
    list.first().copied()
}

#[::aro_sdk::aro_on_event("*")]
fn heard() {}

#[::aro_sdk::aro_init]
fn start() {}

#[::aro_sdk::aro_shutdown]
fn stop() {}

fn main() {}
