//! `cargo aro call`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Ran, aro, plugin_in_c, run, shared_plugin};

/// What is on stdout, as JSON.
fn value(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout))
}

fn call(arguments: &[&str]) -> Ran {
    run(shared_plugin(), [&["call", "--offline", "--quiet"], arguments].concat())
}

#[test]
fn the_plugin_of_the_package_is_built_and_called_in_every_way() {
    assert_eq!(value(&call(&["Greet", r#"{"name":"Ada"}"#]).ok()), json!({ "greeting": "Hello, Ada!" }));
    // In any spelling, with and without the handle.
    assert_eq!(value(&call(&["sampler.greet", r#"{"name":"Ada"}"#]).ok()), json!({ "greeting": "Hello, Ada!" }));
    let statement = "Greet the <g> from the <who> with { loud: true }.";
    let greeting = call(&["--statement", statement, "--bind", "who=Ada Ö"]).ok();
    assert_eq!(value(&greeting), json!({ "greeting": "HELLO, ADA Ö!" }));
    assert_eq!(value(&call(&["--qualifier", "initials", r#""Ada Lovelace""#]).ok()), json!("AL"));
    assert_eq!(value(&call(&["--service", "sampler:add", r#"{"amount":5}"#]).ok()), json!({ "result": 5 }));
    let sent = run(shared_plugin(), ["call", "--offline", "--event", "UserArrived", r#"{"role":"admin"}"#]).ok();
    assert!(sent.stderr.contains("Published UserArrived"), "{}", sent.stderr);
}

#[test]
fn input_comes_from_a_file_or_from_stdin() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("ä b.json");
    fs::write(&path, r#"{"name":"Ada"}"#).expect("a file");
    let file = format!("@{}", path.display());
    assert_eq!(value(&call(&["Greet", &file]).ok())["greeting"], "Hello, Ada!");
    let mut command = aro(shared_plugin());
    command.args(["call", "Greet", "-", "--offline", "--quiet"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(br#"{"name":"Eve"}"#).expect("it is read");
    let ran = Ran::from(child.wait_with_output().expect("it ends")).ok();
    assert_eq!(value(&ran)["greeting"], "Hello, Eve!");
}

#[test]
fn an_error_of_the_plugin_is_printed_and_is_the_exit_status() {
    let failed = call(&["Greet", r#"{"name":" "}"#])
        .fails_with(&["the plugin reports: the name is empty", "help: it takes name: string, loud?: boolean"]);
    assert_eq!((failed.code, value(&failed)["error_code"].as_i64()), (Some(1), Some(1)));
}

#[test]
fn all_hosts_are_asked_and_those_that_agree_are_shown_together() {
    let ran = call(&["--all-hosts", "--statement", "Greet the <g> from \"Ada\"."]).ok();
    assert!(ran.stdout.starts_with("eager, lazy, legacy-managed, legacy-dylib, compiled\n"), "{}", ran.stdout);
    let json = call(&["--all-hosts", "--json", "Greet", r#"{"name":"Ada"}"#]).ok();
    let hosts = value(&json);
    assert_eq!(hosts.as_array().map(Vec::len), Some(5));
    assert_eq!((&hosts[1]["host"], &hosts[1]["value"]["greeting"]), (&json!("lazy"), &json!("Hello, Ada!")));
    let ran = call(&["--all-hosts", "--event", "UserArrived"]).fails_with(&["failed on", "compiled: ", "no handler"]);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn the_calls_of_a_host_can_be_seen() {
    let ran = run(shared_plugin(), ["call", "--offline", "--trace", "Greet", r#"{"name":"Ada"}"#]).ok();
    assert!(ran.stderr.contains("aro_plugin_execute(Greet, {\"name\":\"Ada\",\"_with\":"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_called_is_an_error_that_says_what_to_write() {
    for (arguments, part) in [
        (&["Gret"][..], "there is `Greet`"),
        (&["Zzz"], "it has Greet"),
        (&[], "nothing says what to call"),
        (&["Greet", "{"], "is not JSON"),
        (&["Greet", "Ada"], "is not JSON"),
        (&["Greet", "[1]"], "not an object"),
        (&["Greet", "@no/such/file"], "cannot read `no/such/file`"),
        (&["--qualifier", "initial", "1"], "there is"),
        (&["--qualifier", "initials"], "needs a value"),
        (&["--qualifier", "initials", "1"], "expects [String]"),
        (&["--service", "sampler"], "names no method"),
        (&["--service", "nobody:add"], "Service not found"),
        (&["--event", "Nothing"], "reaches no handler"),
        (&["--event", "A", "{}", "{}"], "pass the input alone"),
        (&["--statement", "Greet the <g> frm <n>."], "expected a preposition"),
        (&["--statement", "Read the <f> from the <x>."], "ARO itself runs it"),
        (&["--statement", "Greet the <g> from <n>.", "--bind", "x"], "is not a variable"),
        (&["--statement", ""], ""),
        (&["Greet", "--host", "quick"], "there are eager, lazy"),
        (&["Greet", "--host", "lazy", "--all-hosts"], "cannot be used with"),
    ] {
        let ran = call(arguments);
        if arguments != ["--statement", ""] {
            ran.fails_with(&[part]);
        }
    }
}

#[test]
fn a_plugin_that_ends_the_process_is_an_error_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(dir.path()) else { return };
    let temporary = dir.path().join("tmp ü");
    fs::create_dir(&temporary).expect("a folder");
    let aro = |arguments: &[&str]| -> Ran {
        let mut command = aro(dir.path());
        command.env("TMPDIR", &temporary).args(arguments).arg(&library);
        command.output().expect("the program starts").into()
    };
    let call = |verb: &str| aro(&["call", verb, "--plugin"]);
    aro(&["call", "crash", "--all-hosts", "--plugin"]).fails_with(&["the plugin ended the process"]);
    aro(&["check", "--only", "reload", "--action", "Crash"]).fails_with(&["1 crash"]);
    call("crash").fails_with(&["the plugin ended the process", "SIGABRT", "cargo aro check"]);
    call("exit").fails_with(&["the plugin ended the process", "exit status: 0"]);
    call("null").fails_with(&["the host reports"]);
    // No text of a plugin controls the terminal.
    assert!(!call("odd").ok().stdout.contains('\u{1b}'));
    assert_eq!(names(&temporary), Vec::<String>::new());
    assert!(!dir.path().join("core").exists());
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
