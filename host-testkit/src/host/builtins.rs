//! ARO's own verbs, as far as a test of a plugin needs them.

use std::sync::Arc;

use aro_abi::HostPath;
use serde_json::{Map, Value};

use super::Host;
use super::context::{Arguments, Context};
use super::eval::element;
use super::log_format::{format_log, format_returned, is_dictionary};
use super::outcome::{Outcome, Thrown};
use super::swift;
use crate::plugin::Event;
use crate::statement::{Expression, Noun, Object, Statement, Target, unsupported};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuiltIn {
    Call,
    Compute,
    Create,
    Emit,
    Extract,
    Log,
    Return,
    Sleep,
    Throw,
}

impl BuiltIn {
    pub(super) fn of(statement: &Statement) -> Option<Self> {
        let has_result = matches!(statement.target, Target::Noun(_));
        Some(match statement.verb.to_lowercase().as_str() {
            "call" | "invoke" if has_result => Self::Call,
            "compute" if has_result => Self::Compute,
            "create" if has_result => Self::Create,
            "emit" if has_result => Self::Emit,
            "extract" if has_result => Self::Extract,
            "log" | "print" | "output" | "debug" => Self::Log,
            "return" if has_result => Self::Return,
            "sleep" if has_result => Self::Sleep,
            "throw" if has_result => Self::Throw,
            _ => return None,
        })
    }

    /// Whether only the built-in verb can be meant. Another statement may be meant for a plugin
    /// that declares the same verb.
    pub(super) fn is_plain(self, statement: &Statement) -> bool {
        let has_specifiers = |object: &Object| matches!(object, Object::Noun(noun) if !noun.stages.is_empty());
        match self {
            Self::Emit | Self::Log | Self::Return | Self::Throw => true,
            Self::Compute => matches!(&statement.target, Target::Noun(noun) if !noun.stages.is_empty()),
            Self::Call | Self::Extract => has_specifiers(&statement.object),
            Self::Create | Self::Sleep => false,
        }
    }
}

