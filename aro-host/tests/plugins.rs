//! Loading, listing and unloading plugins, and their dependencies.

mod support;

use std::fs;
use std::path::Path;

use serde_json::json;
use support::*;
use tempfile::TempDir;

fn refused(answer: Answer, status: i32, parts: &[&str]) {
    let (found, message) = answer.unwrap_err();
    assert_eq!(found, status, "{message}");
    assert!(parts.iter().all(|part| message.contains(part)), "{message}\nlacks one of {parts:?}");
}

#[test]
fn a_plugin_is_loaded_from_its_folder_its_plugin_yaml_or_its_library_and_is_listed() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.2.0", "{}") {
        return;
    }
    let folder = dir.path().join("one");
    let library = folder.join(format!("libone{}", std::env::consts::DLL_SUFFIX));
    for path in [&folder, &folder.join("plugin.yaml"), &library] {
        let host = Host::new();
        assert_eq!(host.load(path).as_deref(), Ok("one"));
        let listed = &host.plugins()[0];
        assert_eq!(
            (&listed["name"], &listed["version"], &listed["generation"]),
            (&json!("one"), &json!("1.2.0"), &json!(0))
        );
        assert_eq!(listed["libraries"], json!([library.to_str()]));
        let verbs = listed["verbs"].as_array().unwrap();
        assert!(verbs.contains(&json!("echoone")) && verbs.contains(&json!("one.echoone")), "{listed}");
        assert!(listed["qualifiers"].as_array().unwrap().contains(&json!("one.wrap")));
        assert_eq!(host.called("one", "EchoOne", r#"{"k":1}"#)["k"], 1);
        assert_eq!(host.unload("one"), Ok(()));
        assert_eq!(host.plugins(), json!([]));
        assert_eq!(host.call("one", "EchoOne", "").unwrap_err().0, NOT_FOUND);
        assert_eq!(host.destroy(), OK);
    }
}

#[test]
fn what_cannot_be_loaded_is_refused_with_its_path_and_the_runtime_stays_as_it_was() {
    let dir = TempDir::new().unwrap();
    let host = Host::new();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    refused(host.load(Path::new("no/such/file.so")), LOAD_FAILED, &["no/such/file.so"]);
    refused(host.load(&write("text.so", "not a library")), LOAD_FAILED, &["text.so", "not a library"]);
    refused(host.load(&write("empty.so", "")), LOAD_FAILED, &["the file is empty"]);
    refused(host.load(dir.path()), LOAD_FAILED, &["plugin.yaml"]);
    refused(host.load(Path::new("")), INVALID_ARGUMENT, &["the path is empty"]);
    refused(host.load(Path::new("a\0b")), INVALID_ARGUMENT, &["NUL at position 1"]);
    refused(host.load(&write("a/plugin.yaml", "name: [")), LOAD_FAILED, &["plugin.yaml"]);
    refused(
        host.load(&write("b/plugin.yaml", "name: b\nversion: 1\nprovides: [{type: c-plugin, path: .}]")),
        LOAD_FAILED,
        &["`b`", "libb"],
    );
    refused(
        host.load(&write("c/plugin.yaml", "name: c\nversion: 1\nprovides: [{type: python-plugin, path: .}]")),
        LOAD_FAILED,
        &["names no native library"],
    );
    refused(host.load_all(&dir.path().join("nowhere")), LOAD_FAILED, &["nowhere"]);
    assert_eq!(host.plugins(), json!([]));
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_host_has_one_plugin_of_a_name() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let (host, folder) = (Host::new(), dir.path().join("one"));
    host.load(&folder).unwrap();
    refused(host.load(&folder), ALREADY_LOADED, &["`one` is loaded already"]);
    let library = folder.join(format!("libone{}", std::env::consts::DLL_SUFFIX));
    refused(host.load(&library), ALREADY_LOADED, &["`one` is loaded already"]);
    refused(host.load_all(dir.path()), ALREADY_LOADED, &["`one` is loaded already"]);
    assert_eq!((host.names(), host.destroy()), (vec!["one".to_owned()], OK));
}

#[test]
fn runtimes_in_one_process_share_no_state_of_a_plugin() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let hosts = [Host::new(), Host::new(), Host::new()];
    for host in hosts {
        host.load(&dir.path().join("one")).unwrap();
        for count in 1..=3 {
            assert_eq!(host.called("one", "count", "")["count"], count);
        }
    }
    assert_eq!(hosts[0].destroy(), OK);
    assert_eq!(hosts[1].called("one", "count", "")["count"], 4, "the end of one runtime does not reach the others");
    assert_eq!((hosts[1].destroy(), hosts[2].destroy()), (OK, OK));
}

