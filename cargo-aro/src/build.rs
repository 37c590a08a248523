//! Runs cargo, and asks it where the library is.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::Message;

use crate::error::Error;
use crate::files::{self, Staged};
use crate::output::Output;
use crate::package::Package;

/// What decides how the library is built; each command that builds has these options.
#[derive(Clone, Debug, Default, clap::Args, serde::Deserialize, serde::Serialize)]
#[command(next_help_heading = "Compilation")]
pub(crate) struct CompileArgs {
    /// Features to turn on
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,

    /// Turn on all features
    #[arg(long)]
    pub(crate) all_features: bool,

    /// Do not turn on the default features
    #[arg(long)]
    pub(crate) no_default_features: bool,

    /// Cargo's target folder
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) target_dir: Option<PathBuf>,

    /// Require that Cargo.lock is up to date
    #[arg(long)]
    pub(crate) locked: bool,

    /// Do not use the network
    #[arg(long)]
    pub(crate) offline: bool,
}

impl CompileArgs {
    fn pass_to(&self, cargo: &mut Command) {
        for features in &self.features {
            cargo.args(["--features", features]);
        }
        for (flag, is_set) in [
            ("--all-features", self.all_features),
            ("--no-default-features", self.no_default_features),
            ("--locked", self.locked),
            ("--offline", self.offline),
        ] {
            if is_set {
                cargo.arg(flag);
            }
        }
        if let Some(dir) = &self.target_dir {
            cargo.arg("--target-dir").arg(dir);
        }
    }
}

/// A profile of cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// The program `cargo`.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Why cargo could not be started.
pub(crate) fn unrunnable(error: &std::io::Error) -> Error {
    Error::new(format!("cargo cannot be run: {error}"))
        .help("put cargo on the PATH, or set the environment variable CARGO to its path")
}

/// Where hosts look for the library with this name, from the package's folder.
pub(crate) fn output_path(library: &str) -> String {
    format!("target/release/{DLL_PREFIX}{library}{DLL_SUFFIX}")
}

/// Builds the package's cdylib for a target, by default for this machine, and returns its path.
/// Cargo shows its progress and the compiler's messages itself.
pub(crate) fn cdylib(
    package: &Package,
    args: &CompileArgs,
    profile: Profile,
    target: Option<&str>,
    output: &Output,
) -> Result<PathBuf, Error> {
    let mut command = cargo();
    command.args(["build", "--lib", "--message-format=json-render-diagnostics", "--manifest-path"]);
    command.arg(package.dir.join("Cargo.toml"));
    if profile == Profile::Release {
        command.arg("--release");
    }
    if let Some(target) = target {
        command.args(["--target", target]);
    }
    args.pass_to(&mut command);
    if output.is_quiet() {
        command.arg("--quiet");
    }
    let files = run(&mut command, package)?;
    let is_library = |file: &&PathBuf| {
        file.extension().is_some_and(|extension| ["so", "dylib", "dll"].iter().any(|known| extension == *known))
    };
    files.iter().find(is_library).cloned().ok_or_else(|| {
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        Error::new(format!("cargo built no library that a host can load, but {}", files.join(", ")))
            .help("build for Linux, macOS or Windows")
    })
}

/// Builds the package as a static library, optimized, and returns its path.
pub(crate) fn staticlib(package: &Package, args: &CompileArgs, output: &Output) -> Result<PathBuf, Error> {
    let mut command = cargo();
    command.args(["rustc", "--release", "--lib", "--crate-type=staticlib"]);
    command.args(["--message-format=json-render-diagnostics", "--manifest-path"]);
    command.arg(package.dir.join("Cargo.toml"));
    args.pass_to(&mut command);
    if output.is_quiet() {
        command.arg("--quiet");
    }
    let files = run(&mut command, package)?;
    let archive = files.into_iter().find(|file| file.extension().is_some_and(|extension| extension == "a"));
    archive.ok_or_else(|| {
        Error::new("cargo built no static library for this system")
            .help("build without `build.target` or CARGO_BUILD_TARGET")
    })
}

/// The folder in which hosts look, below that of the package.
fn release_folder(package: &Package) -> PathBuf {
    package.dir.join("target").join("release")
}

/// Puts the library where hosts look for it, if cargo did not: for a member of a workspace, and
/// with a target folder or a target of the user's choice.
pub(crate) fn place(package: &Package, library: &Path) -> Result<PathBuf, Error> {
    let folder = release_folder(package);
    let placed = folder.join(library.file_name().unwrap_or_default());
    let is_same = |a: &Path, b: &Path| fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
    if is_same(library, &placed) {
        return Ok(placed);
    }
    let has_same_contents = || fs::read(&placed).is_ok_and(|old| fs::read(library).is_ok_and(|new| old == new));
    if !has_same_contents() {
        fs::create_dir_all(&folder).map_err(|error| Error::io("create the folder", &folder, &error))?;
        Staged::copy(library, &placed)?.rename(&placed)?;
    }
    Ok(placed)
}

/// The other libraries in the folder in which hosts look.
pub(crate) fn siblings(package: &Package) -> Vec<PathBuf> {
    let own = format!("{DLL_PREFIX}{}{DLL_SUFFIX}", package.library);
    let is_other = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "so")
            && path.file_name().is_some_and(|name| name != own.as_str())
    };
    let entries = fs::read_dir(release_folder(package)).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_other).collect();
    found.sort();
    found
}

/// Runs cargo, and returns the files that it made of the package's library.
pub(crate) fn run(command: &mut Command, package: &Package) -> Result<Vec<PathBuf>, Error> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| unrunnable(&error))?;
    let mut files = Vec::new();
    for message in child.stdout.take().into_iter().flat_map(|stdout| Message::parse_stream(BufReader::new(stdout))) {
        if let Ok(Message::CompilerArtifact(artifact)) = message
            && artifact.target.src_path == package.source
        {
            files = artifact.filenames.into_iter().map(Into::into).collect();
        }
    }
    let status = child.wait().map_err(|error| unrunnable(&error))?;
    if files::is_interrupted(status) {
        return Err(Error::interruption());
    }
    if !status.success() {
        return Err(Error::new(format!("the plugin `{}` does not build", package.name))
            .help("correct what cargo reports above"));
    }
    Ok(files)
}
