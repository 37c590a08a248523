//! ARO's own verbs, as far as a test of a plugin needs them.

use aro_abi::HostPath;
use serde_json::{Map, Value};

use super::Host;
use super::log_format::format_log;
use super::outcome::{Outcome, Thrown};
use super::program::member;
use crate::plugin::Event;
use crate::statement::{Expression, Noun, Object, Statement, Target};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuiltIn {
    Call,
    Compute,
    Create,
    Emit,
    Extract,
    Log,
}

impl BuiltIn {
    pub(super) fn of(statement: &Statement) -> Option<Self> {
        let has_method = matches!(&statement.object, Object::Noun(noun) if noun.stages.len() == 1);
        let has_result = matches!(statement.target, Target::Noun(_));
        Some(match statement.verb.to_lowercase().as_str() {
            "call" if has_method && has_result => Self::Call,
            "compute" if has_result => Self::Compute,
            "create" if has_result => Self::Create,
            "emit" if has_result => Self::Emit,
            "extract" if has_result => Self::Extract,
            "log" | "print" | "output" | "debug" => Self::Log,
            _ => return None,
        })
    }

    /// Whether only the built-in verb can be meant. Another statement may be meant for a plugin
    /// that declares the same verb.
    pub(super) fn is_plain(self, statement: &Statement) -> bool {
        match self {
            Self::Call | Self::Emit | Self::Log => true,
            Self::Compute => matches!(&statement.target, Target::Noun(noun) if !noun.stages.is_empty()),
            Self::Extract => matches!(&statement.object, Object::Noun(noun) if !noun.stages.is_empty()),
            Self::Create => false,
        }
    }
}

impl Host<'_> {
    pub(super) fn run_builtin(
        &self,
        built_in: BuiltIn,
        statement: &Statement,
        outcome: &mut Outcome,
    ) -> Result<Option<Value>, Thrown> {
        let with = match &statement.with {
            Some(with) => Some(self.value_of(with, outcome)?),
            None => None,
        };
        if matches!(built_in, BuiltIn::Call | BuiltIn::Compute) {
            self.leave_with(with.as_ref());
        }
        match (built_in, &statement.target, &statement.object) {
            (BuiltIn::Call, Target::Noun(result), Object::Noun(service)) => {
                let none = Map::new();
                let arguments = with.as_ref().and_then(Value::as_object).unwrap_or(&none);
                let method = service.stages.concat().join(".");
                let value = self.call_service(&service.base, &method, arguments, outcome)?;
                Ok(Some(self.keep(result, value)))
            }
            (BuiltIn::Compute, Target::Noun(result), object) => {
                let value = self.object_value(object, outcome)?;
                self.compute(result, value, with, outcome).map(Some)
            }
            (BuiltIn::Emit, Target::Noun(event), object) => {
                let data = self.payload(object, outcome)?;
                self.publish(Event { event_type: event.base.clone(), data }, outcome);
                Ok(None)
            }
            (BuiltIn::Create, Target::Noun(result), object) => {
                let value = self.object_value(object, outcome)?;
                Ok(Some(self.keep(result, value)))
            }
            (BuiltIn::Extract, Target::Noun(result), Object::Noun(object)) => {
                let whole = Object::Noun(Noun { base: object.base.clone(), stages: Vec::new() });
                let whole = self.object_value(&whole, outcome)?;
                let value = object.stages.iter().flatten().try_fold(whole, |value, part| member(value, part));
                Ok(Some(self.keep(result, value.map_err(Thrown::new)?)))
            }
            (BuiltIn::Extract, Target::Noun(result), Object::Expression(expression)) => {
                let value = self.value_of(expression, outcome)?;
                Ok(Some(self.keep(result, value)))
            }
            (_, target, _) => {
                let shown = match target {
                    Target::Sink(expression) => self.value_of(expression, outcome)?,
                    Target::Noun(noun) => self.value_of(&Expression::Variable(noun.clone()), outcome)?,
                };
                outcome.logged = Some(format_log(&shown));
                Ok(None)
            }
        }
    }

    fn keep(&self, result: &Noun, value: Value) -> Value {
        self.state().variables.insert(result.base.clone(), value.clone());
        value
    }

    fn object_value(&self, object: &Object, outcome: &mut Outcome) -> Result<Value, Thrown> {
        match object {
            Object::Noun(noun) => self.value_of(&Expression::Variable(noun.clone()), outcome),
            Object::Expression(expression) => self.value_of(expression, outcome),
        }
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
        let value = self.qualify_by(&chain, value, with.as_ref(), outcome)?;
        Ok(self.keep(result, value))
    }

    /// Applies all qualifiers of a chain, or none if one of them is unknown. Its stages get no
    /// with-arguments.
    pub(super) fn qualify_by(
        &self,
        chain: &[String],
        value: Value,
        with: Option<&Value>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let unknown: Vec<&String> = chain.iter().filter(|stage| !self.has_qualifier(stage)).collect();
        if !unknown.is_empty() {
            let known: Vec<String> = self.registered().qualifiers.into_iter().map(|qualifier| qualifier.key).collect();
            let note =
                format!("no plugin has {unknown:?}, so the value stays as it is; on {} there is {known:?}", self.path);
            outcome.notes.push(note);
            return Ok(value);
        }
        let with = with.filter(|_| chain.len() == 1);
        chain.iter().try_fold(value, |value, stage| self.qualify(stage, &value, with, outcome))
    }

    /// The payload of an event: the members of `with { … }`, or a variable under its own name.
    fn payload(&self, object: &Object, outcome: &mut Outcome) -> Result<Map<String, Value>, Thrown> {
        let value = self.object_value(object, outcome)?;
        let name = match object {
            Object::Noun(noun) | Object::Expression(Expression::Variable(noun)) => &noun.base,
            Object::Expression(_) => match value {
                Value::Object(members) => return Ok(members),
                _ => "value",
            },
        };
        Ok(Map::from_iter([(name.to_owned(), value)]))
    }
}
