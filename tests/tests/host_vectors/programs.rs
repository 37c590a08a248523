//! Exchanges of whole programs, run by the interpreter or built.

use std::fs;

use aro_host_testkit::{Host, HostPath, Manifest, Outcome, RecordedCall, RunError};
use serde_json::{Value, json};

use crate::compare;
use crate::probe::Probe;
use crate::vector::{Vector, vectors};

/// The statements with which the programs begin.
const PRELUDE: &str = r#"{"s":"hello","n":42,"f":2.5,"two":2.0,"b":true,"list":[1,"two",3.5,true],
    "dict":{"name":"Alice","age":30,"tags":["a","b"]}}"#;

pub(crate) fn check(vector: &Vector, probe: &Probe) -> Result<(), String> {
    probe.set(None, &vector.replies());
    let compiled = vector.host_path == "compiled";
    let (path, loaded) = match vector.group.as_str() {
        "plugin.yaml" => package(vector, probe),
        _ if compiled => (HostPath::Compiled, Ok(None)),
        _ => (HostPath::Eager, Ok(None)),
    };
    let mut host = Host::new(path);
    match loaded {
        Ok(None) => {
            host.load_with(Manifest::new("probe").handle("Probe"), probe.open(&[]).unwrap());
        }
        // A plugin that is not loaded is no error to the program.
        Ok(Some(())) => drop(host.load_package(probe.folder().join("package"))),
        Err(()) => {}
    }
    // A single exchange of the built program is one of its statements.
    let single = vector.group == "compiled envelope";
    let program = if single { the_program() } else { vector.statement.clone().unwrap() };
    let bindings: Value = serde_json::from_str(PRELUDE).unwrap();
    let outcomes = host.run_program(&written_out(&program), bindings);
    let captured = vector.calls();
    if single {
        let outcomes = outcomes.map_err(|error| error.to_string())?;
        let one = outcomes.iter().find(|outcome| Some(outcome.statement()) == vector.statement.as_deref());
        return compare::calls(&captured, one.ok_or("not in the program")?.calls());
    }
    let mut made: Vec<RecordedCall> =
        host.calls().into_iter().filter(|call| call.function != "aro_plugin_info").collect();
    if matches!(outcomes, Err(RunError::Parse(_))) {
        // The real host parses before it loads.
        made.clear();
    }
    compare::calls(&captured, &made)?;
    match vector.group.as_str() {
        "compiled program" => outcomes.map(drop).map_err(|error| error.to_string()),
        _ if compiled => built(vector, &outcomes),
        _ => interpreted(vector, &outcomes),
    }
}

/// The program that was built to record its envelopes.
fn the_program() -> String {
    vectors().into_iter().find(|vector| vector.group == "compiled program").and_then(|vector| vector.statement).unwrap()
}

/// Some captures shorten `Log`.
fn written_out(statements: &str) -> String {
    let short = ["<r>", "<q>", "<s: Probe.echo>", "\"after\""];
    short.iter().fold(statements.to_owned(), |text, value| {
        text.replace(&format!("Log {value}."), &format!("Log {value} to the <console>."))
    })
}

fn thrown(outcomes: &Result<Vec<Outcome>, RunError>) -> Option<String> {
    match outcomes {
        Err(error) => Some(error.to_string()),
        Ok(outcomes) => Some(outcomes.last()?.thrown()?.message.clone()),
    }
}

fn logged(outcomes: &Result<Vec<Outcome>, RunError>) -> Vec<String> {
    outcomes.iter().flatten().filter_map(|outcome| outcome.logged().map(str::to_owned)).collect()
}

fn lines(output: &Value) -> Vec<&str> {
    output.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
}

