//! Opening and closing libraries.

mod support;

use std::fs;

use aro_host_testkit::{CallError, LoadError, Plugin};
use serde_json::json;
use support::{compile, probe};
use tempfile::tempdir;

#[test]
fn a_plugin_may_cross_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Plugin>();
}

#[test]
fn a_path_without_a_file_is_named() {
    let error = Plugin::open("/no/such/libplugin.so").unwrap_err();
    assert!(matches!(error, LoadError::NotFound { .. }));
    assert!(error.to_string().contains("/no/such/libplugin.so"), "{error}");
}

#[test]
fn a_file_that_is_no_library_is_refused_with_the_loaders_words() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("libplugin.so");
    fs::write(&path, "#!/bin/sh\n").unwrap();
    let error = Plugin::open(&path).unwrap_err();
    assert!(matches!(&error, LoadError::NotALibrary { reason, .. } if !reason.is_empty()));
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(matches!(Plugin::open(dir.path()), Err(LoadError::NotALibrary { .. })));
}

#[test]
fn a_library_that_is_no_plugin_is_refused() {
    for (source, lacks) in
        [("int nothing;", "aro_plugin_info"), ("char *aro_plugin_info(void) { return 0; }", "aro_plugin_free")]
    {
        let dir = tempdir().unwrap();
        let Some(library) = compile(dir.path(), source, &[]) else { return };
        let error = Plugin::open(library).unwrap_err();
        assert!(matches!(&error, LoadError::MissingSymbol { symbol, .. } if *symbol == lacks), "{error}");
    }
}

#[test]
#[cfg(unix)]
fn exports_are_seen_by_libraries_loaded_later() {
    const SOURCE: &str = r#"
        static char text[] = {'"', '0' + NUMBER, '"', 0};
        char *testkit_marker(void) { return text; }
        char *aro_plugin_info(void) { return text; }
        void aro_plugin_free(char *text) {}
        char *aro_plugin_execute(const char *action, const char *input) { return testkit_marker(); }
    "#;
    let (first, second) = (tempdir().unwrap(), tempdir().unwrap());
    let Some(one) = compile(first.path(), SOURCE, &["-DNUMBER=1"]) else { return };
    let two = compile(second.path(), SOURCE, &["-DNUMBER=2"]).unwrap();
    let _one = Plugin::open(one).unwrap();
    let two = Plugin::open(two).unwrap();
    assert_eq!(two.info_json().unwrap(), "2", "a name is looked for in the library itself");
    // With macOS's two-level namespaces the lookup stays within the library.
    let expected = if cfg!(target_os = "macos") { "2" } else { "1" };
    assert_eq!(two.execute("a", &json!({})).unwrap().json().unwrap(), expected, "inside it, the first loaded wins");
}

#[test]
fn dropping_leaves_the_library_loaded() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let path = plugin.path().to_owned();
    let freed = |plugin: &Plugin| plugin.execute("counts", &json!({})).unwrap().json().unwrap()["freed"].clone();
    assert_eq!(freed(&plugin), 0);
    drop(plugin);
    let plugin = Plugin::open(&path).unwrap();
    assert_eq!(freed(&plugin), 1, "the library is the same as before");
    // Dropping did not release it.
    Plugin::open(&path).unwrap().close().unwrap();
    assert_eq!(freed(&plugin), 2);
}

#[test]
#[cfg(not(target_env = "musl"))] // where nothing is ever unloaded
fn a_closed_library_begins_anew() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let path = plugin.path().to_owned();
    plugin.init().unwrap();
    plugin.close().unwrap();
    let counts = Plugin::open(&path).unwrap().execute("counts", &json!({})).unwrap().json().unwrap();
    assert_eq!(counts["hooks"], 0);
}

#[test]
fn a_relative_path_is_not_looked_for_in_the_systems_folders() {
    let error = Plugin::open("libm.so.6").unwrap_err();
    assert!(matches!(error, LoadError::NotFound { .. }));
}

#[test]
fn metadata_of_another_version_of_the_abi_are_refused_with_both_versions() {
    let info = |stated: &str| {
        let dir = tempdir().unwrap();
        let json = format!("{{\"name\":\"p\",\"version\":\"1\",{stated}\"actions\":[]}}");
        let source = format!(
            "#include <string.h>\n#include <stdlib.h>\nchar *aro_plugin_info(void) {{ return strdup({json:?}); }}\n\
             void aro_plugin_free(char *text) {{ free(text); }}"
        );
        let library = compile(dir.path(), &source, &[])?;
        Some(Plugin::open(library).unwrap().info())
    };
    for stated in ["", "\"abi_version\":1,"] {
        let Some(info) = info(stated) else { return };
        assert_eq!(info.unwrap().name, "p", "{stated}");
    }
    // Of another version also values may have other types.
    for other in ["2", "0", "1.5", "-1", "1e0", "\"1\"", "null", "[1]", "18446744073709551616", "2,\"actions\":7"] {
        let Some(info) = info(&format!("\"abi_version\":{other},")) else { return };
        let error = info.unwrap_err();
        let CallError::AbiVersion { expected: 1, found, .. } = &error else { panic!("{other}: {error}") };
        assert!(error.to_string().contains(&format!("version {found}")), "{error}");
    }
}
