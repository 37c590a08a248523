//! Shows what became of a statement.

use aro_host_testkit::{Outcome, RecordedCall};
use serde_json::{Value, json};

use crate::error::Error;
use crate::output::Output;

/// Notes about what every program does on purpose.
const USUAL: &str = "`when` does not hold";

/// Prints what a statement wrote, its value, and what else happened. The failure is
/// [another matter](failure).
pub(super) fn show(outcome: &Outcome, trace: bool, output: Output) {
    if trace {
        outcome.calls().iter().for_each(|call| show_call(call, output));
    }
    notes(outcome.notes().iter().map(String::as_str), output);
    for event in outcome.events() {
        output.status("Published", format_args!("{} {}", event.event_type, Value::from(event.data.clone())));
    }
    if let Some(logged) = outcome.logged() {
        output.result(logged);
    } else if let Some(value) = outcome.value().cloned().or_else(|| thrown_reply(outcome)) {
        output.result(format_args!("{value:#}"));
    }
}

/// Whether a program sees the same on two hosts.
pub(super) fn are_same(some: &[Outcome], others: &[Outcome]) -> bool {
    let seen = |outcome: &Outcome| {
        let thrown = outcome.thrown().map(|thrown| thrown.reply.clone().unwrap_or_else(|| thrown.message.clone()));
        (outcome.value().cloned(), thrown, outcome.logged().map(str::to_owned), outcome.events().to_vec())
    };
    some.iter().map(seen).eq(others.iter().map(seen))
}

/// Prints each note once.
pub(super) fn notes<'n>(notes: impl Iterator<Item = &'n str>, output: Output) {
    let mut shown: Vec<&str> = Vec::new();
    for note in notes.filter(|note| !note.starts_with(USUAL)) {
        if !shown.contains(&note) {
            output.note(note);
            shown.push(note);
        }
    }
}

pub(super) fn show_call(call: &RecordedCall, output: Output) {
    let arguments: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    output.status("Called", format_args!("{}({})", call.function, arguments.join(", ")));
    if let Some(reply) = &call.reply {
        output.status("", format_args!("-> {reply}"));
    }
}

/// The reply of a call that the host turned into an error.
fn thrown_reply(outcome: &Outcome) -> Option<Value> {
    serde_json::from_str(outcome.thrown()?.reply.as_deref()?).ok()
}

/// The error that the plugin or the host reports.
pub(super) fn failure(outcome: &Outcome) -> Option<Error> {
    if let Some(error) = outcome.error() {
        let code = error.error_code().map(|code| code.to_string()).or_else(|| error.code.map(|code| code.to_string()));
        let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
        return Some(Error::new(format!("the plugin reports: {}{code}", error.message)));
    }
    outcome.thrown().map(|thrown| Error::new(format!("the host reports: {thrown}")))
}

/// The whole outcome.
pub(super) fn json(outcome: &Outcome) -> Value {
    let events = outcome.events().iter().map(|event| json!({ "type": event.event_type, "data": event.data }));
    let calls = outcome.calls().iter();
    let calls =
        calls.map(|call| json!({ "function": call.function, "arguments": call.arguments, "reply": call.reply }));
    let error = outcome.error().map(|error| {
        json!({ "message": error.message, "code": error.code, "category": error.category, "details": error.details })
    });
    json!({
        "host": outcome.path().name(),
        "statement": outcome.statement(),
        "value": outcome.value(),
        "error": error,
        "thrown": outcome.thrown().map(|thrown| &thrown.message),
        "logged": outcome.logged(),
        "events": events.collect::<Vec<_>>(),
        "notes": outcome.notes(),
        "calls": calls.collect::<Vec<_>>(),
    })
}
