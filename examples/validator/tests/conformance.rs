//! The plugin conforms to the ABI: every action is called with everything that hosts send, and with
//! malformed input.

#[cfg(target_os = "linux")]
aro_host_testkit::conformance_test!(accept(
    "error-field",
    "programs for the ARO guide's validator read the error \"Invalid length\""
));

#[cfg(not(target_os = "linux"))]
aro_host_testkit::conformance_test!(
    accept("plugin-yaml", "it names the file for Linux"),
    accept("error-field", "programs for the ARO guide's validator read the error \"Invalid length\"")
);
