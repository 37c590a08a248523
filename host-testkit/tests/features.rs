//! A plugin that needs only `Host` turns the default features off, and then has none of their
//! dependencies.

use std::env;
use std::path::Path;
use std::process::{Command, Output};

/// Every feature, and the dependencies that come with it.
const FEATURES: [(&str, &[&str]); 6] = [
    ("conformance", &["ctor"]),
    ("fuzz", &["arbitrary", "proptest"]),
    ("header", &[]),
    ("isolation", &["ctor"]),
    ("leaks", &["memory-stats"]),
    ("reload", &[]),
];

fn cargo(arguments: &[&str], features: &str) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder).args(arguments).args(["--no-default-features", "--features", features]);
    // These variables describe the test, not the package that cargo is to read.
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_")))
    {
        cargo.env_remove(name);
    }
    cargo.output().expect("cargo runs")
}

/// The dependencies of the library that some feature brings.
fn optional_dependencies(features: &str) -> Vec<&'static str> {
    let output = cargo(&["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"], features);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let mut optional: Vec<&str> = FEATURES.iter().flat_map(|(_, names)| *names).copied().collect();
    optional.sort_unstable();
    optional.dedup();
    optional.retain(|name| names.contains(name));
    optional
}

#[test]
fn without_features_no_optional_dependency_is_there() {
    assert_eq!(optional_dependencies(""), [""; 0]);
}

#[test]
fn a_feature_brings_its_own_dependencies_and_no_others() {
    for (feature, dependencies) in FEATURES {
        assert_eq!(optional_dependencies(feature), dependencies, "{feature}");
    }
}

#[test]
fn every_feature_alone_compiles_without_warnings() {
    // In its own target folder, so that other builds do not wait for this one.
    let target = format!("{}/features", env!("CARGO_TARGET_TMPDIR"));
    let alone = FEATURES.map(|(feature, _)| feature);
    for features in alone.into_iter().chain(["", "fuzz,isolation"]) {
        let output = cargo(&["check", "--lib", "--target-dir", &target], features);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !stderr.contains("warning"), "{features:?}\n{stderr}");
    }
}
