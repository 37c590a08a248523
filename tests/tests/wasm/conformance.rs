//! Modules keep the rules of the ABI that apply to them.

use aro_host_testkit::conformance::ConformanceCheck;

use crate::support::{CSV, VALIDATOR, modules};

#[test]
fn the_examples_as_modules_keep_the_abi() {
    for package in [VALIDATOR, CSV] {
        for (panics, module) in modules(package) {
            let mut check = ConformanceCheck::library(module.path());
            if package == VALIDATOR {
                check = check.accept("error-field", "as in the test of the library");
            }
            let report = check.run();
            assert!(report.is_sound(), "{panics:?}: {report}");
            assert!(report.to_string().contains("an instance of a module has one"), "{report}");
        }
    }
}
