//! Counts instructions, which do not depend on other work of the machine, so two runs agree.
//!
//! cargo calls this program instead of the compiler ([`as_wrapper`]), and it runs the compiler
//! under valgrind.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The variable with the file to which each compilation adds its instructions. If it is set, this
/// program acts as the compiler.
const COUNTS: &str = "ARO_COMPILE_TIME_COUNTS";

/// Whether valgrind is installed.
pub(crate) fn can_count() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The environment variables that make cargo compile by this program and count into `file`.
pub(crate) fn variables(file: &Path) -> [(&'static str, String); 3] {
    let program = env::current_exe().expect("this program has a path");
    let text = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    [
        ("RUSTC_WRAPPER", text(&program)),
        (COUNTS, text(file)),
        // As for crates from a registry.
        ("CARGO_INCREMENTAL", "0".to_owned()),
    ]
}

/// The sum of all counts.
pub(crate) fn sum(file: &Path) -> u64 {
    let counts = fs::read_to_string(file).expect("something was compiled");
    counts.lines().map(|line| line.parse::<u64>().expect("a number")).sum()
}

/// Runs the compiler, if cargo called this program instead of the compiler.
pub(crate) fn as_wrapper() -> Option<ExitCode> {
    let counts = PathBuf::from(env::var_os(COUNTS)?);
    let mut args = env::args_os().skip(1);
    let rustc = args.next().expect("cargo names the compiler");
    let args: Vec<_> = args.collect();
    if !args.iter().any(|arg| arg == "--crate-name") {
        // Only a query, as for the version.
        let status = Command::new(rustc).args(args).status().expect("rustc runs");
        return Some(code(status.success()));
    }
    let sysroot = Command::new(&rustc).args(["--print", "sysroot"]).output().expect("rustc runs").stdout;
    // Not rustup's proxy, which valgrind would trace instead.
    let rustc = Path::new(String::from_utf8_lossy(&sysroot).trim()).join("bin/rustc");
    let log = env::temp_dir().join(format!("aro-compile-time-{}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(format!("--log-file={}", log.display()))
        .arg(rustc)
        .args(args)
        .status()
        .expect("valgrind runs");
    let output = fs::read_to_string(&log).expect("valgrind's log");
    let _ = fs::remove_file(&log);
    let (_, instructions) = output.split_once("refs:").expect("a count of instructions");
    let instructions: String = instructions.lines().next().unwrap_or_default().split([',', ' ']).collect();
    let mut file = OpenOptions::new().create(true).append(true).open(counts).expect("a file for the counts");
    // A single write, since cargo compiles several crates at once.
    file.write_all(format!("{instructions}\n").as_bytes()).expect("a file for the counts");
    Some(code(status.success()))
}

fn code(success: bool) -> ExitCode {
    if success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
