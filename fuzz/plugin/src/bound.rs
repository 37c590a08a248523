//! What the parameters of a call are: the binding rules once more, in their plainest form.
//!
//! Where a value begins and ends in the envelope is found byte by byte, by the reference of the
//! scan's tests. What it is, `serde_json` reads.

use std::collections::HashSet;

use aro_abi::keys;
use serde::Deserialize;
use serde_json::Value;

use crate::reference::{self, Levels};

/// Why a call gives no value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is an error with this code.
    Code(u64),
    /// The input is no JSON, and what the SDK finds in it is not determined.
    Unknown,
}

/// An argument that is absent, or does not fit.
const NO_ARGUMENT: Fault = Fault::Code(1);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Action,
    Service,
    Qualifier,
}

/// An envelope, and which of its values a parameter is.
pub(crate) struct Bound<'a> {
    pub(crate) text: &'a str,
    levels: Levels,
    kind: Kind,
    /// The name of the statement's object.
    object: Option<String>,
    /// Whether a parameter has taken the statement's object.
    is_object_taken: bool,
}

/// The envelope itself, `_with` in it, and `_with` in that: the with-arguments alone.
const TOP: usize = 0;
const WITH: usize = 1;
const CLEAN: usize = 2;

impl<'a> Bound<'a> {
    /// An error with code 1 if the scan must refuse the envelope.
    pub(crate) fn new(bytes: &'a [u8], kind: Kind) -> Result<Self, Fault> {
        let levels = reference::read(bytes, keys::WITH, 3).ok_or(NO_ARGUMENT)?;
        let text = std::str::from_utf8(bytes).map_err(|_| NO_ARGUMENT)?;
        let mut bound = Self { text, levels, kind, object: None, is_object_taken: false };
        if let Some(source) = bound.get(TOP, keys::SOURCE).filter(|_| kind == Kind::Action) {
            bound.object = valid(source)?["base"].as_str().map(str::to_owned);
        }
        Ok(bound)
    }

    fn has(&self, level: usize) -> bool {
        self.levels[level].is_some()
    }

