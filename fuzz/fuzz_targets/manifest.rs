//! `plugin.yaml`, on any text.
#![no_main]

use aro_host_testkit::{Manifest, dependency_order};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Manifest::parse(text) {
        Ok(manifest) => {
            assert!(manifest.name().is_some() && manifest.stated_version().is_some());
            drop((manifest.stated_handle(), manifest.host_path(), manifest.listed_verbs()));
            for dependency in manifest.dependencies() {
                drop((dependency.name(), dependency.requirement()));
            }
            drop(manifest.library("/nonexistent").map_err(|error| error.to_string()));
            drop(manifest.find_libraries("/nonexistent").map_err(|error| error.to_string()));
            drop(dependency_order([&manifest]).map_err(|error| error.to_string()));
        }
        Err(message) => assert!(!message.is_empty()),
    }
});
