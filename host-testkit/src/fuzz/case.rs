//! One call as a host would make it.

use std::fmt;

use aro_abi::HostPath;
use aro_abi::envelope::{self, ActionInput, Members};
use serde_json::{Map, Value};

use crate::host::envelope::{encoded, encoded_members};
use crate::host::value;

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Callee {
    /// An action, by one of its verbs, or by its name when it has none.
    Action {
        /// The verb.
        verb: String,
    },
    /// A qualifier.
    Qualifier {
        /// The name.
        name: String,
        /// The name as a program writes it, with the handle.
        written: String,
    },
    /// A method of a service.
    Service {
        /// The service.
        service: String,
        /// The method.
        method: String,
    },
}

impl fmt::Display for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action { verb } => write!(f, "the action `{verb}`"),
            Self::Qualifier { name, .. } => write!(f, "the qualifier `{name}`"),
            Self::Service { service, method } => write!(f, "the service `{service}: {method}`"),
        }
    }
}

/// The statement's object, after the preposition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Variable {
        name: String,
        value: Value,
    },
    Literal(Value),
    Unbound {
        name: String,
    },
    /// The statement has only `with { … }`.
    OnlyWith,
}

/// One call: a statement on one host path. Its `Display` form is the statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub(super) callee: Callee,
    pub(super) path: HostPath,
    pub(super) object: Object,
    pub(super) specifier: Option<String>,
    pub(super) preposition: String,
    pub(super) with: Option<Map<String, Value>>,
}

impl Case {
    /// What is called.
    #[must_use]
    pub fn callee(&self) -> &Callee {
        &self.callee
    }

    /// The host path.
    #[must_use]
    pub fn path(&self) -> HostPath {
        self.path
    }

    /// The input as the host sends it.
    #[must_use]
    pub fn input(&self) -> Value {
        // The builder writes JSON.
        serde_json::from_str(&self.input_text()).unwrap_or_default()
    }

    /// The input as JSON, with `/` escaped as in the hosts.
    #[must_use]
    pub fn input_text(&self) -> String {
        let with = self.with.as_ref().map(encoded_members);
        let input = match &self.callee {
            Callee::Action { .. } => self.statement(with).envelope(self.path),
            Callee::Service { .. } => envelope::service(with.unwrap_or_default()),
            Callee::Qualifier { .. } => {
                let empty = Value::from("");
                let value = match &self.object {
                    Object::Variable { value, .. } | Object::Literal(value) => value,
                    Object::Unbound { .. } | Object::OnlyWith => &empty,
                };
                envelope::qualifier(value::type_of(value), encoded(value), with.as_ref())
            }
        };
        input.to_string()
    }

    fn statement(&self, with: Option<Members>) -> ActionInput {
        let mut statement = match &self.object {
            Object::Variable { name, value } => ActionInput::variable(name).value(encoded(value)),
            Object::Unbound { name } => ActionInput::variable(name),
            Object::Literal(Value::Object(members)) => ActionInput::object_literal(encoded_members(members)),
            Object::Literal(value) => ActionInput::literal(encoded(value)),
            Object::OnlyWith => ActionInput::object_literal(with.clone().unwrap_or_default()),
        };
        statement = statement.preposition(&self.preposition);
        if let Some(specifier) = &self.specifier {
            statement = statement.specifier(specifier);
        }
        if let Some(with) = with {
            statement = statement.with(with);
        }
        statement.stale(Members::new().set("left_over", "\"from an earlier statement\""))
    }
}

/// A value in ARO's syntax.
struct Literal<'v>(&'v Value);

impl fmt::Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separate = |f: &mut fmt::Formatter<'_>, index| if index == 0 { Ok(()) } else { f.write_str(", ") };
        match self.0 {
            Value::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    separate(f, index)?;
                    write!(f, "{}", Literal(item))?;
                }
                f.write_str("]")
            }
            Value::Object(members) => {
                f.write_str("{ ")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(f, index)?;
                    let plain = key.starts_with(|c: char| c.is_alphabetic() || c == '_')
                        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
                    if plain {
                        f.write_str(key)?
                    } else {
                        write!(f, "{}", Value::from(key.as_str()))?
                    }
                    write!(f, ": {}", Literal(value))?;
                }
                f.write_str(if members.is_empty() { "}" } else { " }" })
            }
            plain => write!(f, "{plain}"),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Object::Variable { name, value } = &self.object
            && !matches!(self.callee, Callee::Service { .. })
        {
            writeln!(f, "Create the <{name}> with {}.", Literal(value))?;
        }
        match &self.callee {
            Callee::Action { verb } => write!(f, "{} the <result>", verb.replace('-', ""))?,
            Callee::Qualifier { written, .. } => write!(f, "Compute the <result: {written}>")?,
            Callee::Service { service, method } => write!(f, "Call the <result> from the <{service}: {method}>")?,
        }
        let specifier = self.specifier.iter().fold(String::new(), |_, specifier| format!(": {specifier}"));
        match (&self.callee, &self.object) {
            (Callee::Service { .. }, _) | (_, Object::OnlyWith) => {}
            (_, Object::Variable { name, .. } | Object::Unbound { name }) => {
                write!(f, " {} the <{name}{specifier}>", self.preposition)?;
            }
            (_, Object::Literal(value)) => write!(f, " {} {}", self.preposition, Literal(value))?,
        }
        if let Some(with) = &self.with {
            write!(f, " with {}", Literal(&Value::Object(with.clone())))?;
        }
        f.write_str(".")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(path: HostPath) -> Case {
        let with = json!({ "limit": 5, "a b": [true] }).as_object().cloned();
        let object = Object::Variable { name: "text".to_owned(), value: json!("a/b") };
        let callee = Callee::Action { verb: "Parse-It".to_owned() };
        Case { callee, path, object, specifier: Some("part".to_owned()), preposition: "from".to_owned(), with }
    }

    #[test]
    fn a_case_reads_as_a_statement() {
        let expected = "Create the <text> with \"a/b\".\n\
                        ParseIt the <result> from the <text: part> with { \"a b\": [true], limit: 5 }.";
        assert_eq!(case(HostPath::Eager).to_string(), expected);
    }

    #[test]
    fn each_path_sends_its_own_keys() {
        let top = |path| case(path).input().as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(top(HostPath::Eager), "_with a b data limit object preposition qualifier result source text");
        assert_eq!(top(HostPath::Lazy), "_with a b data limit object qualifier text");
        assert_eq!(top(HostPath::LegacyManaged), "_with a b data limit object text");
        assert_eq!(top(HostPath::Compiled), "_with a b data limit object text");
        let without = Case { with: None, ..case(HostPath::Compiled) }.input();
        assert_eq!(without["left_over"], "from an earlier statement");
        assert_eq!(case(HostPath::Eager).input()["_with"]["_with"], json!({ "limit": 5, "a b": [true] }));
        assert!(case(HostPath::Lazy).input()["_with"].get("_with").is_none());
        assert!(case(HostPath::Lazy).input_text().contains(r#""data":"a\/b""#));
    }
}
