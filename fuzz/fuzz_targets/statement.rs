//! The grammar of ARO, on any text: as a whole program, as the body of a feature set, and as
//! statements that a host runs on its own verbs.
#![no_main]

use aro_host_testkit::{Host, RunError, check_program};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|text: &str| {
    shown(text, check_program(text).err().map(|error| (error.line, error.column, error.to_string())));
    let body = format!("(Application-Start: Fuzz) {{\n{text}\n}}");
    let parsed = check_program(&body);
    shown(&body, parsed.as_ref().err().map(|error| (error.line, error.column, error.to_string())));
    if parsed.is_ok() && !sleeps(text) {
        let host = Host::eager();
        let bindings = json!({ "name": "Ada", "list": [1, 2.5, "x"], "object": { "a": { "b": [true] } } });
        match host.run_program(text, bindings) {
            Ok(outcomes) => drop(format!("{outcomes:?}")),
            Err(RunError::Parse(error)) => drop(error.to_string()),
            Err(error) => drop(error.to_string()),
        }
        if let Ok(outcome) = host.run_application(&body) {
            drop(format!("{outcome:?}"));
        }
    }
});

/// A host that sleeps tells the fuzzer nothing.
fn sleeps(text: &str) -> bool {
    text.to_lowercase().contains("sleep")
}

/// The place of an error is in the text.
fn shown(text: &str, error: Option<(usize, usize, String)>) {
    let Some((line, column, message)) = error else { return };
    let lines: Vec<&str> = text.split('\n').collect();
    assert!(line >= 1 && line <= lines.len(), "line {line}: {message}");
    assert!(column >= 1 && column <= lines[line - 1].chars().count() + 1, "line {line}, column {column}: {message}");
}
