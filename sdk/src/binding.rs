//! Which value of the envelope a parameter takes.
//!
//! Let `p` be the parameter's name. (1) The clean with-arguments, `_with._with`, where the host
//! sends them. (2) The key `p` at the top, unless it is one of the host's own or, for a parameter
//! that is not the subject, only the alias of the statement's object. (3) `_with.p`, with the same
//! exceptions, since `_with` is a copy of the envelope on most paths. The subject then takes the
//! statement's object.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use aro_abi::keys;
use aro_json_scan::Key;
use serde::Deserialize;

use crate::call::{Call, FromCall, Kind, ViaCall, ViaValue};
use crate::error::{Error, Result, joined};
use crate::json::{self, Entries, Fault, Object};
use crate::reply::write_text;

/// One parameter, as the binding rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    /// The name that callers use.
    pub key: Key<'a>,
    /// The name is one of the [host's own keys](keys::is_host_key).
    pub host_key: bool,
    /// It is the subject if no parameter before it is.
    pub eligible: bool,
    /// Only with-arguments count.
    pub with_only: bool,
}

impl<'a> Param<'a> {
    /// What a parameter usually is: the subject if none before it is, under a name that is no
    /// host's key.
    #[must_use]
    #[inline]
    pub const fn of(name: &'a str) -> Self {
        Self { key: Key::new(name), host_key: false, eligible: true, with_only: false }
    }

    /// A parameter that is not the subject.
    #[inline]
    pub(crate) fn named(name: &'a str) -> Self {
        Self { key: Key::new(name), host_key: keys::is_host_key(name), eligible: false, with_only: false }
    }

    /// The name that callers use.
    #[must_use]
    #[inline]
    pub const fn name(&self) -> &'a str {
        self.key.name()
    }

    /// What stands under the parameter's name.
    #[inline]
    fn among<'call>(&self, entries: Entries<'_, 'call>) -> Option<&'call str> {
        entries.get_key(&self.key)
    }
}

/// What a parameter of an action can be: any `Deserialize` type, which takes an argument's value,
/// or any [`FromCall`] type.
///
/// `Via` tells the two apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a function that programs call",
    label = "neither the value of an argument nor something of the call",
    note = "an argument's value needs `Deserialize`: write `#[derive(Deserialize)]` on your type, and on what is inside a list, a map or an `Option`",
    note = "for any value take `serde_json::Value`; for several types an enum with `#[serde(untagged)]`",
    note = "something of the call needs `FromCall`: `Statement`, `Events`, `&RawInput` and `State<T>` are such types"
)]
pub trait Argument<'call, Via>: Sized {
    /// The parameter's value.
    #[doc(hidden)]
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<'call, T: Deserialize<'call>> Argument<'call, ViaValue> for T {
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Self> {
        value(call, param)
    }
}

/// What can be read from an argument's value: any `Deserialize` type. Where a parameter has a
/// default or takes all arguments, it cannot be anything else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the value of an argument",
    label = "does not implement `Deserialize`",
    note = "write `#[derive(Deserialize)]` on your type, and on what is inside a list, a map or an `Option`",
    note = "something of the call, such as `Statement`, is always there: it has no default and is not flattened"
)]
pub trait Value<'call>: Deserialize<'call> {}

#[diagnostic::do_not_recommend]
impl<'call, T: Deserialize<'call>> Value<'call> for T {}

#[diagnostic::do_not_recommend]
impl<'call, T: FromCall<'call>> Argument<'call, ViaCall> for T {
    fn get(call: &'call Call<'_>, _: &Param<'_>) -> Result<Self> {
        T::from_call(call)
    }
}

/// A parameter without a default.
///
/// # Errors
///
/// When it is absent, or does not fit.
pub fn extract<'call, T: Argument<'call, Via>, Via>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    T::get(call, param)
}

/// A parameter of a function that is called without arguments.
///
/// # Errors
///
/// What the type says.
pub fn extract_of_call<'call, T: FromCall<'call>>(call: &'call Call<'_>) -> Result<T> {
    T::from_call(call)
}

/// A parameter with a default: an argument that is absent or null counts as not given. The default
/// is a plain function, so that this is compiled once for a type, and not for each parameter of it.
///
/// # Errors
///
/// When it does not fit.
pub fn extract_or<'call, T: Value<'call>>(call: &'call Call<'_>, param: &Param<'_>, default: fn() -> T) -> Result<T> {
    let subject = param.eligible && call.take_subject();
    match find(call, param, subject) {
        None | Some("null") => Ok(default()),
        Some(text) => match read(call, param.name(), text) {
            Err(_) if subject && is_with_clause(call, text) => Ok(default()),
            read => read,
        },
    }
}

