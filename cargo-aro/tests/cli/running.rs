//! `cargo aro run`.

use std::fs;

use crate::support::{Ran, plugin_in_c, run, shared_plugin};

const PROGRAM: &str = "(Application-Start: Ä) {
    Create the <name> with \"Ada\".
    Sampler.Greet the <greeting> from the <name>.
    Log <greeting: greeting> to the <console>.
    Emit a <UserArrived: event> with { role: \"admin\" }.
    Return an <OK: status> for the <startup>.
}
(Note: UserArrived Handler) {
    Log \"seen\" to the <console: error>.
    Return an <OK: status> for the <note>.
}
";

fn play(program: &str, arguments: &[&str]) -> Ran {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("mäin prog.aro");
    fs::write(&path, program).expect("a program");
    let path = path.display().to_string();
    run(shared_plugin(), [&["run", "--offline", path.as_str()], arguments].concat())
}

#[test]
fn a_program_prints_what_the_host_prints() {
    for host in ["eager", "lazy"] {
        let ran = play(PROGRAM, &["--quiet", "--host", host]).ok();
        assert!(ran.stdout.starts_with("[Application-Start] Hello, Ada!\n[OK] startup\n"), "{}", ran.stdout);
        assert!(ran.stderr.contains("seen"), "{}", ran.stderr);
    }
}

#[test]
fn the_program_of_a_new_plugins_readme_runs() {
    let readme = fs::read_to_string(shared_plugin().join("README.md")).expect("README.md");
    let program = readme.split("```aro\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a program");
    let ran = play(program, &["--trace"]).ok();
    assert!(ran.stdout.contains("Hello, Ada Lovelace!") && ran.stdout.contains("AL"), "{}", ran.stdout);
    assert!(ran.stderr.contains("Called aro_plugin_register()"), "{}", ran.stderr);
}

#[test]
fn the_exit_status_is_that_of_the_program_and_the_cause_is_told() {
    let program = PROGRAM.replace("\"Ada\"", "\" \"");
    let ran = play(&program, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("Undefined member: greeting"), "{}", ran.stdout);
    assert!(ran.stderr.contains("the plugin reports: the name is empty"), "{}", ran.stderr);
}

#[test]
fn what_the_testkit_does_not_know_is_an_error_at_its_place() {
    for (from, to, part) in [
        ("Log <greeting", "while <name> { }\n Log <greeting", "does not support `while`"),
        ("Create the <name> with", "Read the <name> from", "verb of ARO's own"),
        ("Sampler.Greet the", "Sampler.Greet th", "this is not ARO"),
        ("(Application-Start", "Application-Start", "this is not ARO"),
    ] {
        let ran = play(&PROGRAM.replacen(from, to, 1), &[]).fails_with(&[part, "help: "]);
        assert!(ran.stderr.contains("mäin prog.aro:") || part.contains("own"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    assert!(play("", &[]).code.is_some_and(|code| code != 0));
}

#[test]
fn a_program_is_found_or_the_error_says_why_not() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().display().to_string();
    let run = || run(shared_plugin(), ["run", "--offline", "--quiet", path.as_str()]);
    run().fails_with(&["no file that ends with `.aro`"]);
    fs::write(dir.path().join("main.aro"), PROGRAM).expect("a program");
    assert!(run().ok().stdout.contains("[OK] startup"));
    fs::write(dir.path().join("other.aro"), PROGRAM).expect("a program");
    run().fails_with(&["several files"]);
    crate::support::run(dir.path(), ["run", "none.aro"]).fails_with(&["there is no program `none.aro`"]);
    fs::write(dir.path().join("bytes.aro"), b"\xff").expect("a file");
    crate::support::run(dir.path(), ["run", "bytes.aro"]).fails_with(&["cannot read `bytes.aro`"]);
}

#[test]
fn a_plugin_that_ends_the_program_is_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(dir.path()) else { return };
    fs::write(
        dir.path().join("p.aro"),
        "(Application-Start: A) { Crash the <c> from \"a\". Return an <OK: status> for the <s>. }",
    )
    .expect("a program");
    let library = library.display().to_string();
    run(dir.path(), ["run", "p.aro", "--plugin", library.as_str()]).fails_with(&["the plugin ended the process"]);
}
