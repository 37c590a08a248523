//! What compiles, and what rustc says of what does not: `tests/ui/<topic>/{pass,fail}`.
//!
//! `TRYBUILD=overwrite cargo test -p aro-tests --test ui` writes the messages anew.

use std::io::Write as _;
use std::process::Command;

/// The compiler whose messages the `.stderr` files hold: those that are rustc's own differ from
/// release to release.
const PINNED: &str = "1.95.0";

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&output.stdout).into_owned();
    version.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn each_case_compiles_or_fails_with_the_message_beside_it() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/*/pass/*.rs");
    let compiler = compiler();
    if compiler == PINNED {
        cases.compile_fail("ui/*/fail/*.rs");
    } else {
        let _ = writeln!(
            std::io::stderr(),
            "the compile-fail cases are skipped: their messages are those of rustc {PINNED}, this is {compiler}"
        );
    }
}
