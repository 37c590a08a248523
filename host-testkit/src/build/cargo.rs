//! Runs cargo and asks it where the cdylib is.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Artifact, CrateType, Message, TargetKind};

use crate::library::LoadError;

/// What to build, and how. Equal requests share one build.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub(crate) manifest_dir: PathBuf,
    pub(crate) profile: String,
    pub(crate) default_features: bool,
    pub(crate) features: Vec<String>,
    pub(crate) target: Option<String>,
    pub(crate) target_dir: PathBuf,
    pub(crate) variables: Vec<(String, OsString)>,
}

impl Request {
    /// How the file of a cdylib ends.
    fn suffix(&self) -> &'static str {
        match &self.target {
            Some(target) if target.starts_with("wasm") => ".wasm",
            _ => std::env::consts::DLL_SUFFIX,
        }
    }
}

/// Whether cargo sets this variable for a running test, to describe the package under test. It does
/// not describe the package that is built here, and cargo would rebuild everything that reads the
/// variable.
fn tells_of_outer_package(variable: &str) -> bool {
    const NAMES: [&str; 7] = [
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_LINKS",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
    ];
    const PREFIXES: [&str; 3] = ["CARGO_PKG_", "CARGO_BIN_EXE_", "CARGO_FEATURE_"];
    variable == "OUT_DIR" || NAMES.contains(&variable) || PREFIXES.iter().any(|prefix| variable.starts_with(prefix))
}

fn command(program: &OsStr, request: &Request) -> Command {
    let mut cargo = Command::new(program);
    // The working directory decides which `.cargo/config.toml` and `rust-toolchain.toml` apply.
    cargo.current_dir(&request.manifest_dir);
    cargo.args(["build", "--lib", "--message-format=json-render-diagnostics", "--profile", &request.profile]);
    cargo.arg("--manifest-path").arg(request.manifest_dir.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&request.target_dir);
    if let Some(target) = &request.target {
        cargo.args(["--target", target]);
    }
    if !request.default_features {
        cargo.arg("--no-default-features");
    }
    if !request.features.is_empty() {
        cargo.args(["--features", &request.features.join(",")]);
    }
    for (variable, _) in std::env::vars_os() {
        if variable.to_str().is_some_and(tells_of_outer_package) {
            cargo.env_remove(variable);
        }
    }
    cargo.envs(request.variables.iter().map(|(name, value)| (name, value)));
    cargo
}

fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Builds the package, and returns the path of the cdylib from cargo's messages.
pub(crate) fn build(program: &OsStr, request: &Request) -> Result<PathBuf, LoadError> {
    let mut cargo = command(program, request);
    let output =
        cargo.output().map_err(|source| LoadError::CargoNotRunnable { program: PathBuf::from(program), source })?;
    if !output.status.success() {
        return Err(LoadError::BuildFailed {
            manifest_dir: request.manifest_dir.clone(),
            command: command_line(&cargo),
            status: output.status,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    let messages = Message::parse_stream(output.stdout.as_slice());
    let artifacts = messages.filter_map(|message| match message {
        Ok(Message::CompilerArtifact(artifact)) => Some(artifact),
        _ => None,
    });
    find_cdylib(artifacts, &request.manifest_dir, request.suffix())
}

fn find_cdylib(
    artifacts: impl Iterator<Item = Artifact>,
    manifest_dir: &Path,
    suffix: &str,
) -> Result<PathBuf, LoadError> {
    let manifest = manifest_dir.join("Cargo.toml");
    // Cargo may have reached the same manifest through a symbolic link.
    let same = |path: &Path| path == manifest || fs::canonicalize(path).ok() == fs::canonicalize(&manifest).ok();
    let mut crate_types = Vec::new();
    for artifact in artifacts {
        let build_script = artifact.target.kind.contains(&TargetKind::CustomBuild);
        if build_script || !same(artifact.manifest_path.as_std_path()) {
            continue;
        }
        if !artifact.target.crate_types.contains(&CrateType::CDyLib) {
            crate_types.extend(artifact.target.crate_types.iter().map(ToString::to_string));
            continue;
        }
        let library = artifact.filenames.iter().find(|file| file.as_str().ends_with(suffix));
        return library.map(|file| file.clone().into_std_path_buf()).ok_or_else(|| LoadError::ForeignCdylib {
            manifest_dir: manifest_dir.to_owned(),
            files: artifact.filenames.into_iter().map(Into::into).collect(),
        });
    }
    Err(LoadError::NoCdylib { manifest_dir: manifest_dir.to_owned(), crate_types })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request {
            manifest_dir: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
            profile: "release".to_owned(),
            default_features: false,
            features: vec!["a".to_owned(), "b/c".to_owned()],
            target: Some("wasm32-wasip1".to_owned()),
            target_dir: PathBuf::from("/t"),
            variables: vec![("RUSTC".to_owned(), "/r".into())],
        }
    }

    #[test]
    fn options_reach_the_command_line() {
        let line = command_line(&command(OsStr::new("cargo"), &request()));
        assert!(line.starts_with("cargo build --lib --message-format=json-render-diagnostics"), "{line}");
        assert!(line.contains("--profile release") && line.contains("--features a,b/c"), "{line}");
        assert!(line.contains("--target-dir /t --target wasm32-wasip1 --no-default-features"), "{line}");
        let plain = Request { default_features: true, features: Vec::new(), target: None, ..request() };
        let line = command_line(&command(OsStr::new("cargo"), &plain));
        assert!(!line.contains("features") && !line.contains("--target "), "{line}");
    }

    #[test]
    fn variables_of_the_outer_package_stay_behind() {
        let cargo = command(OsStr::new("cargo"), &request());
        let removed: Vec<_> = cargo.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        assert!(removed.contains(&OsStr::new("CARGO_PKG_NAME")) && removed.contains(&OsStr::new("CARGO_MANIFEST_DIR")));
        for kept in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "RUSTFLAGS", "PATH"] {
            assert!(!tells_of_outer_package(kept), "{kept}");
        }
    }

    #[test]
    fn a_cargo_that_is_not_there_is_named() {
        let error = build(OsStr::new("/no/such/cargo"), &request()).unwrap_err();
        assert!(matches!(error, LoadError::CargoNotRunnable { .. }));
        assert!(error.to_string().contains("/no/such/cargo"), "{error}");
    }
}
