//! The options of `cargo test` reach the build of the plugin: a package with a test is made, and
//! cargo tests it with one set of options after the other.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::{LoadError, Plugin};

const SOURCE: &str = r##"
use std::ffi::{c_char, CStr, CString};

/// The plugin says how it was built.
#[no_mangle]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let features = [("itoa", cfg!(feature = "itoa")), ("loud", cfg!(feature = "loud")), ("soft", cfg!(feature = "soft"))];
    let on: Vec<_> = features.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
    let version = format!("{} {}", on.join("+"), cfg!(debug_assertions));
    CString::new(format!(r#"{{"name":"options","version":"{version}","language":"rust"}}"#)).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn aro_plugin_free(text: *mut c_char) {
    if !text.is_null() { drop(CString::from_raw(text)) }
}

#[allow(dead_code)]
fn unused(text: &CStr) -> usize { text.to_bytes().len() }
"##;

const TEST: &str = r##"
#[test]
fn it_is_built_likewise() {
    let plugin = aro_host_testkit::plugin!();
    println!("says {}", plugin.info().unwrap().version);
    println!("at {}", plugin.path().display());
}
"##;

/// Where this workspace's dependencies are built already.
fn shared_target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

/// Always in the same folder, so that a second run finds what the first has built.
fn package() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inner-build/package");
    let testkit = env!("CARGO_MANIFEST_DIR");
    let manifest = format!(
        "[package]\nname = \"options\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [features]\ndefault = [\"soft\"]\nloud = []\nsoft = []\n\n[dependencies]\nitoa = {{ version = \"1\", optional = true }}\n\n\
         [dev-dependencies]\naro-host-testkit = {{ path = '{testkit}', default-features = false }}\n\n\
         [profile.quick]\ninherits = \"dev\"\ndebug = false\ndebug-assertions = false\n\n[workspace]\n"
    );
    for (name, text) in [("Cargo.toml", manifest.as_str()), ("src/lib.rs", SOURCE), ("tests/likewise.rs", TEST)] {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(Path::new(testkit).join("../Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    dir
}

/// What the package's test prints: how its plugin was built, and where that is.
fn tested(package: &Path, from: &Path, options: &[&str], variables: &[(&str, &str)]) -> (String, PathBuf) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(from).args(["test", "--test", "likewise", "--manifest-path"]).arg(package.join("Cargo.toml"));
    cargo.args(options).args(["--", "--nocapture"]);
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        cargo.env_remove(name);
    }
    cargo.envs(variables.iter().copied());
    let output = cargo.output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{options:?}\n{out}{}", String::from_utf8_lossy(&output.stderr));
    let line = |begins: &str| out.lines().find_map(|line| line.strip_prefix(begins)).unwrap_or_else(|| panic!("{out}"));
    (line("says ").to_owned(), PathBuf::from(line("at ")))
}

/// The target that rustc builds for by itself; `None`, with a message, if this test is for another
/// one, so that it cannot run what cargo builds by default.
fn host() -> Option<String> {
    let output = Command::new("rustc").args(["--print", "host-tuple"]).output().unwrap();
    let host = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    if host != env!("ARO_HOST_TESTKIT_TARGET") {
        let _ = writeln!(std::io::stderr(), "skipped: cargo builds for {host} if it is not given a target");
        return None;
    }
    Some(host)
}

#[test]
fn the_features_of_the_test_are_those_of_the_plugin() {
    if host().is_none() {
        return;
    }
    let (package, shared) = (package(), shared_target_dir());
    let target_dir = shared.to_str().unwrap();
    for (options, features) in [
        (&[][..], "soft"),
        (&["--features", "loud"], "loud+soft"),
        (&["--no-default-features"], ""),
        (&["--no-default-features", "--features", "loud"], "loud"),
        (&["--no-default-features", "--features", "options/itoa"], "itoa"),
        (&["--all-features"], "itoa+loud+soft"),
    ] {
        let options = [options, &["--target-dir", target_dir]].concat();
        let (says, library) = tested(&package, &package, &options, &[]);
        assert_eq!(says.rsplit_once(' ').unwrap().0, features, "{options:?}");
        assert!(library.starts_with(&shared), "{}", library.display());
    }
    assert!(!package.join("target").exists());
}

#[test]
fn the_profile_the_target_and_the_target_directory_of_the_test_are_those_of_the_plugin() {
    let Some(host) = host() else { return };
    let package = package();
    let folder = package.parent().unwrap();
    let out = folder.join("out");
    let expected = out.join(&host).join("quick");
    let options = ["--profile", "quick", "--target", &host];
    let with_directory = [&options[..], &["--target-dir", out.to_str().unwrap()]].concat();
    let (says, library) = tested(&package, &package, &with_directory, &[]);
    assert_eq!(says, "soft false");
    assert!(library.starts_with(&expected), "{}", library.display());
    // A relative path is relative to where cargo was run, which is not the package's folder.
    for variable in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        let (_, library) = tested(&package, folder, &options, &[(variable, "out")]);
        assert!(library.starts_with(&expected), "{}", library.display());
    }
    assert!(!package.join("target").exists() && !package.join("out").exists());
}

#[test]
fn each_option_can_be_chosen_by_the_builder() {
    let package = package();
    let (out, target) = (package.parent().unwrap().join("chosen"), env!("ARO_HOST_TESTKIT_TARGET"));
    let builder = Plugin::builder(&package).profile("quick").target(target).target_dir(&out);
    let chosen = builder.clone().default_features(false).features(["loud"]).build().unwrap();
    assert_eq!(chosen.info().unwrap().version, "loud false");
    let out = std::path::absolute(out).unwrap();
    assert!(chosen.path().starts_with(out.join(target).join("quick")), "{}", chosen.path().display());
    assert_eq!(builder.build().unwrap().info().unwrap().version, "soft false");
}

#[test]
fn a_program_that_cargo_did_not_build_in_place_is_told_the_methods() {
    let error = LoadError::UnknownOptions { path: PathBuf::from("/usr/bin/tool") }.to_string();
    for method in ["/usr/bin/tool", ".profile(", ".target_dir(", ".target("] {
        assert!(error.contains(method), "{error}");
    }
}