/// A built program exits with status 0 in any case, and prints what was thrown.
fn built(vector: &Vector, outcomes: &Result<Vec<Outcome>, RunError>) -> Result<(), String> {
    let mut shown = logged(outcomes);
    shown.push(
        thrown(outcomes).map_or_else(|| "[OK] startup".to_owned(), |message| format!("Runtime error: {message}")),
    );
    let real: Vec<String> = lines(&vector.outcome["stdout"])
        .into_iter()
        // What Foundation says more of an unreadable reply is not the testkit's.
        .map(|line| match line.starts_with("Runtime error: Error Domain=NSCocoaErrorDomain") {
            true => {
                "Runtime error: The operation could not be completed. The data is not in the correct format.".to_owned()
            }
            false => line.to_owned(),
        })
        .collect();
    compare::values("output", &json!(real), &json!(shown))
}

fn interpreted(vector: &Vector, outcomes: &Result<Vec<Outcome>, RunError>) -> Result<(), String> {
    let stdout = lines(&vector.outcome["stdout"]);
    let failed = thrown(outcomes);
    compare::values("failed", &json!(vector.outcome["exit"] != 0), &json!(failed.is_some()))?;
    if let Some(first) = stdout.iter().find_map(|line| line.strip_prefix("  error [9:")) {
        // The statement was indented by four blanks.
        let column: usize = first.split(']').next().unwrap().parse().unwrap();
        let Err(RunError::Parse(error)) = outcomes else {
            return Err(format!("parsed, and the real one says {first}"));
        };
        return compare::values("column", &json!(column - 4), &json!(error.column));
    }
    if let Some(message) = stdout.iter().find_map(|line| line.strip_prefix("Error: ")) {
        return compare::values("thrown", &json!(message), &json!(failed));
    }
    if failed.is_none() {
        let shown: Vec<String> = logged(outcomes).iter().map(|text| format!("[Application-Start] {text}")).collect();
        let shown: Vec<&str> = shown.iter().flat_map(|text| text.lines()).chain(["[OK] startup"]).collect();
        return compare::values("output", &json!(stdout), &json!(shown));
    }
    Ok(())
}

/// Writes the package of the case, and returns the path that loads it, if one does.
fn package(vector: &Vector, probe: &Probe) -> (HostPath, Result<Option<()>, ()>) {
    let folder = probe.folder().join("package");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let case = vector.case.strip_prefix("plugin.yaml: ").unwrap();
    let output = format!("probe{}", std::env::consts::DLL_SUFFIX);
    let file = if case.starts_with("no build") { format!("lib{output}") } else { output.clone() };
    fs::copy(probe.library(&[]), folder.join(file)).unwrap();

    let missing = case.strip_prefix("missing ");
    let line = |key: &str, text: &str| if missing == Some(key) { String::new() } else { format!("{text}\n") };
    let version = if case == "numeric version" { "1.0" } else { "1.2.3" };
    let handle = match case {
        "handle with hyphen" => "handle: My-Probe\n",
        "root handler: (not handle:)" => "handler: Rooty\n",
        _ if case.starts_with("no handle") || case.starts_with("handler inside") => "",
        _ => "handle: Probe\n",
    };
    let kind = if case == "type c-plugin" { "c-plugin" } else { "rust-plugin" };
    let mut entry = format!("  - type: {kind}\n");
    entry += &line("path", "    path: .");
    if case.starts_with("handler inside") {
        entry += "    handler: legacy\n";
    }
    if case == "build.output missing file" {
        entry += "    build: { output: nowhere.so }\n";
    } else if !case.starts_with("no build") {
        entry += &format!("    build: {{ output: {output} }}\n");
    }
    let lazy = case.starts_with("lazy: ");
    match case {
        "actions as plain strings" => entry += "    actions: [probeit]\n",
        "action without verbs" => entry += "    actions: [{ name: ProbeThing }]\n",
        _ if lazy => entry += "    actions: [{ name: ProbeThing, verbs: [probeit] }]\n",
        _ => {}
    }
    if case == "two provides" {
        entry += "  - { type: aro-files, path: features }\n";
    }
    let yaml = line("name", "name: probe") + &line("version", &format!("version: {version}")) + handle;
    let yaml = yaml + &if missing == Some("provides") { String::new() } else { format!("provides:\n{entry}") };
    fs::write(folder.join("plugin.yaml"), yaml).unwrap();
    (if lazy { HostPath::Lazy } else { HostPath::Eager }, Ok(Some(())))
}
