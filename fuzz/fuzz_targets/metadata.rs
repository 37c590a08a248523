//! What a library says of itself, on any JSON: a plugin's metadata, as the testkit and as a host
//! read it, and the description of typed functions, of which a header is made.
#![no_main]

// No function of the testkit gives what a host reads, so its source is compiled here.
#[allow(dead_code, reason = "a host uses all of it")]
#[path = "../../host-testkit/src/host/metadata.rs"]
mod metadata;

use aro_host_testkit::Info;
use aro_host_testkit::header::TypedExports;
use libfuzzer_sys::fuzz_target;
use metadata::PluginMetadata;
use serde_json::Value;

fuzz_target!(|text: &str| {
    match TypedExports::from_json(text) {
        Ok(exports) => {
            let _ = (exports.crate_name(), exports.hash(), exports.symbols().count());
            assert!(!exports.c_header().is_empty());
            drop(exports.declarations());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    let read = PluginMetadata::read(Some(&value));
    let sound = Info::as_hosts_read(&value);
    let _ = serde_json::from_value::<Info>(value.clone()).map_err(|error| error.to_string());
    // What is of a wrong type, and what has no name, both leave out.
    assert_eq!(read.services.len(), sound.services.len(), "{value}");
    assert_eq!(read.system_objects.len(), sound.system_objects.len(), "{value}");
    assert_eq!(read.actions.len(), sound.actions.len(), "{value}");
    assert_eq!(read.qualifiers.len(), sound.qualifiers.len(), "{value}");
    for action in &read.actions {
        assert!(read.action(&action.name).is_some(), "{value}");
    }
    let _ = metadata::subscribes_to(&read.subscribes, "UserX");
});
