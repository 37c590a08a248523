//! Instructions in place of seconds: what else the machine does is not in them, so two runs agree.
//!
//! cargo calls this program in place of the compiler ([`as_wrapper`]), and it calls the compiler
//! under valgrind.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The file to which each compilation adds its instructions. Where it is set, this program is the
/// compiler.
const COUNTS: &str = "ARO_COMPILE_TIME_COUNTS";

/// Whether valgrind is there.
pub(crate) fn can_count() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The variables with which cargo lets this program compile, and count into `file`.
pub(crate) fn variables(file: &Path) -> [(&'static str, String); 3] {
    let program = env::current_exe().expect("this program has a path");
    let text = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    [
        ("RUSTC_WRAPPER", text(&program)),
        (COUNTS, text(file)),
        // As from a registry.
        ("CARGO_INCREMENTAL", "0".to_owned()),
    ]
}

/// The sum of what was counted.
pub(crate) fn sum(file: &Path) -> u64 {
    let counts = fs::read_to_string(file).expect("something was compiled");
    counts.lines().map(|line| line.parse::<u64>().expect("a number")).sum()
}

/// Compiles as cargo says, if cargo called this program in place of the compiler.
pub(crate) fn as_wrapper() -> Option<ExitCode> {
    let counts = PathBuf::from(env::var_os(COUNTS)?);
    let mut args = env::args_os().skip(1);
    let rustc = args.next().expect("cargo names the compiler");
    let args: Vec<_> = args.collect();
    if !args.iter().any(|arg| arg == "--crate-name") {
        // Only a question, as for the version.
        let status = Command::new(rustc).args(args).status().expect("rustc runs");
        return Some(code(status.success()));
    }
    let sysroot = Command::new(&rustc).args(["--print", "sysroot"]).output().expect("rustc runs").stdout;
    // Not rustup's proxy, which valgrind would look at instead.
    let rustc = Path::new(String::from_utf8_lossy(&sysroot).trim()).join("bin/rustc");
    let log = env::temp_dir().join(format!("aro-compile-time-{}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(format!("--log-file={}", log.display()))
        .arg(rustc)
        .args(args)
        .status()
        .expect("valgrind runs");
    let told = fs::read_to_string(&log).expect("valgrind's log");
    let _ = fs::remove_file(&log);
    let (_, instructions) = told.split_once("refs:").expect("a count of instructions");
    let instructions: String = instructions.lines().next().unwrap_or_default().split([',', ' ']).collect();
    let mut file = OpenOptions::new().create(true).append(true).open(counts).expect("a file for the counts");
    // One write, since cargo compiles several crates at once.
    file.write_all(format!("{instructions}\n").as_bytes()).expect("a file for the counts");
    Some(code(status.success()))
}

fn code(success: bool) -> ExitCode {
    if success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
