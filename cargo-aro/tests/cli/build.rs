//! `cargo aro build`: the library is where hosts look, and plugin.yaml is in step.

use std::fs;
use std::path::{Path, PathBuf};

use aro_host_testkit::{Host, HostPath, Manifest, assert_value};

use crate::support::{aro, new_plugin, run};

fn yaml(plugin: &Path) -> String {
    fs::read_to_string(plugin.join("plugin.yaml")).expect("plugin.yaml")
}

fn library(plugin: &Path, name: &str) -> PathBuf {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    plugin.join(format!("target/release/{DLL_PREFIX}{name}{DLL_SUFFIX}"))
}

/// An application in which this folder is the only plugin.
#[cfg(unix)]
fn application(plugin: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("Plugins")).expect("a folder");
    std::os::unix::fs::symlink(plugin, dir.path().join("Plugins/linked")).expect("a link");
    dir
}

#[cfg(unix)]
#[test]
fn after_a_release_build_a_host_loads_the_plugin_and_runs_no_cargo() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "built-one", &[]);
    // `new` writes a plugin.yaml that is in step.
    let ran = run(&plugin, ["build", "--release", "--offline"]).ok();
    assert!(ran.stderr.contains("Built") && !ran.stderr.contains("Updated"), "{}", ran.stderr);
    assert!(library(&plugin, "built_one").is_file());
    let manifest = Manifest::read(&plugin).expect("plugin.yaml");
    assert_eq!(manifest.library(&plugin).expect("it is found"), library(&plugin, "built_one"));
    // Without Cargo.toml a host could not run cargo.
    fs::remove_file(plugin.join("Cargo.toml")).expect("Cargo.toml");
    let application = application(&plugin);
    let mut host = Host::eager();
    host.load_application(application.path());
    assert_value!(host.run("BuiltOne.Greet the <g> from \"Ada\".", ()), { "greeting": "Hello, Ada!" });
}

#[test]
fn plugin_yaml_is_written_kept_in_step_and_checked() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "kept", &[]);
    let made = yaml(&plugin);

    // A missing file is written as `new` writes it.
    fs::remove_file(plugin.join("plugin.yaml")).expect("plugin.yaml");
    run(&plugin, ["build", "--check", "--offline"]).fails_with(&["is not in step", "the file is missing"]);
    assert!(!plugin.join("plugin.yaml").exists());
    let ran = run(&plugin, ["build", "--offline"]).ok();
    assert!(ran.stderr.contains("Wrote") && ran.stderr.contains("cargo aro build --release"), "{}", ran.stderr);
    assert_eq!(yaml(&plugin), made);
    run(&plugin, ["build", "--check", "--offline"]).ok();

    // The version of Cargo.toml and the handle of `plugin!` reach a file with own lines.
    let own = made.replace("provides:", "# mine\nx-team: core # ours\nprovides:");
    fs::write(plugin.join("plugin.yaml"), &own).expect("plugin.yaml");
    for (file, from, to) in [
        ("Cargo.toml", "version = \"0.1.0\"", "version = \"0.2.0\""),
        ("Cargo.toml", "MIT OR Apache-2.0", "MIT"),
        ("src/lib.rs", "handle = \"Kept\"", "handle = \"Keeper\""),
    ] {
        let text = fs::read_to_string(plugin.join(file)).expect(file);
        assert!(text.contains(from), "{text}");
        fs::write(plugin.join(file), text.replace(from, to)).expect(file);
    }
    run(&plugin, ["build", "--check", "--offline"]).fails_with(&[
        "version: `0.2.0` (was `0.1.0`)",
        "handle: `Keeper` (was `Kept`)",
        "license: `MIT`",
    ]);
    assert_eq!(yaml(&plugin), own);
    let ran = run(&plugin, ["build", "--offline"]).ok();
    assert!(ran.stderr.contains("Updated") && ran.stderr.contains("version: `0.2.0` (was `0.1.0`)"), "{}", ran.stderr);
    let expected =
        own.replace("0.1.0", "0.2.0").replace("MIT OR Apache-2.0", "MIT").replace("handle: Kept", "handle: Keeper");
    assert_eq!(yaml(&plugin), expected);

    // Lazy loading is on request.
    assert_eq!(Manifest::read(&plugin).expect("plugin.yaml").host_path(), HostPath::Eager);
    let ran = run(&plugin, ["build", "--lazy", "--offline"]).ok();
    assert!(ran.stderr.contains("says what that costs"), "{}", ran.stderr);
    assert_eq!(Manifest::read(&plugin).expect("plugin.yaml").listed_verbs(), ["Greet"]);
    fs::write(plugin.join("plugin.yaml"), yaml(&plugin).replace("[Greet]", "[Salute]")).expect("plugin.yaml");
    let ran = run(&plugin, ["build", "--offline"]).ok();
    assert!(
        ran.stderr.contains("does not list the verbs `Greet`") && ran.stderr.contains("`Salute`"),
        "{}",
        ran.stderr
    );
    run(&plugin, ["build", "--eager", "--offline"]).ok();
    assert_eq!(yaml(&plugin), expected);

    // A file that is not YAML is shown with its place.
    fs::write(plugin.join("plugin.yaml"), "name: kept\nprovides: [\n").expect("plugin.yaml");
    run(&plugin, ["build", "--offline"]).fails_with(&["plugin.yaml:", "help: correct it"]);
}

#[test]
fn a_library_for_a_named_target_comes_with_its_own_plugin_yaml() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "bundled", &[]);
    let rustc = std::process::Command::new("rustc").arg("-vV").output().expect("rustc");
    let rustc = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let target = rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("the host").to_owned();
    run(&plugin, ["build", "--target", &target, "--offline"]).ok();
    let folder = plugin.join("target/aro").join(&target).join("bundled");
    let found = Manifest::read(&folder).expect("plugin.yaml").library(&folder).expect("it is found");
    assert_eq!(found.parent(), Some(folder.as_path()));
    run(&plugin, ["build", "--target", "no-such-target", "--offline"])
        .fails_with(&["does not build", "no-such-target"]);
}

#[test]
fn a_library_that_is_no_plugin_and_a_source_that_does_not_compile_are_errors() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("src")).expect("a folder");
    let manifest =
        "[package]\nname = \"bare\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
    fs::write(dir.path().join("Cargo.toml"), manifest).expect("Cargo.toml");
    fs::write(dir.path().join("src/lib.rs"), "").expect("src/lib.rs");
    run(dir.path(), ["build", "--offline"]).fails_with(&["is not an ARO plugin", "aro_sdk::plugin!"]);
    fs::write(dir.path().join("src/lib.rs"), "fn").expect("src/lib.rs");
    run(dir.path(), ["build", "--offline"]).fails_with(&["does not build", "correct what cargo reports above"]);
    assert!(!dir.path().join("plugin.yaml").exists());
    let mut without_cargo = aro(dir.path());
    let ran = without_cargo.arg("build").env("CARGO", "/no/such/cargo").output().expect("it starts");
    crate::support::Ran::from(ran).fails_with(&["cargo cannot be run", "PATH"]);
}
