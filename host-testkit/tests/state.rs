//! What plugins share, and what they do not: state inside a library, files, the environment.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aro_host_testkit::conformance::ConformanceCheck;
use aro_host_testkit::isolation::{Callable as _, Session};
use aro_host_testkit::{CallError, Host, HostPath, LoadError, Plugin, Reply, for_each_host};
use serde_json::{Value, json};
use support::{compile, probe};
use tempfile::TempDir;

const TALLY: &str = "Tally the <n> from 1.";

fn counter(dir: &TempDir) -> Option<Plugin> {
    Some(Plugin::open(compile(dir.path(), include_str!("counter.c"), &["-w"])?).unwrap())
}

fn count(host: &Host<'_>) -> Value {
    let outcome = host.run(TALLY, ()).unwrap();
    outcome.value().unwrap().clone()
}

#[test]
fn a_plugin_that_is_loaded_by_value_begins_again_on_every_host_path() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    // The original has counted already, which no path may see.
    plugin.execute("Tally", &json!({})).unwrap();
    let path = plugin.path().to_owned();
    for_each_host(|host| {
        host.load(Plugin::open(&path).unwrap());
        let begun = if host.path() == HostPath::LegacyDylib { 0 } else { 1 };
        for expected in 1..3 {
            let found = count(host);
            let once = json!({ "inside": expected, "exported": expected, "per_thread": expected, "begun": begun });
            assert_eq!(found, once, "{}", host.path());
        }
    });
    assert_eq!(plugin.execute("Tally", &json!({})).unwrap().json().unwrap()["inside"], 2);
}

#[test]
fn a_package_begins_again_on_every_host_path() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let output = plugin.path().file_name().unwrap().to_str().unwrap();
    let yaml = format!(
        "name: counter\nversion: 1\nprovides: [{{ type: rust-plugin, path: ., build: {{ output: {output} }} }}]"
    );
    fs::write(dir.path().join("plugin.yaml"), yaml).unwrap();
    let counts = for_each_host(|host| {
        host.load_package(dir.path()).unwrap();
        (count(host)["inside"].clone(), count(host)["inside"].clone())
    });
    assert_eq!(counts, (json!(1), json!(2)));
}

#[test]
fn a_plugin_that_is_lent_or_shared_is_the_same_on_every_host_path() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let (plugin, mut expected) = (Arc::new(plugin), 0);
    for_each_host(|host| {
        expected += 1;
        host.load(Arc::clone(&plugin));
        assert_eq!(count(host)["inside"], expected);
    });
    for_each_host(|host| {
        expected += 1;
        host.load(&*plugin);
        assert_eq!(count(host)["inside"], expected);
    });
}

#[test]
fn a_host_loads_what_it_is_given_unless_it_copies() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let path = plugin.path().to_owned();
    let (mut first, mut second, mut third) = (Host::eager(), Host::eager(), Host::eager());
    first.load(plugin);
    second.load(Plugin::open(&path).unwrap());
    third.copy_plugins(true).load(Plugin::open(&path).unwrap());
    assert_eq!([&first, &second, &third].map(|host| count(host)["inside"].clone()), [json!(1), json!(2), json!(1)]);
}

#[test]
fn copies_share_nothing_and_have_a_directory_each_until_they_are_dropped() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let copies = [plugin.fresh_copy().unwrap(), plugin.fresh_copy().unwrap()];
    for each in copies.iter().chain([&plugin]) {
        let counted = each.execute("Tally", &json!({})).unwrap().json().unwrap();
        assert_eq!(counted["inside"], 1);
        // The original's exported variable is that of the first such plugin in this process.
        assert!(counted["exported"] == 1 || each.path() == plugin.path(), "{counted}");
        assert_eq!(fs::read_dir(each.temp_dir()).unwrap().count(), 0);
        fs::write(each.temp_dir().join("n"), "1").unwrap();
    }
    let (library, directory) = (copies[0].path().to_owned(), copies[0].temp_dir().to_owned());
    assert!(library.is_file() && directory.is_dir() && directory != plugin.temp_dir());
    drop(copies);
    assert!(!directory.exists());
    assert!(cfg!(windows) || !library.exists());
}

