//! The envelopes of all host paths for one statement. The examples' tests include this file.

use aro_host_testkit::HostPath;
use aro_host_testkit::envelope::{ActionInput, Members};
use serde_json::Value;

/// The envelopes of `Verb the <result> from the <variable: part> with { … }.` on each host path.
/// `with` is an object; an empty one means that the statement has no with-clause.
pub(crate) fn envelopes(variable: &str, object: &Value, with: &Value) -> Vec<(HostPath, Value)> {
    let arguments = with.as_object().expect("the with-arguments are an object");
    let members = |(name, value): (&String, &Value)| (name.clone(), value.to_string());
    let arguments: Members = arguments.iter().map(members).collect();
    let earlier = Members::new().set("limit", "5").set("left_over", "\"from an earlier statement\"");
    let mut statement = ActionInput::variable(variable).value(object.to_string()).specifier("part").stale(earlier);
    if !arguments.is_empty() {
        statement = statement.with(arguments);
    }
    let envelope = |path| (path, serde_json::from_str(&statement.envelope(path).to_string()).expect("JSON"));
    HostPath::ALL.map(envelope).into()
}