pub(crate) fn value<'call, T: Deserialize<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    let subject = param.eligible && call.kind() != Kind::Object && call.take_subject();
    let missing = || json::missing().ok_or_else(|| absent(param.name(), subject && call.kind() == Kind::Action));
    let (found, other) = match call.kind() {
        Kind::Object => readings(call, param.name()),
        _ => (find(call, param, subject), None),
    };
    let Some(text) = found else { return missing() };
    read(call, param.name(), text).or_else(|error| match other {
        Some(other) => read(call, param.name(), other).map_err(|_| error),
        None if subject && is_with_clause(call, text) => missing().map_err(|_| error),
        None => Err(error),
    })
}

/// An argument of a system object's method. What the host writes raw may look like JSON and the
/// other way round, so whichever reading fits is taken; a value is JSON first, a name is text
/// first.
#[cold]
fn readings<'call>(call: &'call Call<'_>, name: &str) -> (Option<&'call str>, Option<&'call str>) {
    let Some(field) = call.field(name) else { return (None, None) };
    let mut quoted = Vec::new();
    write_text(&mut quoted, field.text);
    let quoted = call.arena().keep(String::from_utf8(quoted).unwrap_or_default());
    if field.json { (Some(field.text), Some(quoted)) } else { (Some(quoted), Some(field.text)) }
}

/// Whether the statement's object is nothing but its with-clause: in `Verb the <r> with { limit: 2
/// }.` the dictionary is both. A subject that can be read from the dictionary takes it; any other
/// has not been given.
fn is_with_clause(call: &Call<'_>, text: &str) -> bool {
    let envelope = call.envelope();
    call.kind() == Kind::Action
        && envelope.clean().is_some()
        && envelope.top().get(keys::EXPRESSION) == Some(text)
        && call.object_name() == Some(keys::EXPRESSION)
        && envelope.top().get(keys::PREPOSITION) == Some("\"with\"")
}

/// The text of the argument that a parameter takes.
#[inline]
fn find<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    if call.kind() == Kind::Action {
        return find_in_statement(call, param, subject);
    }
    find_elsewhere(call, param, subject)
}

#[cold]
fn find_elsewhere<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    let envelope = call.envelope();
    // Where it is looked for: in `_with`, and then at the top.
    let (with, top) = match call.kind() {
        Kind::Action => return None,
        Kind::Service => (true, true),
        Kind::Qualifier if subject => return envelope.top().look_up(VALUE),
        Kind::Qualifier => (true, false),
        Kind::Event if subject => return Some(call.raw_input()),
        Kind::Event => (false, true),
        Kind::Object | Kind::Hook => return None,
    };
    let found = if with { envelope.with().and_then(|with| with.look_up(param.name())) } else { None };
    if found.is_none() && top { envelope.top().look_up(param.name()) } else { found }
}

/// The key of the value that a qualifier works on.
const VALUE: &str = "value";

fn find_in_statement<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    let envelope = call.envelope();
    if let Some(clean) = envelope.clean() {
        match param.among(clean) {
            None if param.with_only => return None,
            None => {}
            found => return found,
        }
    }
    if !param.host_key {
        let top = if param.with_only { None } else { param.among(envelope.top()) };
        let found = top.or_else(|| param.among(envelope.with()?));
        if found.is_some() && (subject || call.object_name() != Some(param.name())) {
            return found;
        }
    }
    if subject { object(call) } else { None }
}

/// The statement's object: what stands under its own name, else `data`, else `object`.
#[inline]
fn object<'call>(call: &'call Call<'_>) -> Option<&'call str> {
    let envelope = call.envelope();
    // A variable may have the name of one of the host's keys; what stands there is then the host's.
    let name = call.object_name().filter(|name| *name == keys::EXPRESSION || !keys::is_host_key(name));
    if let (Some(name), Some(clean)) = (name, envelope.clean())
        && let Some(object) = object_overwritten(call, clean, name)
    {
        return object;
    }
    const DATA: Key<'_> = Key::new(keys::DATA);
    const OBJECT: Key<'_> = Key::new(keys::OBJECT);
    let top = envelope.top();
    name.and_then(|name| top.get(name)).or_else(|| top.get_key(&DATA)).or_else(|| top.get_key(&OBJECT))
}

/// A with-argument overwrites what stands under its name; if it does so here, the object survives
/// under the others.
#[inline(never)]
fn object_overwritten<'call>(call: &'call Call<'_>, clean: Entries<'_, '_>, name: &str) -> Option<Option<&'call str>> {
    if name == keys::EXPRESSION || clean.get(name).is_none() {
        return None;
    }
    let top = call.envelope().top();
    let overwritten = |key| clean.look_up(key).is_some();
    let intact = match () {
        () if !overwritten(keys::DATA) => top.look_up(keys::DATA),
        () if !overwritten(keys::OBJECT) => top.look_up(keys::OBJECT),
        () => None,
    };
    Some(intact.or_else(|| top.look_up(name)))
}

