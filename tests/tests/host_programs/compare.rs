//! Compares what the testkit's host did with what the real one did.

use aro_host_testkit::{ApplicationOutcome, Host, RecordedCall, RunError};
use serde_json::{Value, json};

use crate::entry::Entry;

/// How the testkit's host stands to the real one.
pub(crate) enum Verdict {
    Equal,
    /// The construct that the testkit does not support.
    Refused(&'static str),
    Different(String),
}

pub(crate) fn verdict(entry: &Entry, host: &Host<'_>, ended: &Result<ApplicationOutcome, RunError>) -> Verdict {
    let compared = match ended {
        Err(RunError::Unsupported { what, .. }) => return Verdict::Refused(what.construct),
        Err(RunError::BuiltIn { .. }) => return Verdict::Refused("a verb of ARO's own"),
        Err(RunError::Parse(error)) => fault(entry, error.line, error.column, &error.message),
        Err(error) => Err(format!("error: {error}")),
        Ok(outcome) => calls(entry, &host.calls()).and_then(|()| streams(entry, outcome)),
    };
    compared.map_or_else(Verdict::Different, |()| Verdict::Equal)
}

/// The real host parses before it loads plugins, and shows every error. The testkit shows the
/// first.
fn fault(entry: &Entry, line: usize, column: usize, message: &str) -> Result<(), String> {
    let real = entry.outcome.stdout.iter().find_map(|line| line.strip_prefix("  error ["));
    match real {
        Some(real) if real.starts_with(&format!("{line}:{column}]")) && entry.calls.is_empty() => Ok(()),
        other => Err(format!("error\n  real {other:?}\n  here [{line}:{column}]: {message}")),
    }
}

fn calls(entry: &Entry, made: &[RecordedCall]) -> Result<(), String> {
    let call = |plugin: &str, function: &str, arguments: &[String]| {
        let arguments: Vec<Value> = arguments.iter().map(|text| argument(text)).collect();
        // With one plugin, the recording names it by its folder.
        let plugin = if entry.plugins.len() > 1 { plugin } else { "" };
        json!({ "plugin": plugin, "function": function, "arguments": arguments })
    };
    let mut real: Vec<Value> =
        entry.calls.iter().map(|made| call(&made.plugin, &made.function, &made.arguments)).collect();
    let made = made.iter().filter(|made| made.function != "aro_plugin_info");
    let mut made: Vec<Value> = made.map(|made| call(&made.plugin, made.function, &made.arguments)).collect();
    if entry.is_unordered("calls") {
        // Objects are sorted maps, so equal calls are equal texts.
        real.sort_by_key(Value::to_string);
        made.sort_by_key(Value::to_string);
    }
    same_lists("calls", &real, &made)
}

/// Numbers by value, and strings without times.
fn argument(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ Value::Object(_)) => plain(value),
        _ => json!(without_times(text)),
    }
}

fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            #[allow(clippy::cast_possible_truncation, reason = "whole and in range")]
            Some(double) if double.fract() == 0.0 && double.abs() < 9e15 => (double as i64).into(),
            _ => Value::Number(number),
        },
        Value::String(text) => without_times(&text).into(),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, plain(value))).collect::<serde_json::Map<_, _>>().into()
        }
        other => other,
    }
}

fn same_lists(what: &str, real: &[Value], made: &[Value]) -> Result<(), String> {
    if real == made {
        return Ok(());
    }
    let lines = |values: &[Value]| values.iter().map(|value| format!("\n    {value}")).collect::<String>();
    Err(format!("{what}\n  real{}\n  here{}", lines(real), lines(made)))
}

fn streams(entry: &Entry, outcome: &ApplicationOutcome) -> Result<(), String> {
    let real = &entry.outcome;
    same_lists("exit status", &[json!(real.exit)], &[json!(outcome.exit_status)])?;
    let ordered = |stream: &str, lines: Vec<String>| -> Vec<Value> {
        let mut lines: Vec<String> = lines.iter().map(|line| without_times(line)).collect();
        if entry.is_unordered(stream) {
            lines.sort();
        }
        // The order of keys inside a line is random.
        let unordered = entry.is_unordered(&format!("keys in {stream}"));
        for line in lines.iter_mut().filter(|line| unordered || line.contains("{\"")) {
            *line = sorted(line);
        }
        lines.into_iter().map(Value::from).collect()
    };
    let output = ordered("stdout", outcome.output.clone());
    same_lists("output", &ordered("stdout", real.stdout.clone()), &output)?;
    let errors: Vec<String> = outcome.errors.iter().map(|line| failed_to_load(line).to_owned()).collect();
    same_lists("errors", &ordered("stderr", real_errors(&real.stderr)), &ordered("stderr", errors))?;
    // Warnings are among the notes too.
    let notes: Vec<&str> = outcome.notes().collect();
    for line in &outcome.errors {
        let warning = line.split_once("[plugins] ").map(|(_, warning)| warning);
        if let Some(warning) = warning.filter(|warning| !notes.contains(warning)) {
            return Err(format!("`{warning}` is not among the notes {notes:?}"));
        }
    }
    Ok(())
}

/// What Foundation says about a plugin.yaml is not the testkit's.
fn failed_to_load(line: &str) -> &str {
    let known = line.find("Failed to load ").and_then(|at| line[at..].find(": ").map(|colon| &line[..at + colon]));
    known.unwrap_or(line)
}

fn real_errors(lines: &[String]) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    let mut skipping = false;
    for line in lines {
        match line.strip_prefix("<TIME> ") {
            Some(line) => {
                skipping = line.contains("Failed to load ");
                errors.push(failed_to_load(line).to_owned());
            }
            None if skipping => {}
            None => errors.push(line.clone()),
        }
    }
    errors
}

fn sorted(line: &str) -> String {
    let mut chars: Vec<char> = line.chars().collect();
    chars.sort_unstable();
    chars.into_iter().collect()
}

/// Puts `<TIME>` in the place of a time, as the recording does.
fn without_times(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(c) = rest.chars().next() {
        match time(rest) {
            Some(length) => {
                plain.push_str("<TIME>");
                rest = &rest[length..];
            }
            None => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    plain
}

/// The length of the time at the beginning of the text.
fn time(text: &str) -> Option<usize> {
    ["dddd-dd-dd dd:dd:dd +dddd", "dddd-dd-ddTdd:dd:ddZ"].into_iter().find_map(|form| {
        let fits = text.len() >= form.len()
            && form.bytes().zip(text.bytes()).all(|(wanted, byte)| match wanted {
                b'd' => byte.is_ascii_digit(),
                wanted => byte == wanted,
            });
        fits.then_some(form.len())
    })
}
