//! Builds the input of a call as each host does. Needs the feature `host`.
//!
//! A host that calls a plugin sends one JSON object: the *envelope* of an action, the arguments of
//! a service, or the value of a qualifier. The functions here put such an object together from
//! values that are JSON text already, so they need no JSON library:
//!
//! - [`ActionInput`] is a statement whose expressions are evaluated;
//!   [`envelope`](ActionInput::envelope) gives its envelope on one [`HostPath`].
//! - [`service`] and [`qualifier`] give the input of the two other kinds of calls.
//!
//! ```
//! use aro_abi::HostPath;
//! use aro_abi::envelope::{ActionInput, Members};
//!
//! // Parse the <result> from the <text> with { limit: 5 }.
//! let arguments = Members::new().set("limit", "5");
//! let statement = ActionInput::variable("text").value("\"a,b\"").with(arguments);
//!
//! let envelope = statement.envelope(HostPath::Lazy);
//! assert_eq!(envelope.get("data"), Some("\"a,b\""));
//! let copy = r#"{"data":"a,b","object":"a,b","text":"a,b","limit":5}"#;
//! assert_eq!(envelope.get("_with"), Some(copy));
//! ```
//!
//! The rules are those of [ABI, section 3](crate::reference#3-envelopes). Real hosts send
//! the members in random order; here they come in the order in which they were set.

use std::fmt::{self, Write};

use crate::host_path::HostPath;
use crate::keys;
use crate::value_type::ValueType;

/// The members of a JSON object, whose values are JSON text. [`Display`](fmt::Display) writes the
/// object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members(Vec<(String, String)>);

impl Members {
    /// No members.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a member. `json` has to be JSON text, and is not checked. A member of the same name is
    /// replaced in its place.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, json: impl Into<String>) -> Self {
        self.insert(name.into(), json.into());
        self
    }

    /// The JSON text of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, json)| json)
    }

    /// The names with their JSON text, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, json)| (name.as_str(), json.as_str()))
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn insert(&mut self, name: String, json: String) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = json,
            None => self.0.push((name, json)),
        }
    }

    /// Adds a copy of all members under `_with`, as every host does for actions and services.
    fn with_copy(self) -> Self {
        let copy = self.to_string();
        self.set(keys::WITH, copy)
    }
}

impl<N: Into<String>, J: Into<String>> Extend<(N, J)> for Members {
    fn extend<I: IntoIterator<Item = (N, J)>>(&mut self, members: I) {
        members.into_iter().for_each(|(name, json)| self.insert(name.into(), json.into()));
    }
}

impl<N: Into<String>, J: Into<String>> FromIterator<(N, J)> for Members {
    fn from_iter<I: IntoIterator<Item = (N, J)>>(members: I) -> Self {
        let mut all = Self::new();
        all.extend(members);
        all
    }
}

impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        for (index, (name, json)) in self.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}:{json}", string(name))?;
        }
        f.write_char('}')
    }
}

/// `text` as a JSON string. As the hosts write it, `/` is `\/`, and what is not ASCII stays as it
/// is.
///
/// ```
/// assert_eq!(aro_abi::envelope::string("a/b \"ä\"\n"), r#""a\/b \"ä\"\n""#);
/// ```
#[must_use]
pub fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '/' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..='\u{1f}' => {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            _ => json.push(c),
        }
    }
    json.push('"');
    json
}

/// A name and the specifiers after its colon: `<base: specifier>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// The name.
    pub base: String,
    /// The specifiers after the colon.
    pub specifiers: Vec<String>,
}

impl Descriptor {
    /// `<base>`, without specifiers.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into(), specifiers: Vec::new() }
    }

    /// The descriptor as the value of `result` or `source`.
    fn json(&self) -> String {
        let specifiers: Vec<String> = self.specifiers.iter().map(|specifier| string(specifier)).collect();
        format!("{{\"base\":{},\"specifiers\":[{}]}}", string(&self.base), specifiers.join(","))
    }
}

