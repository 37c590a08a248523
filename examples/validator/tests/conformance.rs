//! The plugin conforms to the ABI: every action is called with everything that hosts send, and with
//! malformed input.

aro_host_testkit::conformance_test!(accept(
    "error-field",
    "programs for the ARO guide's validator read the error \"Invalid length\""
));
