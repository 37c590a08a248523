//! What a host sends for one statement (ABI, sections 2 and 3): values of a program become encoded
//! JSON, and `aro_abi::envelope` puts them in their places.

use aro_abi::envelope::{ActionInput, Descriptor, Members};
use aro_abi::keys;
use serde_json::{Map, Value};

use super::{value, wire};

/// A statement that calls an action, with evaluated expressions: what a host knows before it calls
/// the plugin.
///
/// [`Host::run`](super::Host::run) makes one from ARO source.
/// [`Host::dispatch`](super::Host::dispatch) takes one that a test made, which can have what no ARO
/// source can, such as a verb with a hyphen.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionStatement {
    /// The verb, with or without a handle, in any case.
    pub verb: String,
    /// The result.
    pub result: Descriptor,
    /// The object; its base is `_expression_` when the object is a value instead of a variable.
    pub source: Descriptor,
    /// The preposition.
    pub preposition: String,
    /// The value after `with`. Hosts send it only if it is an object.
    pub with: Option<Value>,
    /// The value of the statement's expression: its object if that is an expression, else the value
    /// after `with`. If it is an object, its members are at the top of the envelope.
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

/// The statement with encoded values. `object` is the object's value, if it is bound. `Err` names a
/// value that no host can send.
pub(crate) fn input(statement: &ActionStatement, object: Option<&Value>) -> Result<ActionInput, &'static str> {
    let members = |value: &Option<Value>| value.as_ref().and_then(Value::as_object).map(sent_members).transpose();
    Ok(ActionInput {
        result: statement.result.clone(),
        preposition: statement.preposition.clone(),
        source: statement.source.clone(),
        object: object.map(sent).transpose()?,
        with: members(&statement.with)?,
        expression: members(&statement.expression)?,
        // `Host` puts them into the statement itself.
        stale: None,
    })
}

fn sent(value: &Value) -> Result<String, &'static str> {
    value::sent(value).map(|value| encoded(&value))
}

/// The members of an object of a program. `Err` names a value that no host can send.
pub(crate) fn sent_members(members: &Map<String, Value>) -> Result<Members, &'static str> {
    members.iter().map(|(name, value)| Ok((name.as_str(), sent(value)?))).collect()
}

/// A value as JSON, as hosts write it.
pub(crate) fn encoded(value: &Value) -> String {
    wire::text(value)
}

/// The members of an object as hosts write them.
#[cfg(any(feature = "conformance", feature = "fuzz"))]
pub(crate) fn encoded_members(members: &Map<String, Value>) -> Members {
    members.iter().map(|(name, value)| (name.as_str(), encoded(value))).collect()
}

#[cfg(test)]
mod tests {
    use aro_abi::HostPath;
    use serde_json::json;

    use super::*;

    fn statement() -> ActionStatement {
        let source = Descriptor { base: "s".to_owned(), specifiers: vec!["a".to_owned(), "b".to_owned()] };
        ActionStatement::new("Do", Descriptor::new("r"), "from", source)
    }

    fn envelope(path: HostPath, statement: &ActionStatement) -> Value {
        let input = input(statement, Some(&json!("v"))).unwrap();
        serde_json::from_str(&input.envelope(path).to_string()).unwrap()
    }

    #[test]
    fn only_the_eager_path_tells_of_the_statement_and_has_the_arguments_alone() {
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
    fn a_date_cannot_be_sent_wherever_it_is() {
        assert_eq!(input(&statement(), Some(&json!([{ "$date": 0 }]))), Err("a date"));
        assert_eq!(input(&statement().with(json!({ "k": { "$data": "AAEC" } })), None), Err("binary data"));
    }
}