/// A statement that calls an action, once its expressions are evaluated: what a host knows before
/// it builds the envelope.
///
/// [`variable`](Self::variable), [`literal`](Self::literal),
/// [`object_literal`](Self::object_literal) and [`only_with`](Self::only_with) begin one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionInput {
    /// The result.
    pub result: Descriptor,
    /// The preposition.
    pub preposition: String,
    /// The statement's object. Its base is `_expression_` when the object is no variable.
    pub source: Descriptor,
    /// The object's value as JSON text; `None` when the variable is not bound.
    pub object: Option<String>,
    /// The with-arguments. A `with` that is no object is dropped by every host.
    pub with: Option<Members>,
    /// The members of what the statement computes: of its object if that is an expression, else of
    /// its `with`. Hosts put them at the top of the envelope.
    pub expression: Option<Members>,
    /// With-arguments of an earlier statement. Hosts that [send them
    /// again](HostPath::sends_stale_arguments) do so if the statement has none of its own.
    pub stale: Option<Members>,
}

impl ActionInput {
    /// `Verb the <result> from the <name>.` The variable is not bound; see [`value`](Self::value).
    #[must_use]
    pub fn variable(name: impl Into<String>) -> Self {
        Self {
            result: Descriptor::new("result"),
            preposition: "from".to_owned(),
            source: Descriptor::new(name),
            object: None,
            with: None,
            expression: None,
            stale: None,
        }
    }

    /// `Verb the <result> from 42.`: the object is a literal, or another expression, that is not an
    /// object.
    #[must_use]
    pub fn literal(json: impl Into<String>) -> Self {
        Self::variable(keys::EXPRESSION).value(json)
    }

    /// `Verb the <result> from { a: 1 }.`
    #[must_use]
    pub fn object_literal(members: Members) -> Self {
        Self { expression: Some(members.clone()), ..Self::literal(members.to_string()) }
    }

    /// `Verb the <result> with { a: 1 }.`: the with-arguments are the object as well.
    #[must_use]
    pub fn only_with(arguments: Members) -> Self {
        Self::object_literal(arguments.clone()).preposition("with").with(arguments)
    }

    /// Binds the variable to a value, which is JSON text.
    #[must_use]
    pub fn value(mut self, json: impl Into<String>) -> Self {
        self.object = Some(json.into());
        self
    }

    /// Adds a specifier to the object: `from the <name: specifier>`.
    #[must_use]
    pub fn specifier(mut self, specifier: impl Into<String>) -> Self {
        self.source.specifiers.push(specifier.into());
        self
    }

    /// Changes the result, which is `<result>` at first.
    #[must_use]
    pub fn result(mut self, result: Descriptor) -> Self {
        self.result = result;
        self
    }

    /// Changes the preposition.
    #[must_use]
    pub fn preposition(mut self, preposition: impl Into<String>) -> Self {
        self.preposition = preposition.into();
        self
    }

    /// Adds `with { … }`.
    #[must_use]
    pub fn with(mut self, arguments: Members) -> Self {
        if self.source.base != keys::EXPRESSION {
            self.expression = Some(arguments.clone());
        }
        self.with = Some(arguments);
        self
    }

    /// Sets the with-arguments of an earlier statement. For a statement in a loop of the
    /// interpreter, which sees them too, use [`with`](Self::with).
    #[must_use]
    pub fn stale(mut self, arguments: Members) -> Self {
        self.stale = Some(arguments);
        self
    }

    /// The envelope that a host of this path sends.
    #[must_use]
    pub fn envelope(&self, path: HostPath) -> Members {
        let is_eager = path == HostPath::Eager;
        let mut top = Members::new();
        if let Some(json) = &self.object {
            top.extend([keys::DATA, keys::OBJECT, &self.source.base].map(|key| (key, json.as_str())));
        }
        if let Some(first) = self.source.specifiers.first().filter(|_| path.is_interpreter()) {
            top = top.set(keys::QUALIFIER, string(first));
        }
        if is_eager {
            top = top.set(keys::RESULT, self.result.json()).set(keys::SOURCE, self.source.json());
            top = top.set(keys::PREPOSITION, string(&self.preposition));
        } else {
            let stale = self.stale.as_ref().filter(|_| path.sends_stale_arguments());
            let with = self.with.as_ref().or(stale);
            top.extend(with.into_iter().flat_map(Members::iter));
        }
        top.extend(self.expression.iter().flat_map(Members::iter));
        match &self.with {
            // A with-argument that is called `_with` itself replaces the others.
            Some(with) if is_eager && top.get(keys::WITH).is_none() => {
                let copy = top.clone().set(keys::WITH, with.to_string());
                top.set(keys::WITH, copy.to_string())
            }
            _ => top.with_copy(),
        }
    }
}