#[test]
fn plugins_are_loaded_dependencies_first_and_the_list_says_who_depends_on_whom() {
    let dir = TempDir::new().unwrap();
    // By name, `app` would be the first.
    let on = |name: &str, version: &str| format!("{{ {name}: {{ git: g, version: '{version}' }} }}");
    if !package(dir.path(), "app", "1.0.0", &on("report", "^1")) {
        return;
    }
    package(dir.path(), "report", "1.4.0", &on("table", ">=0.9, <2"));
    package(dir.path(), "table", "0.9.5", "{}");
    let host = Host::new();
    let order: Vec<String> = serde_json::from_str(&host.load_all(dir.path()).unwrap()).unwrap();
    assert_eq!((order.as_slice(), host.names()), (&["table", "report", "app"].map(str::to_owned)[..], order.clone()));
    let listed = host.plugins();
    assert_eq!(
        listed[1]["dependencies"],
        json!([{ "name": "table", "requirement": ">=0.9, <2", "loaded": true, "version": "0.9.5" }])
    );
    assert_eq!((&listed[1]["dependents"], &listed[2]["dependents"]), (&json!(["app"]), &json!([])));
    // The core is oblivious of them: each plugin is called as if it were alone.
    assert_eq!(host.called("app", "version", "")["version"], "1.0.0");

    let error = host.unload("table").unwrap_err();
    assert_eq!(error.0, DEPENDENCY);
    assert!(error.1.contains("`report` depends on `table`"), "{}", error.1);
    for name in ["app", "report", "table"] {
        assert_eq!(host.unload(name), Ok(()));
    }
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_cycle_is_refused_with_all_names_and_nothing_is_loaded() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "a", "1.0.0", "{ b: { git: g } }") {
        return;
    }
    package(dir.path(), "b", "1.0.0", "{ a: { git: g } }");
    package(dir.path(), "c", "1.0.0", "{}");
    for config in [Config::new(), Config::relaxed()] {
        let host = Host::create(Some(&config)).unwrap();
        refused(host.load_all(dir.path()), DEPENDENCY, &["cycle: a -> b -> a"]);
        assert_eq!((host.plugins(), host.destroy()), (json!([]), OK));
    }
    // One after the other, a cycle is closed by the last.
    let host = Host::create(Some(&Config::relaxed())).unwrap();
    host.load(&dir.path().join("a")).unwrap();
    assert_eq!(host.plugins()[0]["dependencies"][0]["loaded"], false);
    refused(host.load(&dir.path().join("b")), DEPENDENCY, &["a -> b -> a"]);
    assert_eq!((host.names(), host.destroy()), (vec!["a".to_owned()], OK));
    // On itself.
    let own = TempDir::new().unwrap();
    package(own.path(), "me", "1.0.0", "{ me: { git: g } }");
    let host = Host::new();
    refused(host.load(&own.path().join("me")), DEPENDENCY, &["me -> me"]);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn another_version_than_required_is_refused_with_both_names_strict_and_relaxed() {
    for (version, dependency) in [
        ("2.0.0", "version: ^1.2"),
        ("1.1.9", "version: '>=1.2, <3'"),
        ("0.3.0", "ref: v0.2.0"),
        ("1.2.0-rc.1", "version: ^1.2"),
        ("not-a-version", "version: '*'"),
    ] {
        let dir = TempDir::new().unwrap();
        if !package(dir.path(), "app", "1.0.0", &format!("{{ table: {{ git: g, {dependency} }} }}")) {
            return;
        }
        package(dir.path(), "table", version, "{}");
        for config in [Config::new(), Config::relaxed()] {
            let host = Host::create(Some(&config)).unwrap();
            refused(host.load_all(dir.path()), DEPENDENCY, &["`app` depends on `table`", version]);
            host.load(&dir.path().join("table")).unwrap();
            refused(host.load(&dir.path().join("app")), DEPENDENCY, &["`app` depends on `table`", version]);
            assert_eq!((host.names(), host.destroy()), (vec!["table".to_owned()], OK));
        }
    }
}

