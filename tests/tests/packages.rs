//! What a package's own settings do to a plugin: packages made for it, compiled by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::Plugin;
use serde_json::json;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Checks a package with one action and this in its manifest; gives whether it compiled, and what
/// was said.
fn check(name: &str, manifest: &str) -> (bool, String) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
    fs::create_dir_all(dir.join("src")).unwrap();
    let sdk = root().join("sdk");
    let head = format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n");
    let dependency = format!("[dependencies]\naro-sdk = {{ path = '{}' }}\n\n[workspace]\n", sdk.display());
    fs::write(dir.join("Cargo.toml"), format!("{head}\n{manifest}\n{dependency}")).unwrap();
    let code = "aro_sdk::plugin! {}\n\n#[aro_sdk::aro_action(verbs = [\"Greet\"])]\nfn greet() {}\n";
    fs::write(dir.join("src/lib.rs"), code).unwrap();
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(&dir).args(["check", "--offline", "--quiet", "--target-dir"]).arg(target_dir());
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// One for all of these packages.
fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/target")
}

/// Holds what was said, as far as the last error, against a file beside the other cases.
fn compare(case: &str, said: &str) {
    let path = root().join("tests/ui/packages/fail").join(format!("{case}.stderr"));
    let end = said.find("error: could not compile").unwrap_or(said.len());
    let said = format!("{}\n", said[..end].trim_end());
    if std::env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &said).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == said, "{} is not what is said (TRYBUILD=overwrite writes it):\n{said}", path.display());
}

#[test]
fn a_library_without_cdylib_is_an_error_that_says_what_to_write() {
    let (compiled, said) = check("no-cdylib", "");
    assert!(!compiled);
    compare("no_cdylib", &said);
}

#[test]
fn other_crate_types_beside_cdylib_are_fine() {
    let (compiled, said) = check("cdylib-and-lib", "[lib]\ncrate-type = [\"lib\", \"cdylib\"]\n");
    assert!(compiled, "{said}");
}

#[test]
fn a_profile_that_aborts_is_an_error_that_says_what_to_change() {
    let (compiled, said) =
        check("panic-abort", "[lib]\ncrate-type = [\"cdylib\"]\n\n[profile.dev]\npanic = \"abort\"\n");
    assert!(!compiled);
    compare("panic_abort", &said);
}

#[test]
fn a_plugin_that_renames_the_sdk_and_forbids_everything_runs() {
    let plugin = Plugin::build(root().join("tests/fixtures/renamed")).unwrap();
    let reply = plugin.execute("Greet", &json!({ "data": "Ada" })).unwrap();
    assert_eq!(reply.json().unwrap(), json!({ "name": "Ada", "known": 42 }));
    assert_eq!(plugin.execute("Create", &json!({ "data": ["a", "b"] })).unwrap().json().unwrap()["result"], 2);
    assert_eq!(plugin.execute("service:count", &json!({ "more": 1 })).unwrap().json().unwrap()["result"], 22);
}
