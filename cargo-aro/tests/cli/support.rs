//! Runs `cargo-aro` in a folder, as cargo does, and shows what came.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The target folder of this workspace, where the SDK is built already.
pub(crate) fn target_dir() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's folder for tests is in the target folder")
}

/// The workspace of the SDK.
pub(crate) fn sdk() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace").to_owned()
}

/// `cargo aro` in this folder. Plugins are built in the workspace's target folder.
pub(crate) fn aro(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-aro"));
    command.arg("aro").current_dir(dir).env("CARGO_TARGET_DIR", target_dir()).env_remove("NO_COLOR");
    command.env("CARGO_TERM_COLOR", "never");
    command
}

/// cargo itself in this folder, with the same target folder.
pub(crate) fn cargo(dir: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(dir).env("CARGO_TARGET_DIR", target_dir());
    // What cargo sets for this test describes this test.
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("CARGO_PKG_") || variable == "CARGO_MANIFEST_DIR" {
            command.env_remove(variable);
        }
    }
    command
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        Self { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
    }
}

impl Ran {
    /// The command did what it was to do.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "stderr:\n{}\nstdout:\n{}", self.stderr, self.stdout);
        self
    }

    /// The command failed, not by a panic, and its message has these parts.
    #[track_caller]
    pub(crate) fn fails_with(self, parts: &[&str]) -> Self {
        assert!(matches!(self.code, Some(1 | 2)), "{self:?}");
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in\n{}", self.stderr);
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }
}

/// Runs `cargo aro` with these arguments in a folder.
#[track_caller]
pub(crate) fn run<A: AsRef<OsStr>>(dir: &Path, arguments: impl IntoIterator<Item = A>) -> Ran {
    aro(dir).args(arguments).output().expect("the program starts").into()
}

/// Makes a plugin in an empty folder whose path has a blank and a letter beyond ASCII.
pub(crate) fn new_plugin(root: &Path, name: &str, kinds: &[&str]) -> PathBuf {
    let folder = root.join("my pläce");
    std::fs::create_dir_all(&folder).expect("a folder");
    run(&folder, [&["new", name], kinds].concat()).ok();
    folder.join(name)
}

/// A plugin with items of all kinds, which several tests read and build, and none changes.
pub(crate) fn shared_plugin() -> &'static Path {
    static PLUGIN: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared plugin ö");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let kinds = ["--action", "--qualifier", "--service", "--object", "--event"];
        run(&folder, [&["new", "sampler"], &kinds[..]].concat()).ok();
        folder.join("sampler")
    });
    &PLUGIN
}

/// A plugin in C whose metadata have faults; `None` without a C compiler, which is said.
pub(crate) fn plugin_in_c(folder: &Path) -> Option<PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder");
    let library = folder.join(format!("libby-hand{}", std::env::consts::DLL_SUFFIX));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/by_hand.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).status();
    if compiled.is_err() || cfg!(not(unix)) {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `cc` that compiles for this system");
        return None;
    }
    assert!(compiled.expect("it was run").success());
    Some(library)
}
