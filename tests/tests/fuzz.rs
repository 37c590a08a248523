//! Plugins made with the SDK handle random calls.

use aro_host_testkit::fuzz::{Fault, FuzzCheck, FuzzError};
use aro_host_testkit::{Plugin, build_cdylib};

#[test]
fn the_examples_bear_random_calls() {
    for example in ["validator", "csv"] {
        let folder = format!("{}/../examples/{example}", env!("CARGO_MANIFEST_DIR"));
        let plugin = Plugin::open(build_cdylib(folder).unwrap()).unwrap();
        let summary = FuzzCheck::new(&plugin).cases(100).run().unwrap();
        assert_eq!(summary.functions, plugin.info().unwrap().actions.len(), "{example}");
        assert!(summary.errors < summary.calls, "{example}: {summary:?}");
    }
}

#[test]
fn a_panic_is_found_and_shown_as_the_smallest_statement() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/residue");
    let plugin = Plugin::builder(folder).features(["quiet"]).build().unwrap();
    // The actions are called in the metadata's order, and the first that fails ends the run.
    let Err(FuzzError::Failed(failure)) = FuzzCheck::new(&plugin).cases(20).run() else { panic!("it panics") };
    assert_eq!(failure.fault, Fault::Panicked, "{failure}");
    let statement = failure.case.to_string();
    assert!(statement.ends_with("PanicNow the <result> from the <object_1>."), "{statement}");
}
