//! Builds a fixture in one of several ways.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

/// One way to build a fixture.
#[derive(Clone, Copy)]
pub(crate) struct Build {
    /// Names the way; no two have the same.
    pub(crate) label: &'static str,
    pub(crate) package: &'static str,
    pub(crate) crate_type: &'static str,
    /// What `cargo rustc` is told.
    pub(crate) cargo: &'static [&'static str],
    /// What `rustc` is told for the fixture's own crate.
    pub(crate) rustc: &'static [&'static str],
}

/// What came of it.
#[derive(Clone)]
pub(crate) struct Built {
    pub(crate) library: PathBuf,
    /// What a static library needs of the system, as arguments of a linker.
    #[cfg_attr(not(unix), allow(dead_code))]
    pub(crate) system: Vec<String>,
}

/// `lto = "fat"`, `strip = "symbols"`; `opt-level` is 3.
pub(crate) const LTO: &[&str] =
    &["--release", "--config", "profile.release.lto='fat'", "--config", "profile.release.strip='symbols'"];

/// A folder of this test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("registration").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

impl Build {
    pub(crate) const fn cdylib(label: &'static str, package: &'static str) -> Self {
        Self { label, package, crate_type: "cdylib", cargo: &[], rustc: &[] }
    }

    pub(crate) const fn staticlib(label: &'static str, cargo: &'static [&'static str]) -> Self {
        Self { label, package: "alpha", crate_type: "staticlib", cargo, rustc: &[] }
    }

    /// Builds once per process, into a file that no other way of building touches.
    pub(crate) fn build(&self) -> Built {
        static BUILT: LazyLock<Mutex<HashMap<&'static str, Built>>> = LazyLock::new(Mutex::default);
        let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        built.entry(self.label).or_insert_with(|| self.build_now()).clone()
    }

    fn build_now(&self) -> Built {
        // Cargo has one place for all ways of building a package, and test runners may start a
        // process for each test.
        let lock = File::create(folder("").join("lock")).unwrap();
        lock.lock().unwrap();
        let messages = self.cargo();
        let folder = folder(self.label);
        let (from, part) = (artifact(&messages, self), folder.join("part"));
        let library = folder.join(from.file_name().unwrap());
        fs::copy(&from, &part).unwrap();
        fs::rename(&part, &library).unwrap();
        Built { library, system: native_static_libs(&messages) }
    }

    fn cargo(&self) -> Vec<Value> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["rustc", "--lib", "--message-format=json"]);
        cargo.args(["--package", self.package, "--crate-type", self.crate_type]).args(self.cargo);
        // The target directory in use, which is not always the one that cargo would choose here.
        cargo.arg("--target-dir").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
        cargo.arg("--").args(self.rustc);
        if self.crate_type == "staticlib" {
            cargo.arg("--print=native-static-libs");
        }
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
            cargo.env_remove(variable);
        }
        let output = cargo.output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let messages: Vec<Value> = stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let said = || messages.iter().filter_map(|message| message["message"]["rendered"].as_str()).collect::<String>();
        assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), said());
        messages
    }
}

fn artifact(messages: &[Value], build: &Build) -> PathBuf {
    let suffixes: &[&str] =
        if build.crate_type == "cdylib" { &[std::env::consts::DLL_SUFFIX] } else { &[".a", ".lib"] };
    let of_package = |message: &&Value| {
        message["reason"] == "compiler-artifact" && message["target"]["name"].as_str() == Some(build.package)
    };
    let files = messages.iter().filter(of_package).flat_map(|message| message["filenames"].as_array().unwrap());
    let mut files = files.filter_map(Value::as_str);
    let file = files.find(|file| suffixes.iter().any(|suffix| file.ends_with(suffix)));
    PathBuf::from(file.unwrap_or_else(|| panic!("cargo names no {} for {}", build.crate_type, build.label)))
}

fn native_static_libs(messages: &[Value]) -> Vec<String> {
    let notes = messages.iter().filter_map(|message| message["message"]["message"].as_str());
    let mut libraries = notes.filter_map(|note| note.strip_prefix("native-static-libs: "));
    libraries.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}
