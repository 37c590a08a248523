//! Notes about what a plugin's author probably did not mean. No host reports it.

use aro_abi::{HostPath, keys};
use serde_json::Value;

use super::envelope::ActionStatement;
use super::metadata::DeclaredAction;

/// The statement's object is not bound, so its value is missing from the envelope.
pub(super) fn unbound_object(statement: &ActionStatement, object: Option<&Value>) -> Option<String> {
    let name = &statement.source.base;
    let is_missing = object.is_none() && name != keys::EXPRESSION;
    is_missing.then(|| format!("`<{name}>` is not bound, so the plugin gets no value for the object"))
}

/// The object's variable has the name of a parameter that is not the object's. The envelope has the
/// value under that name too.
pub(super) fn object_fills_a_parameter(
    statement: &ActionStatement,
    object: Option<&Value>,
    action: Option<&DeclaredAction>,
) -> Option<String> {
    let name = &statement.source.base;
    let action = action?;
    let is_argument = statement.with.as_ref().is_some_and(|with| with.get(name).is_some());
    let is_other = action.subject.as_ref().is_some_and(|subject| subject != name) && action.parameters.contains(name);
    (object.is_some() && is_other && !is_argument).then(|| {
        format!(
            "the object's variable `<{name}>` has the name of the parameter `{name}`, so its value may fill that one too; \
             rename the variable if it is not meant to"
        )
    })
}

/// With-arguments that no parameter takes, by the names of the parameters in the metadata. An
/// object after `with` that is the statement's object too has arguments only if the subject is one
/// of its members; else it is the subject's value.
pub(super) fn arguments_that_nothing_reads(
    statement: &ActionStatement,
    action: Option<&DeclaredAction>,
) -> Option<String> {
    let action = action.filter(|action| action.has_all_parameters)?;
    let is_object_too = statement.source.base == keys::EXPRESSION && statement.preposition == "with";
    let with = if is_object_too { statement.expression.as_ref() } else { statement.with.as_ref() };
    let with = with?.as_object()?;
    if is_object_too && !action.subject.as_ref().is_some_and(|subject| with.contains_key(subject)) {
        return None;
    }
    let is_unknown = |name: &&String| !action.parameters.contains(name);
    let unknown: Vec<String> = with.keys().filter(is_unknown).map(|name| format!("`{name}`")).collect();
    (!unknown.is_empty()).then(|| {
        let known: Vec<String> = action.parameters.iter().map(|name| format!("`{name}`")).collect();
        let parameters = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let what = if unknown.len() == 1 { "the argument is" } else { "these arguments are" };
        format!(
            "the action \"{}\" has no parameter {}, so {what} ignored; its parameters: {parameters}",
            action.name,
            unknown.join(", "),
        )
    })
}

/// Events that nothing publishes.
pub(super) fn events_left(path: HostPath, value: &Value) -> Option<String> {
    value.get(keys::EVENTS).is_some().then(|| match path {
        HostPath::Eager => {
            format!(
                "`{}` stays in the value: only the events of an action, as a list of objects, are published",
                keys::EVENTS
            )
        }
        _ => format!("`{}` stays in the value: on {path} the events of a reply are not published", keys::EVENTS),
    })
}
