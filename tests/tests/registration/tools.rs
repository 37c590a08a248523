//! Compilers and linkers of the system.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says so when it is not.
pub(crate) fn is_there(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `{tool}`");
    }
    there
}

pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// The linkers at hand, each as arguments for `cc`.
pub(crate) fn linkers() -> Vec<Vec<String>> {
    if !cfg!(target_os = "linux") {
        return vec![Vec::new()];
    }
    let mut linkers = Vec::new();
    if is_there("ld.bfd") {
        linkers.push(vec!["-fuse-ld=bfd".to_owned()]);
    }
    let own = lld_of_rustc();
    if own.join("ld.lld").is_file() {
        linkers.push(vec![format!("-B{}", own.display()), "-fuse-ld=lld".to_owned()]);
    } else if is_there("ld.lld") {
        linkers.push(vec!["-fuse-ld=lld".to_owned()]);
    }
    linkers
}

fn lld_of_rustc() -> PathBuf {
    let rustc = || Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = run(rustc().args(["--print", "sysroot"]));
    let host = run(rustc().args(["--print", "host-tuple"]));
    Path::new(sysroot.trim()).join("lib/rustlib").join(host.trim()).join("bin/gcc-ld")
}
