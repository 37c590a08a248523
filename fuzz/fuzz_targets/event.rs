//! An event and its payload, of raw bytes. What a handler has
//! to get is in `fuzz/plugin/src/calls.rs`.
#![no_main]

aro_sdk::plugin! { name = "fuzz", uses = [fuzz_plugin] }

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_plugin::event(bytes));
