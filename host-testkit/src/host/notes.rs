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