#[test]
fn a_library_that_is_gone_cannot_be_copied() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    // On Windows a loaded file can be renamed, but not removed.
    fs::rename(plugin.path(), dir.path().join("elsewhere")).unwrap();
    assert!(matches!(plugin.fresh_copy(), Err(LoadError::NotFound { .. })));
}

fn located(session: &Session) -> Value {
    session.execute("Locate", &json!({})).unwrap().json().unwrap()
}

/// A path as the plugin in C replies it: without the prefix that only Rust gives on Windows, and
/// with separators that need no escape in JSON.
fn as_c_has_it(path: &Path) -> String {
    let path = path.to_str().unwrap();
    if cfg!(windows) { path.trim_start_matches(r"\\?\").replace('\\', "/") } else { path.to_owned() }
}

#[test]
fn a_session_has_an_environment_a_working_directory_and_temporary_files_of_its_own() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let session = |file: &str| Session::isolated(plugin.path()).unwrap().env("COUNTER_FILE", file);
    let (first, second) = (session("first"), session("second"));
    for (session, file) in [(&first, "first"), (&second, "second")] {
        let here = as_c_has_it(&fs::canonicalize(session.temp_dir()).unwrap());
        let found = located(session);
        assert_eq!((found["variable"].as_str(), found["here"].as_str()), (Some(file), Some(here.as_str())));
        assert_eq!(found["temporary"], as_c_has_it(session.temp_dir()));
        session.execute("Scribble", &json!({})).unwrap();
        assert_eq!(fs::read_to_string(session.temp_dir().join("scribbled.txt")).unwrap(), "x");
    }
    let chosen = session("third").working_dir(dir.path());
    assert_eq!(located(&chosen)["here"], as_c_has_it(&fs::canonicalize(dir.path()).unwrap()));
}

#[test]
fn a_session_in_this_process_has_no_environment_of_its_own() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let path = plugin.path().to_owned();
    let panic = std::panic::catch_unwind(|| Session::in_process(&path).unwrap().env("COUNTER_FILE", "x")).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("use Session::isolated"));
}

#[test]
fn a_conformance_check_leaves_no_files_behind_and_sets_variables() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let chosen = TempDir::new().unwrap();
    let check =
        || ConformanceCheck::new(&plugin).skip("spelling-unreachable").skip("bound-elsewhere").skip("extra-export");
    check().run().assert_sound();
    assert!(!std::path::Path::new("scribbled.txt").exists(), "the plugin wrote into its package");
    // The plugin writes a variable into its reply as it is, so a quote makes the reply invalid.
    let report = check().env("COUNTER_FILE", "\"").working_dir(chosen.path()).run();
    assert_eq!(report.ids(), ["reply-json"], "{report}");
    assert!(chosen.path().join("scribbled.txt").exists());
}

#[test]
fn a_plugin_yaml_that_says_otherwise_than_the_plugin_is_among_the_notes() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let output = plugin.path().file_name().unwrap().to_str().unwrap();
    let notes = |path: HostPath, name: &str, version: &str| {
        let yaml = format!(
            "name: {name}\nversion: {version}\nprovides: [{{ type: rust-plugin, path: ., build: {{ output: {output} }} }}]"
        );
        fs::write(dir.path().join("plugin.yaml"), yaml).unwrap();
        let mut host = Host::new(path);
        host.copy_plugins(true).load_package(dir.path()).unwrap();
        host.run("Create the <x> with 1.", ()).unwrap().notes().join("\n")
    };
    for path in HostPath::ALL {
        assert_eq!(notes(path, "counter", "1"), "", "{path}");
        let noted = notes(path, "counters", "2");
        assert!(noted.contains("plugin.yaml: name: `counters`, where the metadata have `counter`"), "{path}: {noted}");
        assert!(noted.contains("plugin.yaml: version: `2`, where the metadata have `1`"), "{path}: {noted}");
    }
}

