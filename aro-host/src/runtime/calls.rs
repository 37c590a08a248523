//! What the embedding program runs: actions, qualifiers, services, statements, programs, events.

use aro_abi::keys;
use aro_host_testkit::{Event, Outcome, TextReply};
use serde_json::{Map, Value, json};

use super::Runtime;
use super::gate::Snapshot;
use crate::failure::{Failure, Status};

impl Runtime {
    /// Runs `work` as a call.
    fn call<T>(&self, work: impl FnOnce(&Snapshot) -> Result<T, Failure>) -> Result<T, Failure> {
        let entered = self.gate.enter()?;
        work(entered.snapshot()?)
    }

    /// Calls an action. Returns the reply's value.
    pub(crate) fn action(&self, plugin: &str, action: &str, input: &str) -> Result<String, Failure> {
        self.call(|snapshot| {
            let input = if input.is_empty() { "{}" } else { input };
            match snapshot.host.execute_text(plugin, action, input)? {
                Some(TextReply::Unchanged(reply)) => Ok(reply),
                Some(TextReply::Outcome(outcome)) => value(&outcome),
                // The input is not an object; the error names it in full.
                _ => object("input", input).map(|object| object.to_string()),
            }
        })
    }

    /// Applies a qualifier, `Handle.name`, to a value. Returns the reply's value.
    pub(crate) fn qualifier(&self, qualifier: &str, input: &str, with: &str) -> Result<String, Failure> {
        let input = parse("value", input)?;
        let with = if with.is_empty() { None } else { Some(object("arguments", with)?) };
        self.call(|snapshot| value(&snapshot.host.qualifier(qualifier, &input, with.as_ref())))
    }

    /// Calls a method of a service. Returns the reply's value.
    pub(crate) fn service(&self, service: &str, method: &str, arguments: &str) -> Result<String, Failure> {
        let arguments = object("arguments", arguments)?;
        self.call(|snapshot| value(&snapshot.host.service(service, method, &arguments)))
    }

    /// Runs one statement, with variables of its own.
    pub(crate) fn statement(&self, statement: &str, bindings: &str) -> Result<String, Failure> {
        let bindings = object("bindings", bindings)?;
        self.call(|snapshot| {
            let outcome = snapshot.host.share().run(statement, bindings)?;
            if let Some(thrown) = outcome.thrown() {
                return Err(Failure::new(Status::Thrown, with_notes(&thrown.message, &outcome)));
            }
            let mut shown = Map::new();
            shown.insert("value".to_owned(), outcome.value().cloned().unwrap_or_default());
            if let Some(logged) = outcome.logged() {
                shown.insert("logged".to_owned(), logged.into());
            }
            shown.insert("events".to_owned(), events(outcome.events()));
            shown.insert("notes".to_owned(), outcome.notes().into());
            Ok(Value::from(shown).to_string())
        })
    }

    /// Runs a whole program. One that ends by an error has run nevertheless.
    pub(crate) fn program(&self, source: &str) -> Result<String, Failure> {
        self.call(|snapshot| {
            let outcome = snapshot.host.run_application(source)?;
            let shown = json!({
                "output": outcome.output,
                "errors": outcome.errors,
                "exit_status": outcome.exit_status,
                "thrown": outcome.thrown.as_ref().map(|thrown| thrown.message.as_str()),
                "events": events(outcome.events()),
                "notes": outcome.notes().collect::<Vec<_>>(),
            });
            Ok(shown.to_string())
        })
    }

    /// Publishes an event.
    pub(crate) fn emit(&self, event_type: &str, payload: &str) -> Result<(), Failure> {
        let payload = object("payload", payload)?;
        if event_type.is_empty() {
            return Err(Failure::argument("the event has no type: pass one, such as `UserCreated`"));
        }
        self.call(|snapshot| {
            snapshot.host.emit(event_type, &payload);
            Ok(())
        })
    }
}

fn parse(what: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::argument(format!("cannot read the {what} as JSON ({error}): {text}")))
}

/// An object; an empty string is an empty one.
fn object(what: &str, text: &str) -> Result<Value, Failure> {
    if text.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let value = parse(what, text)?;
    if value.is_object() {
        return Ok(value);
    }
    Err(Failure::argument(format!("expected a JSON object for the {what}, such as {{\"text\":\"a,b\"}}, not {text}")))
}

/// The value of a direct call. An error that the plugin reports is a failure.
fn value(outcome: &Outcome) -> Result<String, Failure> {
    // To read the error writes the value again, which may be big.
    let may_report = outcome.value().is_none_or(|value| value.get(keys::ERROR).is_some());
    if may_report && let Some(error) = outcome.error() {
        let reply = outcome.thrown().and_then(|thrown| thrown.reply.clone());
        let reply = reply.or_else(|| outcome.value().map(Value::to_string));
        return Err(Failure { status: Status::PluginError, message: error.to_string(), reply });
    }
    match (outcome.thrown(), outcome.value()) {
        (Some(thrown), _) => Err(Failure::new(Status::Thrown, with_notes(&thrown.message, outcome))),
        (None, Some(value)) => Ok(value.to_string()),
        (None, None) => Ok(Value::Null.to_string()),
    }
}

/// The host's message, with what the host knows of the cause.
fn with_notes(message: &str, outcome: &Outcome) -> String {
    let notes = outcome.notes().iter().map(|note| format!("; {note}"));
    std::iter::once(message.to_owned()).chain(notes).collect()
}

fn events<'e>(events: impl IntoIterator<Item = &'e Event>) -> Value {
    events.into_iter().map(|event| json!({ "type": event.event_type, "data": event.data })).collect()
}