    /// Of two members with one name the last one counts.
    pub(crate) fn get(&self, level: usize, name: &str) -> Option<&'a str> {
        let members = self.levels[level].iter().flatten();
        members.rev().find(|member| member.name == name).map(|member| &self.text[member.value.clone()])
    }

    /// A part of the statement, if it has the form that hosts write.
    pub(crate) fn host_value<T: Deserialize<'a>>(&self, key: &str) -> Option<T> {
        self.get(TOP, key).and_then(|value| serde_json::from_str(value).ok())
    }

    /// `result` or `source`: its base and the first specifier.
    pub(crate) fn descriptor(&self, key: &str) -> Result<Option<(String, Option<String>)>, Fault> {
        #[derive(Deserialize)]
        struct Descriptor {
            base: String,
            #[serde(default)]
            specifiers: Vec<String>,
        }
        let Some(value) = self.get(TOP, key) else { return Ok(None) };
        let descriptor = valid(value).map(serde_json::from_value::<Descriptor>)?;
        Ok(descriptor.ok().map(|Descriptor { base, specifiers }| (base, specifiers.into_iter().next())))
    }

    fn takes_object(&mut self) -> bool {
        !std::mem::replace(&mut self.is_object_taken, true)
    }

    /// A parameter; `None` and null are the same. `is_eligible` if it takes the statement's object,
    /// unless another has.
    fn find<T: Deserialize<'a>>(&mut self, name: &str, is_eligible: bool) -> Result<Option<T>, Fault> {
        let is_subject = is_eligible && self.takes_object();
        let found = match self.kind {
            Kind::Action => self.of_statement(name, is_subject, !is_eligible),
            Kind::Service => self.get(WITH, name).or_else(|| self.get(TOP, name)),
            Kind::Qualifier if is_subject => self.get(TOP, "value"),
            Kind::Qualifier => self.get(WITH, name),
        };
        let Some(value) = found else { return Ok(None) };
        match serde_json::from_str(value) {
            Ok(value) => Ok(Some(value)),
            Err(_) if is_subject && self.is_with_clause(value) => Ok(None),
            Err(_) => Err(NO_ARGUMENT),
        }
    }

    fn of_statement(&self, name: &str, is_subject: bool, with_only: bool) -> Option<&'a str> {
        let clean = self.get(CLEAN, name);
        if clean.is_some() || with_only && self.has(CLEAN) {
            return clean;
        }
        // What is under the name of the object is the object.
        let may_be_argument = !keys::is_host_key(name) && (is_subject || self.object.as_deref() != Some(name));
        let top = self.get(TOP, name).filter(|_| !with_only);
        let argument = top.or_else(|| self.get(WITH, name)).filter(|_| may_be_argument);
        argument.or_else(|| self.statement_object().filter(|_| is_subject))
    }

    fn statement_object(&self) -> Option<&'a str> {
        let name = self.object.as_deref().filter(|name| *name == keys::EXPRESSION || !keys::is_host_key(name));
        let own = name.and_then(|name| self.get(TOP, name));
        let [data, object] = [keys::DATA, keys::OBJECT].map(|key| self.get(TOP, key));
        match name {
            // A with-argument has replaced the object under its own name.
            Some(name) if name != keys::EXPRESSION && self.get(CLEAN, name).is_some() => {
                let is_intact = |key| self.get(CLEAN, key).is_none();
                let intact = match () {
                    () if is_intact(keys::DATA) => data,
                    () if is_intact(keys::OBJECT) => object,
                    () => None,
                };
                intact.or(own)
            }
            _ => own.or(data).or(object),
        }
    }

    /// Whether the object is only the statement's with-clause.
    fn is_with_clause(&self, value: &str) -> bool {
        self.kind == Kind::Action
            && self.has(CLEAN)
            && self.get(TOP, keys::EXPRESSION) == Some(value)
            && self.object.as_deref() == Some(keys::EXPRESSION)
            && self.get(TOP, keys::PREPOSITION) == Some("\"with\"")
    }

    /// A parameter that must be there.
    pub(crate) fn required<T: Deserialize<'a>>(&mut self, name: &str) -> Result<T, Fault> {
        self.find(name, true)?.ok_or(NO_ARGUMENT)
    }

    /// The same, of the with-arguments.
    pub(crate) fn required_with<T: Deserialize<'a>>(&mut self, name: &str) -> Result<T, Fault> {
        self.find(name, false)?.ok_or(NO_ARGUMENT)
    }

    /// A parameter that may be absent or null.
    pub(crate) fn optional<T: Deserialize<'a>>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        self.find::<Option<T>>(name, true).map(Option::flatten)
    }

    /// The same, of the with-arguments.
    pub(crate) fn optional_with<T: Deserialize<'a>>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        self.find::<Option<T>>(name, false).map(Option::flatten)
    }

    /// All arguments as one JSON object.
    pub(crate) fn all(&mut self) -> Result<String, Fault> {
        let is_subject = self.takes_object();
        let object = self.statement_object().filter(|_| is_subject && self.kind == Kind::Action);
        let mut members = Vec::new();
        let mut layer = |level: usize, is_left_out: &dyn Fn(&str) -> bool| {
            let own = self.levels[level].iter().flatten().rev();
            let kept = own.filter(|member| !is_left_out(&member.name));
            members.extend(kept.map(|member| (member.name.clone(), &self.text[member.value.clone()])));
        };
        let is_host = |name: &str| keys::is_host_key(name) || self.object.as_deref() == Some(name);
        match self.kind {
            Kind::Action => {
                layer(CLEAN, &|_| false);
                layer(TOP, &is_host);
                layer(WITH, &is_host);
            }
            Kind::Service => {
                layer(WITH, &|_| false);
                layer(TOP, &|name| name == keys::WITH);
            }
            Kind::Qualifier => layer(WITH, &|_| false),
        }
        if let Some(object) = object.filter(|object| object.starts_with('{')) {
            valid(object)?;
            let [own] = &reference::read(object.as_bytes(), keys::WITH, 1).ok_or(Fault::Unknown)?[..] else {
                return Err(Fault::Unknown);
            };
            let own = own.iter().flatten().rev();
            members.extend(own.map(|member| (member.name.clone(), &object[member.value.clone()])));
        }
        let mut known = HashSet::new();
        members.retain(|(name, _)| known.insert(name.clone()));
        let members = members.iter().rev().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
        Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
    }

    /// All arguments as a value of this type.
    pub(crate) fn flattened<T: for<'de> Deserialize<'de>>(&mut self) -> Result<T, Fault> {
        serde_json::from_str(&self.all()?).map_err(|_| NO_ARGUMENT)
    }
}

/// What is read without being a parameter.
fn valid(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Unknown)
}