impl Host<'_> {
    /// Runs a statement whose own arguments are evaluated.
    pub(super) fn run_builtin(
        &self,
        built_in: BuiltIn,
        statement: &Statement,
        own: Arguments,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<Option<Value>, Thrown> {
        if matches!(built_in, BuiltIn::Call | BuiltIn::Compute) {
            self.leave_with(own.with.as_ref().filter(|_| statement.with.is_some()));
        }
        let result = match &statement.target {
            Target::Noun(noun) => noun.clone(),
            Target::Sink(_) => Noun::default(),
        };
        let object = &statement.object;
        let value = match built_in {
            BuiltIn::Call => {
                let (service, method) = service_of(object)?;
                let with = context.effective(own).with;
                let none = Map::new();
                let arguments = with.as_ref().and_then(Value::as_object).unwrap_or(&none);
                self.call_service(&service, &method, arguments, outcome)?
            }
            BuiltIn::Compute => {
                let value = whole_object(object, &own, context)?;
                let with =
                    if statement.with.is_some() { own.with } else { context.effective(Arguments::default()).with };
                self.compute(&result, value, with, outcome)?
            }
            BuiltIn::Create => whole_object(object, &own, context)?,
            BuiltIn::Sleep => own.expression.unwrap_or_default(),
            BuiltIn::Extract => extract(&result, object, &own, context)?,
            BuiltIn::Emit => {
                let data = payload(statement, object, &own, context)?;
                self.publish(Event { event_type: result.base, data }, outcome);
                return Ok(None);
            }
            BuiltIn::Log => {
                self.log(statement, &own, context, outcome)?;
                return Ok(None);
            }
            BuiltIn::Return => {
                outcome.returned = Some(returned(&result, object, &own, context));
                return Ok(None);
            }
            BuiltIn::Throw => return Err(Thrown::unsupported(unsupported::THROW)),
        };
        context.bind(&result.base, value.clone());
        Ok(Some(value))
    }

    fn log(
        &self,
        statement: &Statement,
        own: &Arguments,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<(), Thrown> {
        let shown = match &statement.target {
            Target::Sink(expression) => self.value_of(expression, context, outcome)?,
            // `Log the <message> for the <console> with "hello".`
            Target::Noun(_) => own.with.clone().ok_or_else(|| Thrown::unsupported(unsupported::UNRECORDED))?,
        };
        if let Object::Noun(noun) = &statement.object {
            let specifiers = noun.specifiers();
            outcome.logged_as_error = noun.base == "stderr"
                || noun.base == "console" && specifiers.first().is_some_and(|first| first == "error");
        }
        outcome.logged = Some(format_log(&shown));
        Ok(())
    }

    fn compute(
        &self,
        result: &Noun,
        value: Value,
        with: Option<Value>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let chain: Vec<String> = result.stages.iter().map(|stage| stage.join(".")).collect();
        let with = with.or_else(|| match self.path {
            HostPath::Compiled => self.state().left_with.clone(),
            _ => None,
        });
        match chain.first() {
            None => Ok(value),
            Some(first) if self.has_qualifier(first) => self.qualify_by(&chain, value, with.as_ref(), outcome),
            Some(first) => match computation(first, &value)? {
                Some(computed) if chain.len() == 1 => Ok(computed),
                Some(_) => Err(Thrown::unsupported(unsupported::COMPUTATION)),
                None => {
                    let known: Vec<String> =
                        self.registered().qualifiers.into_iter().map(|qualifier| qualifier.key).collect();
                    let note = format!(
                        "no plugin has the qualifier `{first}`, so the value stays as it is; on {} there is {known:?}",
                        self.path
                    );
                    outcome.notes.push(note);
                    Ok(value)
                }
            },
        }
    }

    /// Applies the qualifiers of a chain, the first of which is known. Those of a longer chain get
    /// no with-arguments.
    pub(super) fn qualify_by(
        &self,
        chain: &[String],
        value: Value,
        with: Option<&Value>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let with = with.filter(|_| chain.len() == 1);
        chain.iter().try_fold(value, |value, stage| {
            if !self.has_qualifier(stage) {
                return Err(Thrown::new(format!("no plugin has the qualifier '{stage}'")));
            }
            self.qualify(stage, &value, with, outcome)
        })
    }
}

/// The service and the method of `Call`: `<box: get>`, or `<box-get>` with one hyphen.
fn service_of(object: &Object) -> Result<(String, String), Thrown> {
    let Object::Noun(noun) = object else { return Err(Thrown::unsupported(unsupported::UNRECORDED)) };
    if !noun.stages.is_empty() {
        return Ok((noun.base.clone(), noun.stages.concat().join(".")));
    }
    match noun.base.split_once('-') {
        Some((service, method)) if !method.contains('-') => Ok((service.to_owned(), method.to_owned())),
        _ => Err(Thrown::new(format!("`{}` names no method: write `<service: method>`", noun.base))),
    }
}

/// The object without its specifiers, which `Create` and `Compute` ignore.
fn whole_object(object: &Object, own: &Arguments, context: &Arc<Context>) -> Result<Value, Thrown> {
    match object {
        Object::Expression(_) => Ok(own.expression.clone().unwrap_or_default()),
        Object::Noun(noun) => {
            context.variable_or_now(&noun.base).ok_or_else(|| Thrown::new(format!("Undefined variable: {}", noun.base)))
        }
    }
}

/// A computation of ARO's own. `None` for a name that is none, which leaves the value as it is.
fn computation(name: &str, value: &Value) -> Result<Option<Value>, Thrown> {
    /// Names that ARO may compute something by. Captured programs show that `keys`, `sort` and
    /// names of plugins' qualifiers without the handle are none.
    const UNKNOWN: [&str; 36] = [
        "abs",
        "average",
        "avg",
        "base64",
        "capitalize",
        "ceil",
        "date",
        "decode",
        "difference",
        "distance",
        "encode",
        "first",
        "flatten",
        "floor",
        "format",
        "hash",
        "identity",
        "intersect",
        "join",
        "json",
        "last",
        "max",
        "md5",
        "min",
        "parse",
        "reverse",
        "round",
        "sha256",
        "size",
        "split",
        "sqrt",
        "sum",
        "trim",
        "type",
        "union",
        "unique",
    ];
    let name = name.to_lowercase();
    Ok(Some(match (name.as_str(), value) {
        // Swift counts what readers take for one character.
        ("length" | "count", Value::String(text)) if text.is_ascii() => text.len().into(),
        ("length" | "count", Value::Array(items)) => items.len().into(),
        ("uppercase", Value::String(text)) => text.to_uppercase().into(),
        ("lowercase", Value::String(text)) => text.to_lowercase().into(),
        ("length" | "count" | "uppercase" | "lowercase", _) => {
            return Err(Thrown::unsupported(unsupported::COMPUTATION));
        }
        (name, _) if UNKNOWN.contains(&name) || !name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
            return Err(Thrown::unsupported(unsupported::COMPUTATION));
        }
        _ => return Ok(None),
    }))
}