#[test]
fn a_plugin_in_a_child_has_an_environment_and_a_directory_of_its_own_on_every_host_path() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = counter(&dir) else { return };
    let (path, mut places) = (plugin.path().to_owned(), Vec::new());
    for_each_host(|host| {
        let session = Session::isolated(&path).unwrap().env("COUNTER_FILE", host.path().name());
        let plugin = session.into_plugin().unwrap();
        let here = fs::canonicalize(plugin.temp_dir()).unwrap();
        host.load(plugin);
        let located = host.run("Locate the <place> from 1.", ()).unwrap().value().unwrap().clone();
        assert_eq!(located["variable"], host.path().name());
        assert_eq!(located["here"], as_c_has_it(&here));
        let begun = if host.path() == HostPath::LegacyDylib { 0 } else { 1 };
        for expected in 1..3 {
            let found = count(host);
            assert_eq!(
                (&found["inside"], &found["exported"], &found["begun"]),
                (&json!(expected), &json!(expected), &json!(begun))
            );
        }
        host.run("Scribble the <s> from 1.", ()).unwrap();
        assert!(here.join("scribbled.txt").is_file());
        places.push(here);
    });
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 5);
    assert!(places.iter().all(|place| !place.exists()), "they are deleted");
}

#[test]
fn every_function_of_a_plugin_in_a_child_can_be_called() {
    let dir = TempDir::new().unwrap();
    let Some(here) = probe(&dir, &[]) else { return };
    let there = Session::isolated(here.path()).unwrap().into_plugin().unwrap();
    assert!(there.has_symbol("aro_plugin_init") && !there.has_symbol("nothing"));
    for plugin in [&here, &there] {
        plugin.register().unwrap();
        plugin.init().unwrap();
        plugin.free_null();
        plugin.on_event("UserCreated", &json!({ "id": 1 })).unwrap();
        plugin.execute("null", &json!({})).unwrap_err();
    }
    assert_eq!(here.info().unwrap(), there.info().unwrap());
    let same = |call: &dyn Fn(&Plugin) -> Result<Reply, CallError>| {
        assert_eq!(call(&here).unwrap().to_string(), call(&there).unwrap().to_string());
    };
    same(&|plugin| plugin.execute_raw(None, Some(c"\xff")));
    same(&|plugin| plugin.qualifier("q", &json!(1)));
    same(&|plugin| plugin.object_read("i", "q"));
    same(&|plugin| plugin.object_write("i", "q", "v"));
    same(&|plugin| plugin.object_list("*"));
    // The child reads the metadata once more, so it has returned another string.
    let counts = |plugin: &Plugin| {
        let counts = plugin.entry_point("probe__counts", Some(c"{}")).unwrap().json().unwrap();
        ["freed_null", "events", "hooks"].map(|count| counts[count].clone())
    };
    assert_eq!(counts(&here), counts(&there));
    assert!(matches!(there.entry_point("free", None), Err(CallError::UndeclaredEntryPoint { .. })));
    there.shutdown().unwrap();
    there.close().unwrap();
}

#[test]
fn a_plugin_that_ends_its_child_fails_the_statement_with_the_crash() {
    let dir = TempDir::new().unwrap();
    let source = include_str!("counter.c").replace("return give(\"{\\\"ok\\\":true}\");", "abort();");
    let Some(library) = compile(dir.path(), &source, &["-w"]) else { return };
    let mut host = Host::eager();
    host.load(Session::isolated(library).unwrap().into_plugin().unwrap());
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| host.run("Scribble the <s> from 1.", ())));
    let message = *panic.unwrap_err().downcast::<String>().unwrap();
    // Windows has no signals; its C library's `abort` exits.
    let how = if cfg!(windows) { "exited with code 3" } else { "SIGABRT" };
    assert!(message.contains("the plugin ended the program") && message.contains(how), "{message}");
}

#[test]
fn a_check_of_the_metadata_alone_calls_nothing_else_and_names_what_hosts_ignore() {
    const PLUGIN: &str = r#"
        #include <stdlib.h>
        #include <string.h>
        char *aro_plugin_info(void) {
            return strdup("{\"name\":\"p\",\"version\":\"1\",\"actions\":[{\"name\":\"A\",\"role\":\"king\","
                "\"parameters\":{\"properties\":{\"by\":{}}}}]}");
        }
        void aro_plugin_free(char *text) { free(text); }
        char *aro_plugin_execute(const char *action, const char *input) { abort(); }
    "#;
    let dir = TempDir::new().unwrap();
    let Some(library) = compile(dir.path(), PLUGIN, &[]) else { return };
    let report = ConformanceCheck::library(&library).metadata_only().run();
    assert_eq!(report.ids(), ["info-role"], "{report}");
    assert!(report.notes()[0].contains("`by`"), "{report}");
    assert!(ConformanceCheck::library(&library).run().ids().len() > 1);
}
