//! `cargo aro completions`.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::run;

#[test]
fn each_shell_gets_a_script_that_names_the_commands() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(dir.path(), ["completions", shell]).ok().stdout;
        for word in ["build", "completions", "release"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(shell != "fish" || script.contains("complete -c cargo -n"), "fish completes `cargo aro`");
    }
    run(dir.path(), ["completions", "tcsh"]).fails_with(&["tcsh", "possible values", "bash"]);
}

#[test]
fn bash_accepts_its_script() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let script = run(dir.path(), ["completions", "bash"]).ok().stdout;
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no bash");
        return;
    };
    bash.stdin.take().expect("it is piped").write_all(script.as_bytes()).expect("bash reads it");
    assert!(bash.wait().expect("bash ends").success());
}