#[test]
fn what_is_no_requirement_is_refused_and_a_branch_requires_no_version() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "app", "1.0.0", "{ table: { git: g, version: newest } }") {
        return;
    }
    package(dir.path(), "table", "7.0.0", "{}");
    let host = Host::new();
    refused(host.load_all(dir.path()), DEPENDENCY, &["`app` depends on `table`", "`newest`"]);
    package(dir.path(), "app", "1.0.0", "{ table: { git: g, ref: main } }");
    assert!(host.load_all(dir.path()).is_ok());
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_missing_dependency_is_refused_unless_the_runtime_is_relaxed() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "app", "1.0.0", "{ table: { git: g } }") {
        return;
    }
    let strict = Host::new();
    refused(strict.load(&dir.path().join("app")), DEPENDENCY, &["`app` depends on `table`, which is missing"]);
    let relaxed = Host::create(Some(&Config::relaxed())).unwrap();
    assert_eq!(relaxed.load(&dir.path().join("app")).as_deref(), Ok("app"));
    assert_eq!((strict.destroy(), relaxed.destroy()), (OK, OK));
}

#[test]
fn if_one_of_several_fails_none_is_loaded() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "good", "1.0.0", "{}") {
        return;
    }
    package(dir.path(), "zbad", "1.0.0", "{}");
    fs::write(dir.path().join("zbad").join(format!("libzbad{}", std::env::consts::DLL_SUFFIX)), "damaged").unwrap();
    let host = Host::new();
    refused(host.load_all(dir.path()), LOAD_FAILED, &["libzbad"]);
    assert_eq!((host.plugins(), host.destroy()), (json!([]), OK));
}

#[test]
#[cfg(target_os = "linux")]
fn an_unloaded_plugin_is_not_mapped_any_more_and_its_copy_is_gone() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "gone", "1.0.0", "{}") {
        return;
    }
    let mapped = || {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        maps.lines().filter(|line| line.contains("libgone.so")).map(str::to_owned).collect::<Vec<_>>()
    };
    let host = Host::new();
    host.load(&dir.path().join("gone")).unwrap();
    let copy = mapped()[0].split_whitespace().last().unwrap().to_owned();
    assert!(Path::new(&copy).exists() && !copy.starts_with(dir.path().to_str().unwrap()));
    host.unload("gone").unwrap();
    assert!(mapped().is_empty() && !Path::new(&copy).exists());
    host.load(&dir.path().join("gone")).unwrap();
    assert_eq!(host.destroy(), OK);
    assert!(mapped().is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_may_have_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let odd = dir.path().join(std::ffi::OsStr::from_bytes(b"a b \xFF\n\xC3\xA9"));
    fs::rename(dir.path().join("one"), &odd).unwrap();
    let host = Host::new();
    let bytes = odd.as_os_str().as_bytes();
    let mut out = Text { data: std::ptr::null_mut(), length: 0 };
    // SAFETY: the bytes have this length.
    let status = unsafe { (API.load)(host.handle(), bytes.as_ptr().cast(), bytes.len(), &mut out) };
    // SAFETY: `data` is of the library.
    unsafe { (API.free)(out.data) };
    assert_eq!((status, host.names()), (OK, vec!["one".to_owned()]));
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_plugin_that_states_another_version_of_the_abi_is_refused_with_both_versions() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let folder = dir.path().join("one");
    let library = folder.join(format!("libone{}", std::env::consts::DLL_SUFFIX));
    let state = |version: &str| {
        let option = format!("-DABI=\"\\\"abi_version\\\":{},\"", version.replace('"', "\\\""));
        compile_with(&library, "one", "1.0.0", &[&option]);
    };
    for config in [Config::new(), Config::relaxed()] {
        let host = Host::create(Some(&config)).unwrap();
        for version in ["2", "0", "18446744073709551615", "-1", "1.5", "\"1\"", "null", "[1]"] {
            state(version);
            let parts = [&format!("version {version} of the plugin ABI"), "this host has version 1", "libone"];
            for path in [&folder, &library] {
                refused(host.load(path), INCOMPATIBLE, &parts);
            }
        }
        state("1");
        assert_eq!(host.load(&folder).as_deref(), Ok("one"));
        state("2");
        assert_eq!(host.reload("one").unwrap_err().0, INCOMPATIBLE);
        assert_eq!((host.called("one", "count", "")["count"].clone(), host.destroy()), (1.into(), OK));
    }
}
