//! Calls actions as programs do: every verb in every spelling, with every type of value.

use aro_abi::{RETRY_TEXT, keys, snake_case, symbols};
use serde_json::Value;

use super::checker::Checker;
use super::inputs::{self, UNKNOWN_NAME};
use super::replies;
use crate::isolation::{Call, CallOutcome};

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.exports(symbols::EXECUTE) {
        return;
    }
    unknown(checker);
    for action in checker.actions() {
        let Some(name) = action["name"].as_str().filter(|name| !name.is_empty()) else { continue };
        let subject = format!("action `{name}`");
        let Some(spelling) = spellings(checker, &subject, name, &action) else {
            checker.not_reached(&subject);
            continue;
        };
        checker.reached.push((subject.clone(), spelling.clone()));
        for input in inputs::ordinary(&action) {
            let Ok(call) = Call::execute(&spelling, &input) else { continue };
            let Some(outcome) = checker.call(&subject, &call) else { break };
            replies::action(checker, &subject, &call, &outcome);
        }
    }
}

/// A call of an unknown action.
fn unknown(checker: &mut Checker<'_>) {
    let subject = "an unknown action";
    let Ok(call) = Call::execute(UNKNOWN_NAME, &sample()) else { return };
    let Some(outcome) = checker.call(subject, &call) else { return };
    if let Some(reply) = replies::text(checker, subject, &call, &outcome)
        && !reply.get(keys::ERROR).is_some_and(Value::is_string)
    {
        checker.add_finding("unknown-action", subject, &call, replies::short(&reply.to_string()));
    }
}

fn sample() -> Value {
    inputs::eager(&"hello".into(), None)
}

/// Tries all spellings of an action, and returns the first that reaches it.
fn spellings(checker: &mut Checker<'_>, subject: &str, name: &str, action: &Value) -> Option<String> {
    let verbs = action["verbs"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut sent: Vec<String> = verbs.map(str::to_owned).collect();
    let mut others: Vec<String> = Vec::new();
    for verb in &sent {
        others.extend([verb.to_lowercase(), snake_case(verb)]);
    }
    if sent.is_empty() {
        sent = vec![name.to_owned(), name.to_lowercase()];
    }
    // Beside declared verbs, no host sends the name as it is written.
    others.push(snake_case(name));
    let mut tried: Vec<String> = Vec::new();
    let mut first = None;
    let both = sent.iter().map(|s| ("verb-unreachable", s)).chain(others.iter().map(|s| ("spelling-unreachable", s)));
    for (id, spelling) in both {
        if spelling.is_empty() || tried.contains(spelling) {
            continue;
        }
        tried.push(spelling.clone());
        let candidates = inputs::ordinary(action);
        let call = |name: &str, input: &Value| Call::execute(name, input).ok();
        match reaches(checker, subject, spelling, &candidates, call)? {
            None => first = first.or_else(|| Some(spelling.clone())),
            Some((input, observed)) => checker.add_finding(id, subject, input, observed),
        }
    }
    first
}

/// Whether a name reaches something, judged by comparing its reply with the reply to an unknown
/// name: `Some(None)` if it does, `Some` with a call and its reply if not, `None` if that cannot be
/// determined.
pub(super) fn reaches(
    checker: &mut Checker<'_>,
    subject: &str,
    name: &str,
    inputs: &[Value],
    call: impl Fn(&str, &Value) -> Option<Call>,
) -> Option<Option<(String, String)>> {
    let unknown_name = name
        .strip_prefix(aro_abi::SERVICE_PREFIX)
        .map_or(UNKNOWN_NAME.to_owned(), |_| format!("service:{UNKNOWN_NAME}"));
    let mut refused = None;
    for input in inputs.iter().take(8) {
        let called = call(name, input)?;
        let answer = checker.call(subject, &called)?;
        let unknown = checker.call("an unknown action", &call(&unknown_name, input)?);
        let answer = String::from_utf8_lossy(&bytes(&answer)).into_owned();
        let says_so = error(&answer).is_some_and(|message| message.contains(RETRY_TEXT));
        let unknown = unknown.map(|unknown| String::from_utf8_lossy(&bytes(&unknown)).into_owned());
        let same = unknown.is_some_and(|unknown| {
            // This says nothing about a plugin that accepts every name.
            error(&unknown).is_some() && (answer == unknown || answer == unknown.replace(&unknown_name, name))
        });
        if !says_so && !same {
            return Some(None);
        }
        refused.get_or_insert((called.to_string(), replies::short(&answer)));
        if says_so {
            break;
        }
    }
    Some(refused)
}

fn error(reply: &str) -> Option<String> {
    let reply: Value = serde_json::from_str(reply).ok()?;
    Some(reply.get(keys::ERROR)?.as_str()?.to_owned())
}

fn bytes(outcome: &CallOutcome) -> Vec<u8> {
    match outcome {
        CallOutcome::Text(bytes) | CallOutcome::FreedAtEnd { last: bytes, .. } => bytes.0.clone(),
        CallOutcome::Done | CallOutcome::Missing | CallOutcome::Undeclared(_) | CallOutcome::Null => Vec::new(),
    }
}
