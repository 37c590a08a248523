//! Plugins made with the SDK do not leak memory.

use std::ffi::c_char;
use std::hint::black_box;

use aro_host_testkit::leaks::{ClosureLeakCheck, LeakCheck};
use aro_host_testkit::{Plugin, build_cdylib};
use aro_tests::recorder::fresh_recorder;
use serde_json::json;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/");
const RESIDUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/residue");
const FUTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/futures");

/// Every action, with an input that it accepts and with one that it rejects.
fn assert_sound(plugin: &Plugin, text: &str) {
    for action in plugin.info().unwrap().actions {
        let check = LeakCheck::new(plugin).action(&action.name).calls(2_000);
        check.clone().input(json!({ "data": text, "object": text })).run().unwrap();
        let refused = check.input_text("{\"data\":").run().unwrap();
        assert_eq!(refused.errors, refused.calls, "{refused}");
    }
}

#[test]
fn the_validator_gives_back_what_it_takes() {
    let plugin = Plugin::open(build_cdylib(format!("{EXAMPLES}validator")).unwrap()).unwrap();
    assert_sound(&plugin, "a@b.io");
}

#[test]
fn the_csv_plugin_gives_back_what_it_takes() {
    let plugin = Plugin::open(build_cdylib(format!("{EXAMPLES}csv")).unwrap()).unwrap();
    assert_sound(&plugin, "a,b\n1,\"2\n3\"");
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let plugin = Plugin::builder(RESIDUE).features(["quiet"]).build().unwrap();
    let check = LeakCheck::new(&plugin).action("PanicNow").input(json!({ "text": "out" })).calls(1_000);
    let growth = check.run().unwrap();
    assert_eq!(growth.errors, growth.calls, "{growth}");
}

#[test]
fn the_metadata_may_be_asked_for_without_end_and_never_freed() {
    let (_folder, path, plugin) = fresh_recorder();
    // SAFETY: the library is loaded already.
    let library = unsafe { libloading::Library::new(path) }.unwrap();
    // SAFETY: the ABI gives it this type.
    let info = unsafe { library.get::<unsafe extern "C" fn() -> *mut c_char>(c"aro_plugin_info") }.unwrap();
    let ask = || {
        // SAFETY: it takes nothing.
        black_box(unsafe { info() });
    };
    ClosureLeakCheck::new("`aro_plugin_info` without `aro_plugin_free`", ask).calls(100_000).run().unwrap();
    LeakCheck::new(&plugin).info().run().unwrap();
}

#[test]
fn async_calls_that_succeed_fail_panic_or_run_out_of_time_leave_nothing_behind() {
    for features in [[].as_slice(), &["tokio"]] {
        let plugin = Plugin::builder(FUTURES).features(features.iter().copied()).build().unwrap();
        let cases = [
            ("KeepLocal", 2_000, false),
            ("FailLater", 2_000, true),
            ("PanicLater", 500, true),
            ("WaitForever", 200, true),
        ];
        for (action, calls, fails) in cases {
            let check = LeakCheck::new(&plugin).action(action).input(json!({ "text": "x" })).calls(calls);
            let growth = check.run().unwrap_or_else(|leak| panic!("{features:?}: {leak}"));
            assert_eq!(growth.errors, if fails { growth.calls } else { 0 }, "{features:?}, {action}: {growth}");
        }
    }
}
