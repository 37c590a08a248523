//! The plugin keeps the ABI: every action is called with all that hosts send, and with what they
//! should not.

aro_host_testkit::conformance_test!(accept(
    "error-field",
    "programs for the ARO guide's validator read the error \"Invalid length\""
));