fn extract(result: &Noun, object: &Object, own: &Arguments, context: &Arc<Context>) -> Result<Value, Thrown> {
    let Object::Noun(noun) = object else { return Ok(own.expression.clone().unwrap_or_default()) };
    if !noun.stages.is_empty() && ["env", "file", "stdin", "request", "parameter"].contains(&noun.base.as_str()) {
        return Err(Thrown::unsupported(unsupported::SYSTEM_OBJECT));
    }
    let whole = whole_object(object, own, context)?;
    let missing = |part: &str| Thrown::new(format!("there is no `{part}`"));
    if !noun.stages.is_empty() {
        return noun.stages.iter().flatten().try_fold(whole, |value, part| {
            match &value {
                Value::Object(members) => members.get(part).cloned(),
                Value::Array(items) => part.parse().ok().and_then(|index| element(items, index)).cloned(),
                _ => return Err(Thrown::unsupported(unsupported::UNRECORDED)),
            }
            .ok_or_else(|| missing(part))
        });
    }
    let part = result.stages.iter().map(|stage| stage.join(".")).collect::<Vec<_>>().join("|");
    match (&whole, part.as_str()) {
        (_, "") => Ok(whole),
        (Value::Array(items), "first") => items.first().cloned().ok_or_else(|| missing("first")),
        (Value::Array(items), "last") => items.last().cloned().ok_or_else(|| missing("last")),
        (Value::Array(items), part) => {
            part.parse().ok().and_then(|index| element(items, index)).cloned().ok_or_else(|| missing(part))
        }
        _ => Err(Thrown::unsupported(unsupported::UNRECORDED)),
    }
}

/// The payload of an event: the members of an object literal, a variable under its own name, or
/// another value under `data`.
fn payload(
    statement: &Statement,
    object: &Object,
    own: &Arguments,
    context: &Arc<Context>,
) -> Result<Map<String, Value>, Thrown> {
    let named = |name: &str, value: Value| Map::from_iter([(name.to_owned(), value)]);
    if statement.preposition == "for" {
        return Err(Thrown::new("an event has no object after `for`"));
    }
    match object {
        Object::Noun(noun) => match context.variable_or_now(&noun.base) {
            Some(value) => Ok(named(&noun.base, value)),
            None => Err(Thrown::unsupported(unsupported::UNRECORDED)),
        },
        Object::Expression(Expression::Variable(noun)) if noun.stages.is_empty() => {
            Ok(named(&noun.base, own.expression.clone().unwrap_or_default()))
        }
        Object::Expression(_) => match own.expression.clone().unwrap_or_default() {
            members if is_dictionary(&members) => Ok(members.as_object().cloned().unwrap_or_default()),
            value => Ok(named("data", value)),
        },
    }
}

/// The lines of `Return`: the status, and what is returned.
fn returned(status: &Noun, object: &Object, own: &Arguments, context: &Arc<Context>) -> Vec<String> {
    /// What a program that returns no value shows, if it has one of these.
    const SHOWN: [&str; 6] = ["greeting", "message", "result", "data", "output", "value"];
    let (name, lines) = match object {
        Object::Expression(_) => {
            let value = own.expression.clone().unwrap_or_default();
            let lines = match &value {
                members if is_dictionary(members) => format_returned("", members),
                Value::Array(_) => format_returned("data", &value),
                _ => format_returned("value", &value),
            };
            (aro_abi::keys::EXPRESSION, lines)
        }
        Object::Noun(noun) => {
            let lines = match context.variable(&noun.base) {
                Some(value) => format_returned(&noun.base, &value),
                None => {
                    let shown = SHOWN.iter().find_map(|name| context.variable(name));
                    shown.map(|value| format!("value: {}", swift::description(&value))).into_iter().collect()
                }
            };
            (noun.base.as_str(), lines)
        }
    };
    let mut shown = vec![format!("[{}] {name}", status.base)];
    shown.extend(lines.into_iter().map(|line| format!("  {line}")));
    shown
}
