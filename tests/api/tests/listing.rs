//! The public items of each library are those that `docs/api` lists.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages, with their library's name and the features that are listed.
const LIBRARIES: [(&str, &str, &[&str]); 5] = [
    ("aro-abi", "aro_abi", &["--all-features"]),
    ("aro-json-scan", "aro_json_scan", &["--all-features"]),
    ("aro-sdk", "aro_sdk", &["--all-features"]),
    // Without `wasm`: nothing of the listing shall wait for wasmtime.
    ("aro-host-testkit", "aro_host_testkit", &[]),
    ("aro-host", "aro_host", &[]),
];

/// The compiler that `public-api` in Cargo.toml reads the JSON of.
const COMPILER: &str = "rustc 1.95.";

/// Traits of the compiler's own, which no program can name.
const INTERNAL: [&str; 2] = ["core::marker::Freeze", "core::marker::UnsafeUnpin"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn skip(why: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A folder for the JSON, beside the target folder's others.
fn target() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |target| root().join(target));
    target.join("api")
}

/// The library's items, one a line.
fn items(package: &str, library: &str, features: &[&str]) -> String {
    let target = target();
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--locked", "--lib", "-p", package])
        .args(features)
        .args(["--", "-Zunstable-options", "--output-format=json", "--cap-lints=warn"])
        // The JSON is unstable. With this variable the stable compiler writes it, so no nightly is
        // needed.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTDOCFLAGS")
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{package}: {}", String::from_utf8_lossy(&output.stderr));
    let json = target.join("doc").join(format!("{library}.json"));
    let api = public_api::Builder::from_rustdoc_json(json)
        // What every type has would hide the rest. A `Send` or a `Clone` can get lost.
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(false)
        .omit_auto_derived_impls(false)
        .include_function_parameter_names(false)
        .build()
        .unwrap_or_else(|error| panic!("{package}: public-api cannot read rustdoc's JSON: {error}"));
    let lines = api.items().map(|item| format!("{item}\n"));
    lines.filter(|line| !INTERNAL.iter().any(|internal| line.contains(internal))).collect()
}

/// The lines that one text has and the other has not.
fn missing<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let other: std::collections::BTreeSet<&str> = other.lines().collect();
    text.lines().filter(|line| !other.contains(line)).collect()
}

#[test]
fn the_public_items_of_each_library_are_those_in_docs_api() {
    let compiler = Command::new("rustc").arg("--version").output().unwrap();
    let compiler = String::from_utf8_lossy(&compiler.stdout).trim().to_owned();
    if !compiler.starts_with(COMPILER) {
        return skip(&format!(
            "the public items: {compiler} writes JSON in a format of its own; the listings are of {COMPILER}x, \
             which public-api in tests/api/Cargo.toml reads"
        ));
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return skip("the public items: the listings are of Linux on x86-64");
    }
    let mut differences = String::new();
    for (package, library, features) in LIBRARIES {
        let actual = items(package, library, features);
        let path = root().join("docs/api").join(format!("{package}.txt"));
        if std::env::var_os("UPDATE_API").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, actual).unwrap();
            continue;
        }
        let listed = fs::read_to_string(&path).unwrap_or_default();
        for line in missing(&listed, &actual) {
            differences += &format!("{package}: listed, and not there: {line}\n");
        }
        for line in missing(&actual, &listed) {
            differences += &format!("{package}: there, and not listed: {line}\n");
        }
        if differences.is_empty() && listed != actual {
            differences += &format!("{package}: the lines are in another order\n");
        }
    }
    assert!(
        differences.is_empty(),
        "the public items are not those in docs/api:\n{differences}\
         If that is meant, write the listings again and read the difference:\n    \
         UPDATE_API=1 scripts/supply-chain api"
    );
}
