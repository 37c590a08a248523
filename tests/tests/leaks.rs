//! Plugins made with the SDK do not leak memory.

use std::ffi::c_char;
use std::hint::black_box;

use aro_host_testkit::leaks::{ClosureLeakCheck, LeakCheck};
use aro_host_testkit::{Plugin, build_cdylib};
use aro_tests::recorder::fresh_recorder;
use serde_json::json;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/");
const RESIDUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/residue");

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