/// The input of a service's method: the arguments, and a copy of them under `_with`.
///
/// ```
/// use aro_abi::envelope::{Members, service};
///
/// let input = service(Members::new().set("key", "\"a\""));
/// assert_eq!(input.to_string(), r#"{"key":"a","_with":{"key":"a"}}"#);
/// ```
#[must_use]
pub fn service(arguments: Members) -> Members {
    arguments.with_copy()
}

/// The input of a qualifier: the value, which is JSON text, its type, and the with-arguments of the
/// statement if it has an object after `with`
/// ([ABI, section 6](crate::reference#6-qualifiers)).
///
/// ```
/// use aro_abi::ValueType;
/// use aro_abi::envelope::qualifier;
///
/// assert_eq!(qualifier(ValueType::Int, "42", None).to_string(), r#"{"type":"Int","value":42}"#);
/// ```
#[must_use]
pub fn qualifier(value_type: ValueType, json: impl Into<String>, with: Option<&Members>) -> Members {
    let mut input = Members::new().set("type", string(value_type.as_str())).set("value", json);
    input.extend(with.map(|with| (keys::WITH, with.to_string())));
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> ActionInput {
        ActionInput::variable("s").value("\"v\"").specifier("a").specifier("b").result(Descriptor::new("r"))
    }

    fn arguments() -> Members {
        Members::new().set("data", "1").set("k", "2")
    }

    #[test]
    fn only_the_eager_path_has_the_statement_and_the_arguments_alone() {
        let statement = statement().with(arguments());
        let top = r#""data":1,"object":"v","s":"v","qualifier":"a","result":{"base":"r","specifiers":[]},"source":{"base":"s","specifiers":["a","b"]},"preposition":"from","k":2"#;
        let eager = format!("{{{top},\"_with\":{{{top},\"_with\":{{\"data\":1,\"k\":2}}}}}}");
        assert_eq!(statement.envelope(HostPath::Eager).to_string(), eager);
        let lazy = r#"{"data":1,"object":"v","s":"v","qualifier":"a","k":2}"#;
        assert_eq!(statement.envelope(HostPath::Lazy).get("_with"), Some(lazy));
        let older = r#"{"data":1,"object":"v","s":"v","k":2}"#;
        for path in [HostPath::LegacyManaged, HostPath::LegacyDylib, HostPath::Compiled] {
            assert_eq!(statement.envelope(path).get("_with"), Some(older));
        }
    }

    #[test]
    fn an_empty_with_is_sent_and_an_absent_one_is_not() {
        let empty = statement().with(Members::new()).envelope(HostPath::Eager);
        assert!(empty.get("_with").is_some_and(|copy| copy.ends_with(",\"_with\":{}}")));
        assert!(!statement().envelope(HostPath::Eager).get("_with").is_some_and(|copy| copy.contains("_with")));
    }

    #[test]
    fn an_unbound_object_leaves_no_trace_but_its_name() {
        let envelope = ActionInput::variable("s").envelope(HostPath::Eager);
        assert!([keys::DATA, keys::OBJECT, "s"].iter().all(|key| envelope.get(key).is_none()));
        assert_eq!(envelope.get(keys::SOURCE), Some(r#"{"base":"s","specifiers":[]}"#));
    }

    #[test]
    fn arguments_alone_are_the_object_too() {
        let envelope = ActionInput::only_with(arguments()).envelope(HostPath::Eager);
        assert_eq!(envelope.get("object"), Some(r#"{"data":1,"k":2}"#));
        assert_eq!((envelope.get("data"), envelope.get("k")), (Some("1"), Some("2")));
        assert_eq!(envelope.get(keys::PREPOSITION), Some("\"with\""));
    }

    #[test]
    fn stale_arguments_are_sent_where_a_statement_has_none_of_its_own() {
        let statement = statement().stale(Members::new().set("old", "1"));
        for path in HostPath::ALL {
            let sends = matches!(path, HostPath::LegacyManaged | HostPath::Compiled);
            assert_eq!(statement.envelope(path).get("old").is_some(), sends, "{path}");
            assert_eq!(statement.clone().with(arguments()).envelope(path).get("old"), None, "{path}");
        }
    }

    #[test]
    fn names_are_written_as_json_strings() {
        let members = Members::new().set("a/b\"\\\u{1}", "1").set("ä", "2").set("a/b\"\\\u{1}", "3");
        assert_eq!(members.to_string(), "{\"a\\/b\\\"\\\\\\u0001\":3,\"ä\":2}");
    }
}
