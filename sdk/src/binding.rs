//! Which value of the envelope a parameter takes.
//!
//! Let `p` be the parameter's name. (1) The clean with-arguments, `_with._with`, where the host sends them. (2) The key `p` at the top, unless
//! it is one of the host's own or, for a parameter that is not the subject, only the alias of the statement's object. (3) `_with.p`, with the
//! same exceptions, since `_with` is a copy of the envelope on most paths. The subject then takes the statement's object.

use std::borrow::Cow;
use std::fmt::Write as _;

use aro_abi::keys;
use serde::Deserialize;

use crate::call::{Call, FromCall, ViaCall, ViaValue};
use crate::error::{Error, Result};
use crate::json::{self, Fault};

/// One parameter, as the binding rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    /// The name that callers use.
    pub name: &'a str,
    /// It is the subject if no parameter before it is.
    pub eligible: bool,
    /// Only with-arguments count.
    pub with_only: bool,
}

/// What a parameter of an action can be: any `Deserialize` type, which takes an argument's value, or any [`FromCall`] type.
///
/// `Via` tells the two apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of an action",
    label = "neither the value of an argument nor something of the call",
    note = "an argument's value needs `Deserialize`: derive it with `#[derive(Deserialize)]`",
    note = "something of the call needs `FromCall`: `Statement`, `Events` and `&RawInput` are such types"
)]
pub trait Argument<'call, Via>: Sized {
    /// The parameter's value; `None` when nothing was given for it.
    #[doc(hidden)]
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Option<Self>>;
}

#[diagnostic::do_not_recommend]
impl<'call, T: Deserialize<'call>> Argument<'call, ViaValue> for T {
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Option<Self>> {
        value(call, param)
    }
}

#[diagnostic::do_not_recommend]
impl<'call, T: FromCall<'call>> Argument<'call, ViaCall> for T {
    fn get(call: &'call Call<'_>, _: &Param<'_>) -> Result<Option<Self>> {
        T::from_call(call).map(Some)
    }
}

/// A parameter without a default.
pub fn extract<'call, T: Argument<'call, Via>, Via>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    T::get(call, param)?.ok_or_else(|| absent(param.name, param.eligible))
}

/// A parameter with a default: an argument that is absent or null counts as not given.
pub fn extract_or<'call, T: Deserialize<'call>>(
    call: &'call Call<'_>,
    param: &Param<'_>,
    default: impl FnOnce() -> T,
) -> Result<T> {
    match find(call, param) {
        None | Some("null") => Ok(default()),
        Some(text) => read(call, param.name, text),
    }
}

/// The whole of the arguments in one value: the clean with-arguments, then what else stands at the top and in `_with` and is not the host's;
/// for the subject also the members of the statement's object.
pub fn flatten<'call, T: Deserialize<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    let subject = param.eligible && call.take_subject();
    let envelope = call.envelope();
    let alias = call.object_name();
    let object = if subject { object(call).and_then(json::members) } else { None };
    let host = |key: &str| keys::is_host_key(key) || alias == Some(key);

    // The first of two members with one key counts, so the layers stand in the order of the rules.
    let layers = [(&envelope.clean, true), (&None, false), (&envelope.with, false), (&object, true)];
    let mut merged: Vec<(Cow<'_, str>, &str)> = Vec::new();
    for (index, (entries, all)) in layers.into_iter().enumerate() {
        let entries = if index == 1 { Some(&envelope.top) } else { entries.as_ref() };
        for (key, value) in entries.into_iter().flat_map(|entries| entries.iter().rev()) {
            let key = key.text();
            if (all || !host(&key)) && !merged.iter().any(|(known, _)| *known == key) {
                merged.push((key, value));
            }
        }
    }
    let mut text = String::from("{");
    for (key, value) in merged.iter().rev() {
        let comma = if text.len() > 1 { "," } else { "" };
        let key = serde_json::to_string(key)?;
        let _ = write!(text, "{comma}{key}:{value}");
    }
    text.push('}');
    read(call, "", call.arena().keep(text.into()))
}

pub(crate) fn value<'call, T: Deserialize<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<Option<T>> {
    match find(call, param) {
        Some(text) => read(call, param.name, text).map(Some),
        None => Ok(json::missing()),
    }
}

fn find<'call>(call: &'call Call<'_>, param: &Param<'_>) -> Option<&'call str> {
    let Param { name, eligible, with_only } = *param;
    let subject = eligible && call.take_subject();
    let envelope = call.envelope();
    if let Some(clean) = &envelope.clean {
        match clean.get(name) {
            None if with_only => return None,
            None => {}
            found => return found,
        }
    }
    if !keys::is_host_key(name) {
        let top = if with_only { None } else { envelope.top.get(name) };
        let found = top.or_else(|| envelope.with.as_ref()?.get(name));
        if found.is_some() && (subject || call.object_name() != Some(name)) {
            return found;
        }
    }
    if subject { object(call) } else { None }
}

/// The statement's object: what stands under its own name, else `data`, else `object`.
fn object<'call>(call: &'call Call<'_>) -> Option<&'call str> {
    let top = &call.envelope().top;
    // A variable may have the name of one of the host's keys; what stands there is then the host's.
    let named = call.object_name().filter(|name| !keys::is_host_key(name) || *name == keys::EXPRESSION);
    named.and_then(|name| top.get(name)).or_else(|| top.get(keys::DATA)).or_else(|| top.get(keys::OBJECT))
}

fn read<'call, T: Deserialize<'call>>(call: &'call Call<'_>, name: &str, text: &'call str) -> Result<T> {
    json::read(text, call.arena()).map_err(|Fault { path, error }| {
        let place = format!("{name}{path}");
        let place = place.trim_start_matches('.');
        if place.is_empty() {
            return Error::invalid_input(format!("the arguments: {}", json::reworded(&error)));
        }
        Error::invalid_input(format!("argument \"{place}\": {}", json::reworded(&error))).with_detail("argument", place)
    })
}

pub(crate) fn absent(name: &str, eligible: bool) -> Error {
    let hint = if eligible {
        format!("give the statement an object, or write `with {{ {name}: … }}`")
    } else {
        format!("write `with {{ {name}: … }}`")
    };
    Error::invalid_input(format!("argument \"{name}\" is missing: {hint}")).with_detail("argument", name)
}

/// What is wrong with an envelope that the scan refused. `serde_json` says it with line and column.
pub(crate) fn broken(text: &str) -> Error {
    if let Some((line, column)) = json::too_deep(text) {
        return Error::invalid_input(format!(
            "the input is nested too deep: 127 levels of objects and lists are read, another begins at line {line} column {column}"
        ))
        .with_detail("line", line)
        .with_detail("column", column);
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Err(error) => Error::invalid_input(format!("the input is not valid JSON: {error}"))
            .with_detail("line", error.line())
            .with_detail("column", error.column()),
        Ok(_) => {
            let kind = json::kind_of(text.trim_start());
            Error::invalid_input(format!("the input must be a JSON object with the arguments, got {kind}"))
        }
    }
}
