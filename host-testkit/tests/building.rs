//! Building packages with cargo. Each package has its own target directory.

mod support;

use std::fs;
use std::panic::catch_unwind;

use aro_host_testkit::{LoadError, Plugin, PluginBuilder};
use serde_json::json;
use support::{BY_HAND, package};
use tempfile::{TempDir, tempdir};

fn by_hand(crate_type: &str, source: &str) -> (TempDir, PluginBuilder) {
    let dir = tempdir().unwrap();
    package(dir.path(), crate_type, source);
    let builder = Plugin::builder(dir.path()).target_dir(dir.path().join("out"));
    (dir, builder)
}

#[test]
fn a_package_without_the_sdk_is_built_and_loaded() {
    let (dir, builder) = by_hand(r#""rlib", "cdylib""#, BY_HAND);
    let plugin = builder.build().unwrap();
    let info = plugin.info().unwrap();
    // The version is that of the package that is built, not of the package under test.
    assert_eq!((info.name.as_str(), info.version.as_str(), info.language.as_str()), ("quiet", "0.3.0", "rust"));
    assert_eq!(plugin.execute("any", &json!({"a": [1]})).unwrap().json().unwrap(), json!({"a": [1]}));
    assert!(plugin.path().starts_with(fs::canonicalize(dir.path()).unwrap()) || plugin.path().starts_with(dir.path()));
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn one_process_builds_once_and_a_failure_is_tried_again() {
    let (dir, builder) = by_hand(r#""cdylib""#, "fn broken(");
    assert!(matches!(builder.build_cdylib(), Err(LoadError::BuildFailed { .. })));
    fs::write(dir.path().join("src/lib.rs"), BY_HAND).unwrap();
    let library = builder.build_cdylib().unwrap();
    fs::write(dir.path().join("src/lib.rs"), "fn broken(").unwrap();
    assert_eq!(builder.build_cdylib().unwrap(), library);
    let other_way = Plugin::builder(dir.path().join("src/..")).target_dir(dir.path().join("out"));
    assert_eq!(other_way.build_cdylib().unwrap(), library);
    fs::remove_file(&library).unwrap();
    assert!(matches!(builder.build_cdylib(), Err(LoadError::BuildFailed { .. })), "a lost library is built anew");
}

#[test]
fn builds_with_other_features_stand_side_by_side() {
    let (_dir, builder) = by_hand(r#""cdylib""#, BY_HAND);
    let quiet = builder.build_cdylib().unwrap();
    let loud = builder.clone().features(["loud"]).build().unwrap();
    assert_eq!(loud.info().unwrap().name, "LOUD");
    let quiet = Plugin::open(quiet).unwrap();
    assert_eq!(quiet.info().unwrap().name, "quiet");
    assert_eq!(loud.path().file_name(), quiet.path().file_name());
    let released = builder.release(true).build().unwrap();
    assert!(released.path().components().any(|part| part.as_os_str() == "release"), "{:?}", released.path());
}

#[test]
fn what_rustc_says_is_in_the_error() {
    let (_dir, builder) = by_hand(r#""cdylib""#, "pub fn f() -> u8 { \"text\" }");
    let error = builder.build().unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("error[E0308]: mismatched types\n"), "{text}");
    assert!(text.contains("cargo") && text.contains("build --lib"), "{text}");
}

#[test]
fn a_package_without_a_cdylib_is_told_what_to_change() {
    for other in ["rlib", "staticlib", "dylib"] {
        let (_dir, builder) = by_hand(&format!("{other:?}"), "");
        let error = builder.build().unwrap_err();
        assert!(matches!(&error, LoadError::NoCdylib { crate_types, .. } if crate_types == &[other]), "{error}");
        let text = error.to_string();
        assert!(text.contains(&format!("builds as {other}")), "{text}");
        assert!(text.contains("[lib]\ncrate-type = [\"cdylib\"]"), "{text}");
    }
}

#[test]
fn a_workspace_is_not_its_members() {
    let dir = tempdir().unwrap();
    package(&dir.path().join("member"), r#""cdylib""#, BY_HAND);
    let manifest = dir.path().join("member/Cargo.toml");
    let member = fs::read_to_string(&manifest).unwrap().replace("[workspace]", "");
    fs::write(&manifest, member).unwrap();
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"2\"\nmembers = [\"member\"]\n").unwrap();
    let error = Plugin::builder(dir.path()).target_dir(dir.path().join("out")).build().unwrap_err();
    assert!(matches!(&error, LoadError::NoCdylib { crate_types, .. } if crate_types.is_empty()), "{error}");
    let member = Plugin::builder(dir.path().join("member")).target_dir(dir.path().join("out")).build().unwrap();
    assert_eq!(member.info().unwrap().name, "quiet");
}

#[test]
fn a_folder_without_a_package_is_named() {
    let dir = tempdir().unwrap();
    for missing in [dir.path().to_owned(), dir.path().join("nowhere")] {
        let error = Plugin::build(&missing).unwrap_err();
        assert!(matches!(&error, LoadError::NoManifest { manifest_dir } if *manifest_dir == missing), "{error}");
    }
}

#[test]
fn the_macro_means_the_package_under_test() {
    // This package is not a plugin, and the macro reports that.
    let panic = catch_unwind(|| aro_host_testkit::plugin!()).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    // Under wine the path gets a drive and the separators of Windows.
    let package = std::path::absolute(env!("CARGO_MANIFEST_DIR")).unwrap();
    assert!(text.contains(&package.display().to_string()) && text.contains("crate-type = [\"cdylib\"]"), "{text}");
}