/// The whole of the arguments in one value: the clean with-arguments, then what else stands at the
/// top and in `_with` and is not the host's; for the subject also the members of the statement's
/// object.
///
/// # Errors
///
/// When they do not fit.
pub fn flatten<'call, T: Value<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    let subject = param.eligible && call.take_subject();
    let text = merged(call, subject)?;
    read(call, "", call.arena().keep(text))
}

/// Members, and which of them are not arguments.
type Layer<'a> = (Option<Entries<'a, 'a>>, &'a dyn Fn(&str) -> bool);

/// All arguments as one object. The first of two members with one key counts, so the layers stand
/// in the order of the rules.
#[inline]
fn merged(call: &Call<'_>, subject: bool) -> Result<String> {
    let envelope = call.envelope();
    let (clean, with) = (envelope.clean(), envelope.with());
    let object = match subject && call.kind() == Kind::Action {
        true => object(call).and_then(Object::of),
        false => None,
    };
    let alias = call.object_name();
    let host = |key: &str| keys::is_host_key(key) || alias == Some(key);
    let copy = |key: &str| key == keys::WITH;
    let all = |_: &str| false;
    let layers: [Layer<'_>; 4] = match call.kind() {
        Kind::Action => {
            [(clean, &all), (Some(envelope.top()), &host), (with, &host), (object.as_ref().map(Object::members), &all)]
        }
        Kind::Qualifier => [(with, &all), (None, &all), (None, &all), (None, &all)],
        _ => [(with, &all), (Some(envelope.top()), &copy), (None, &all), (None, &all)],
    };
    let mut merged: Vec<(Cow<'_, str>, &str)> = Vec::new();
    let mut known: HashSet<Cow<'_, str>> = HashSet::new();
    for (entries, left_out) in layers {
        for (key, value) in entries.into_iter().flat_map(|entries| entries.iter().rev()) {
            let key = key.text();
            if !left_out(&key) && known.insert(key.clone()) {
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
    Ok(text)
}

#[inline]
fn read<'call, T: Deserialize<'call>>(call: &'call Call<'_>, name: &str, text: &'call str) -> Result<T> {
    json::read(text, call.arena()).map_err(|fault| misfit(name, text, fault))
}

/// What is wrong with the value of the argument `name`; the arguments as a whole have no name.
#[cold]
fn misfit(name: &str, text: &str, Fault { path, error }: Fault) -> Error {
    let why = json::reworded(&error, path.is_empty().then_some(text));
    // The path begins with what stands between two names.
    let path = if name.is_empty() { path.strip_prefix('.').unwrap_or(&path) } else { &path };
    let place = joined(&[name, path]);
    if place.is_empty() {
        return Error::invalid_input(joined(&["the arguments: ", &why]));
    }
    Error::invalid_input(joined(&["argument \"", &place, "\": ", &why])).with_text("argument", &place)
}

#[cold]
fn absent(name: &str, subject: bool) -> Error {
    let hint = if subject { "give the statement an object, or " } else { "" };
    let message = joined(&["argument \"", name, "\" is missing: ", hint, "write `with { ", name, ": … }`"]);
    Error::invalid_input(message).with_text("argument", name)
}

/// What is wrong with an envelope that the scan refused. `serde_json` says it with line and column.
#[cold]
pub(crate) fn broken(text: &str) -> Error {
    if text.len() > aro_json_scan::MAX_LEN {
        let message = format!("the input is too long: {} bytes came, {} are read", text.len(), aro_json_scan::MAX_LEN);
        return Error::resource_exhausted(message);
    }
    let fault = json::fault_in(text);
    let is_before = |place| fault.as_ref().is_some_and(|fault| (fault.line(), fault.column()) < place);
    if let Some((line, column)) = json::too_deep(text).filter(|place| !is_before(*place)) {
        let message = format!(
            "the input is nested too deep: 127 levels of objects and lists are read, another begins at line {line} column {column}"
        );
        return Error::invalid_input(message).with_number("line", line).with_number("column", column);
    }
    match fault {
        Some(error) => Error::invalid_input(format!("the input is not valid JSON: {error}"))
            .with_number("line", error.line())
            .with_number("column", error.column()),
        None => {
            let text = text.trim_ascii_start();
            if text.starts_with('{') {
                let message = "the input is not valid JSON: a key has an escape that stands for half of a character";
                return Error::invalid_input(message);
            }
            let kind = json::kind_of(text);
            Error::invalid_input(joined(&["the input must be a JSON object with the arguments, got ", kind]))
        }
    }
}
