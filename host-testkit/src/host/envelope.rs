//! What a host sends for one statement (ABI, sections 2 and 3).

use aro_abi::keys;
use serde_json::{Map, Value, json};

use super::path::HostPath;

/// A variable's name and what stands behind its colon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// The name.
    pub base: String,
    /// What stands behind the colon.
    pub specifiers: Vec<String>,
}

impl Descriptor {
    /// `<base>` without specifiers.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into(), specifiers: Vec::new() }
    }

    fn json(&self) -> Value {
        json!({ "base": self.base, "specifiers": self.specifiers })
    }
}

/// An action's statement whose expressions are computed: what a host has in hand before it calls the plugin.
///
/// [`Host::run`](super::Host::run) makes one from ARO text; [`Host::act`](super::Host::act) takes one that a test made,
/// which can have what no ARO text has, such as a verb with a hyphen.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionStatement {
    /// The verb, with or without a handle, in whatever case.
    pub verb: String,
    /// The result.
    pub result: Descriptor,
    /// The object; its base is `_expression_` when the object is a value instead of a variable.
    pub source: Descriptor,
    /// The preposition.
    pub preposition: String,
    /// The value behind `with`. Hosts send objects only.
    pub with: Option<Value>,
    /// The value that the statement computes: its object if that is an expression, else what stands behind `with`. Its
    /// members are at the top of the envelope if it is an object.
    pub expression: Option<Value>,
}

impl ActionStatement {
    /// `Verb the <result> from the <source>.`
    #[must_use]
    pub fn new(
        verb: impl Into<String>,
        result: Descriptor,
        preposition: impl Into<String>,
        source: Descriptor,
    ) -> Self {
        let (verb, preposition) = (verb.into(), preposition.into());
        Self { verb, result, source, preposition, with: None, expression: None }
    }

    /// Adds `with { … }`.
    #[must_use]
    pub fn with(mut self, with: Value) -> Self {
        if self.source.base != keys::EXPRESSION {
            self.expression = Some(with.clone());
        }
        self.with = Some(with);
        self
    }
}

/// What the host puts together before the copy is made. `object` is the object's value, if it is bound.
pub(crate) fn input(path: HostPath, statement: &ActionStatement, object: Option<&Value>) -> Map<String, Value> {
    let mut input = Map::new();
    if let Some(value) = object {
        for key in [keys::DATA, keys::OBJECT, &statement.source.base] {
            input.insert(key.to_owned(), value.clone());
        }
    }
    let with = statement.with.as_ref().and_then(Value::as_object);
    if let Some(first) = statement.source.specifiers.first().filter(|_| path.is_interpreter()) {
        input.insert(keys::QUALIFIER.to_owned(), first.as_str().into());
    }
    if path == HostPath::Eager {
        input.insert(keys::RESULT.to_owned(), statement.result.json());
        input.insert(keys::SOURCE.to_owned(), statement.source.json());
        input.insert(keys::PREPOSITION.to_owned(), statement.preposition.as_str().into());
        input.extend(with.map(|with| (keys::WITH.to_owned(), with.clone().into())));
    } else {
        input.extend(with.cloned().unwrap_or_default());
    }
    input.extend(statement.expression.as_ref().and_then(Value::as_object).cloned().unwrap_or_default());
    input
}

/// Adds the copy under `_with`: the envelope of actions and services, on all paths.
pub(crate) fn with_copy(input: Map<String, Value>) -> Value {
    let mut envelope = input.clone();
    envelope.insert(keys::WITH.to_owned(), input.into());
    envelope.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> ActionStatement {
        let source = Descriptor { base: "s".to_owned(), specifiers: vec!["a".to_owned(), "b".to_owned()] };
        ActionStatement::new("Do", Descriptor::new("r"), "from", source)
    }

    fn envelope(path: HostPath, statement: &ActionStatement) -> Value {
        with_copy(input(path, statement, Some(&json!("v"))))
    }

    #[test]
    fn only_the_eager_path_tells_of_the_statement_and_has_clean_arguments() {
        let statement = statement().with(json!({ "data": 1, "k": 2 }));
        let eager = envelope(HostPath::Eager, &statement);
        assert_eq!(eager["result"], json!({ "base": "r", "specifiers": [] }));
        assert_eq!(eager["source"], json!({ "base": "s", "specifiers": ["a", "b"] }));
        assert_eq!((&eager["data"], &eager["object"], &eager["s"]), (&json!(1), &json!("v"), &json!("v")));
        assert_eq!(eager["_with"]["_with"], json!({ "data": 1, "k": 2 }));
        assert_eq!(eager["_with"]["data"], json!(1));
        let lazy = json!({ "data": 1, "object": "v", "s": "v", "qualifier": "a", "k": 2 });
        assert_eq!(envelope(HostPath::Lazy, &statement)["_with"], lazy);
        let older = json!({ "data": 1, "object": "v", "s": "v", "k": 2 });
        for path in [HostPath::LegacyManaged, HostPath::LegacyDylib, HostPath::Compiled] {
            assert_eq!(envelope(path, &statement)["_with"], older);
        }
    }

    #[test]
    fn a_with_that_is_no_object_is_dropped_and_an_empty_one_is_not() {
        let empty = envelope(HostPath::Eager, &statement().with(json!({})));
        assert_eq!(empty["_with"]["_with"], json!({}));
        for with in [json!(5), json!("s"), json!([1])] {
            assert_eq!(envelope(HostPath::Eager, &statement().with(with)), envelope(HostPath::Eager, &statement()));
        }
    }

    #[test]
    fn an_unbound_object_leaves_no_trace_but_its_name() {
        let envelope = with_copy(input(HostPath::Eager, &statement(), None));
        assert!(envelope.get("data").is_none() && envelope.get("object").is_none() && envelope.get("s").is_none());
        assert_eq!(envelope["source"]["base"], "s");
    }
}
