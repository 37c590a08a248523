//! What the hosts send for one statement (docs/abi.md, sections 2 and 3); the examples' tests include this file.

use serde_json::{Map, Value, json};

/// The envelopes of `Verb the <result> from the <variable: part> with { … }.` on each path of the hosts. `with` is an
/// object; an empty one means that the statement has no `with`.
pub(crate) fn envelopes(variable: &str, object: &Value, with: &Value) -> Vec<(&'static str, Value)> {
    let arguments = with.as_object().expect("the with-arguments are an object");
    let mut sent = Map::new();
    for key in ["data", "object", variable] {
        sent.insert(key.to_owned(), object.clone());
    }
    let mut paths = Vec::new();
    let mut add = |path, own: Value, inner: Option<&Value>, stale: Value| {
        let mut envelope = sent.clone();
        for members in [own.as_object(), stale.as_object(), Some(arguments)].into_iter().flatten() {
            envelope.extend(members.clone());
        }
        let mut copy = envelope.clone();
        copy.extend(inner.map(|clean| ("_with".to_owned(), clean.clone())));
        envelope.insert("_with".to_owned(), copy.into());
        paths.push((path, Value::Object(envelope)));
    };
    let statement = json!({
        "result": { "base": "result", "specifiers": [] },
        "source": { "base": variable, "specifiers": ["part"] },
        "preposition": "from",
        "qualifier": "part",
    });
    let nothing = json!({});
    add("eager", statement, (!arguments.is_empty()).then_some(with), nothing.clone());
    add("lazy", json!({ "qualifier": "part" }), None, nothing.clone());
    add("legacy", nothing.clone(), None, nothing.clone());
    add("compiled", nothing, None, json!({ "limit": 5, "left_over": "from an earlier statement" }));
    paths
}
