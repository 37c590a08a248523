//! What the host answers to a plugin that runs a feature set, of raw bytes. What a reply has to
//! be is in `fuzz/plugin/src/calls.rs`.
#![no_main]

aro_sdk::plugin! { name = "fuzz", uses = [fuzz_plugin] }

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_plugin::invoke(bytes));
