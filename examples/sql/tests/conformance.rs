//! The plugin conforms to the ABI: every function is called with everything that hosts send, and
//! with malformed input.

#[cfg(target_os = "linux")]
aro_host_testkit::conformance_test!();

#[cfg(not(target_os = "linux"))]
aro_host_testkit::conformance_test!(accept("plugin-yaml", "it names the file for Linux"));
