//! Items of library crates: `library!`, and `uses` of `plugin!`.
//!
//! `sharing` uses `shared` and `shared-base`, and `shared` uses `shared-base` as well. Nothing in
//! `sharing` refers to the libraries' items.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Mutex;

use aro_host_testkit::Plugin;
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::alpha::names;
use crate::build::{Build, LTO};
use crate::exports;

const DEBUG: Build = Build::cdylib("sharing", "sharing");
const RELEASE: Build = Build { cargo: &["--release"], ..Build::cdylib("sharing-release", "sharing") };
const OPTIMISED: Build = Build { cargo: LTO, ..Build::cdylib("sharing-lto", "sharing") };
const UNITS: Build = Build { rustc: &["-Ccodegen-units=256"], ..Build::cdylib("sharing-units", "sharing") };

const NAMES: [&str; 4] = ["Greet", "ReadJournal", "Visit", "Whisper"];

fn result(plugin: &Plugin, verb: &str, input: &Value) -> Value {
    plugin.execute(verb, input).unwrap().json().unwrap()["result"].clone()
}

/// Loads the library and uses an item of each kind.
fn assert_complete(library: &Path) -> Plugin {
    let plugin = Plugin::open(library).unwrap();
    let place = library.display();
    let info = plugin.info_json().unwrap();
    assert_eq!(names(&info), NAMES, "{place}");
    assert_eq!(info["events"]["subscribes"], json!(["Greeted"]), "{place}");

    assert_eq!(result(&plugin, "hail", &json!({ "name": "Ada" })), "Hello, Ada!", "{place}");
    let whisper = plugin.execute("Whisper", &json!({ "name": "ADA" })).unwrap();
    assert_eq!(whisper.json().unwrap()["result"], "ada", "{place}");
    assert_eq!(whisper.events()[0].event_type, "Whispered", "{place}");
    let shout = plugin.qualifier("shout", &json!({ "value": "ada" })).unwrap();
    assert_eq!(shout.json().unwrap()["result"], "ADA", "{place}");

    // One state, whichever crate asks for it.
    assert_eq!(result(&plugin, "Visit", &json!({})), 2, "{place}");
    assert_eq!(result(&plugin, "service:count", &json!({})), 2, "{place}");
    assert_eq!(plugin.object_read("visits", "").unwrap().json().unwrap()["result"], 2, "{place}");

    plugin.on_event("Greeted", &json!({ "name": "Ada" })).unwrap();
    let journal = json!(["shared_base starts", "shared starts", "sharing starts", "greeted Ada"]);
    assert_eq!(result(&plugin, "ReadJournal", &json!({})), journal, "{place}");
    plugin
}

#[test]
fn a_plugin_has_every_item_of_the_libraries_that_it_uses_however_it_is_built() {
    for build in [DEBUG, RELEASE, OPTIMISED, UNITS] {
        assert_complete(&build.build().library);
    }
}

#[test]
fn an_entry_point_keeps_the_prefix_of_its_crate_and_reaches_the_plugin_as_the_very_first_call() {
    for build in [DEBUG, OPTIMISED] {
        let library = build.build().library;
        let plugin = Plugin::open(&library).unwrap().fresh_copy().unwrap();
        let reply = plugin.entry_point("shared__greet", Some(c"{\"name\":\"Ada\"}")).unwrap();
        assert_eq!(reply.json().unwrap(), json!({ "result": "Hello, Ada!" }));
        assert_eq!(result(&plugin, "Visit", &json!({})), 2);
        let declared = exports::entry_points(&plugin.info_json().unwrap());
        // `shared-base` has `entry_points = false`.
        let expected = ["shared__greet", "shared__whisper", "sharing__visit"].map(str::to_owned);
        assert_eq!(declared, BTreeSet::from(expected));
        exports::assert_only_the_abi_and(&declared, &library);
    }
}

#[test]
fn two_plugins_with_one_library_share_nothing() {
    let shared = Build { cargo: &["--features", "plugin"], ..Build::cdylib("shared-plugin", "shared") };
    // Both export `shared__greet`, and are loaded with `RTLD_GLOBAL`.
    let libraries = [DEBUG.build().library, shared.build().library];
    for order in [[0, 1], [1, 0]] {
        let plugins = order.map(|index| Plugin::open(&libraries[index]).unwrap().fresh_copy().unwrap());
        for count in 1..=3 {
            for plugin in &plugins {
                let reply = plugin.entry_point("shared__greet", Some(c"{\"name\":\"Ada\"}")).unwrap();
                assert_eq!(reply.json().unwrap(), json!({ "result": "Hello, Ada!" }));
                assert_eq!(result(plugin, "service:count", &json!({})), count);
            }
        }
    }
}

#[test]
fn no_optimiser_makes_a_plugin_refer_to_the_entry_points_of_its_libraries() {
    for build in [RELEASE, OPTIMISED] {
        let library = build.build().library;
        let symbols = aro_host_testkit::Symbols::read(&library).unwrap();
        assert_eq!(*symbols.references_to_own_exports(), BTreeSet::new(), "{}", library.display());
    }
}

static JOURNAL: Mutex<Option<Value>> = Mutex::new(None);

struct Reader;

impl Program for Reader {
    fn run(feature_set: &str, input: &Value) -> Option<String> {
        assert_eq!(feature_set, "Journal");
        *JOURNAL.lock().unwrap() = Some(input.clone());
        Some("\"read\"".to_owned())
    }
}

#[test]
fn the_libraries_start_first_and_end_last() {
    let plugin = Plugin::open(DEBUG.build().library).unwrap().fresh_copy().unwrap();
    plugin.set_invoke(invoke::<Reader>).unwrap();
    plugin.init().unwrap();
    plugin.shutdown().unwrap();
    let lines =
        ["shared_base starts", "shared starts", "sharing starts", "sharing ends", "shared ends", "shared_base ends"];
    assert_eq!(JOURNAL.lock().unwrap().take(), Some(json!(lines)));
}

#[test]
fn a_library_that_is_a_plugin_by_a_feature_is_one_of_its_own() {
    let build = Build { cargo: &["--features", "plugin"], ..Build::cdylib("shared-plugin", "shared") };
    let library = build.build().library;
    let plugin = Plugin::open(&library).unwrap();
    assert_eq!(names(&plugin.info_json().unwrap()), ["Greet", "ReadJournal", "Whisper"]);
    assert_eq!(result(&plugin, "Greet", &json!({ "name": "Ada" })), "Hello, Ada!");
    exports::assert_only_the_abi_and(&exports::entry_points(&plugin.info_json().unwrap()), &library);
}

#[cfg(unix)]
#[test]
fn an_archive_gives_the_items_of_the_libraries_too() {
    let journal = json!(["shared_base starts", "shared starts", "sharing starts"]);
    let answers = [("Visit", json!(1)), ("ReadJournal", journal)];
    let debug = Build { package: "sharing", ..Build::staticlib("sharing-static", &[]) };
    let release = Build { package: "sharing", ..Build::staticlib("sharing-static-release", &["--release"]) };
    for build in [debug, release] {
        let built = build.build();
        let libraries: [&OsStr; 1] = [built.library.as_os_str()];
        crate::linked::assert_answers_however_linked(&build, &libraries, &built.system, &NAMES, &answers);
    }
}
