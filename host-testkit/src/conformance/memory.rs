//! Whose a reply is, and for how long; and calls at the same time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::checker::Checker;
use super::inputs;
use crate::isolation::{Call, CallOutcome, Mode};

pub(super) fn check(checker: &mut Checker<'_>) {
    for _ in 0..2 {
        checker.malformed_call("free-null", "aro_plugin_free", &Call::free_null());
    }
    for (subject, action) in checker.reached.clone() {
        if !checker.has_failed(&subject) {
            held(checker, &subject, &action);
        }
    }
    overlapping(checker);
}

fn calls(action: &str) -> Vec<Call> {
    let values = [json!("hello"), json!([1, "two"]), json!("other"), json!("hello")];
    let envelopes = values.iter().map(|value: &Value| inputs::eager(value, None));
    envelopes.filter_map(|envelope| Call::execute(action, &envelope).ok()).collect()
}

/// Several replies that are out at the same time.
fn held(checker: &mut Checker<'_>, subject: &str, action: &str) {
    let calls = calls(action);
    let (outcomes, crash) = checker.run(Mode::FreeAtEnd, &calls);
    let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut fault = None;
    for (index, outcome) in outcomes.iter().enumerate() {
        let Some(CallOutcome::FreedAtEnd { address, first, last }) = outcome else { continue };
        if let Some(owner) = owners.insert(*address, index) {
            let observed = format!("the same pointer twice, {address:#x}, before it was given back");
            fault.get_or_insert((format!("{}\n{}", calls[owner], calls[index]), observed));
        } else if first != last {
            let observed = format!("{} became {}", first.0.escape_ascii(), last.0.escape_ascii());
            fault.get_or_insert((format!("{}, and others after it", calls[index]), observed));
        }
    }
    if let Some((input, observed)) = fault {
        checker.add_finding("pointer-twice", subject, input, observed);
        if crash.is_some() {
            checker.restart();
        }
    } else if let Some(crash) = crash {
        checker.record_crash(subject, &crash, Some("pointer-twice"));
    }
}

/// Threads, and rounds of the same calls.
const THREADS: usize = 4;
const ROUNDS: usize = 8;

fn overlapping(checker: &mut Checker<'_>) {
    if checker.check.skip.contains("overlap") {
        return;
    }
    if checker.session.is_module() {
        checker.report.skip("calls on several threads at once, since an instance of a module has one".to_owned());
        return;
    }
    for (subject, action) in checker.reached.clone() {
        if checker.has_failed(&subject) {
            continue;
        }
        let once = calls(&action);
        // The threads take turns in the list, so each of them meets every call if their number and
        // the list's length are coprime.
        let calls: Vec<Call> = once.iter().cycle().take(THREADS * ROUNDS * once.len()).cloned().collect();
        let (outcomes, crash) = checker.run(Mode::Concurrent { threads: THREADS }, &calls);
        if let Some(crash) = crash {
            checker.record_crash(&subject, &crash, Some("overlap"));
            continue;
        }
        let unreadable = calls.iter().zip(&outcomes).find(|(_, outcome)| match outcome {
            Some(CallOutcome::Text(bytes)) => serde_json::from_slice::<serde::de::IgnoredAny>(&bytes.0).is_err(),
            _ => false,
        });
        if let Some((call, Some(CallOutcome::Text(bytes)))) = unreadable
            && !checker.report.has_finding_of(&subject)
        {
            let input = format!("{THREADS} threads at once: {call}");
            checker.add_finding("overlap", &subject, input, bytes.0.escape_ascii().to_string());
        }
    }
}
