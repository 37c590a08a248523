//! Whose a reply is, and for how long; and calls at the same time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::examination::Examination;
use super::inputs;
use crate::isolation::{Call, Mode, Outcome};

pub(super) fn check(examined: &mut Examination<'_>) {
    for _ in 0..2 {
        examined.odd_call("free-null", "aro_plugin_free", &Call::free_null());
    }
    for (subject, action) in examined.reached.clone() {
        if !examined.is_dead(&subject) {
            held(examined, &subject, &action);
        }
    }
    overlapping(examined);
}

fn calls(action: &str) -> Vec<Call> {
    let values = [json!("hello"), json!([1, "two"]), json!("other"), json!("hello")];
    let envelopes = values.iter().map(|value: &Value| inputs::eager(value, None));
    envelopes.filter_map(|envelope| Call::execute(action, &envelope).ok()).collect()
}

/// Several replies that are out at the same time.
fn held(examined: &mut Examination<'_>, subject: &str, action: &str) {
    let calls = calls(action);
    let (outcomes, crash) = examined.run(Mode::Held, &calls);
    let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut fault = None;
    for (index, outcome) in outcomes.iter().enumerate() {
        let Some(Outcome::Held { address, first, last }) = outcome else { continue };
        if let Some(owner) = owners.insert(*address, index) {
            let came = format!("the same pointer twice, {address:#x}, before it was given back");
            fault.get_or_insert((format!("{}\n{}", calls[owner], calls[index]), came));
        } else if first != last {
            let came = format!("{} became {}", first.0.escape_ascii(), last.0.escape_ascii());
            fault.get_or_insert((format!("{}, and others after it", calls[index]), came));
        }
    }
    if let Some((done, came)) = fault {
        examined.find("pointer-twice", subject, done, came);
        if crash.is_some() {
            examined.restart();
        }
    } else if let Some(crash) = crash {
        examined.crashed(subject, &crash, Some("pointer-twice"));
    }
}

/// Threads, and rounds of the same calls.
const THREADS: usize = 4;
const ROUNDS: usize = 8;

fn overlapping(examined: &mut Examination<'_>) {
    if examined.check.skip.contains("overlap") {
        return;
    }
    for (subject, action) in examined.reached.clone() {
        if examined.is_dead(&subject) {
            continue;
        }
        let once = calls(&action);
        // The threads take turns in the list, so each of them meets every call if their number and the list's length are coprime.
        let calls: Vec<Call> = once.iter().cycle().take(THREADS * ROUNDS * once.len()).cloned().collect();
        let (outcomes, crash) = examined.run(Mode::Overlapping { threads: THREADS }, &calls);
        if let Some(crash) = crash {
            examined.crashed(&subject, &crash, Some("overlap"));
            continue;
        }
        let unreadable = calls.iter().zip(&outcomes).find(|(_, outcome)| match outcome {
            Some(Outcome::Text(bytes)) => serde_json::from_slice::<serde::de::IgnoredAny>(&bytes.0).is_err(),
            _ => false,
        });
        if let Some((call, Some(Outcome::Text(bytes)))) = unreadable
            && !examined.report.findings().iter().any(|finding| finding.subject == subject)
        {
            let done = format!("{THREADS} threads at once: {call}");
            examined.find("overlap", &subject, done, bytes.0.escape_ascii().to_string());
        }
    }
}
