//! The binding rules: which value a parameter takes.

use aro_abi::keys;
use aro_json_scan::Key;

use super::Param;
use crate::call::{Call, Kind};
use crate::json::{Entries, write_string};

/// The two readings of a system object's argument, as JSON. A host writes some of them as plain
/// text, which may look like JSON, so the reading that fits is taken: for a value JSON first, for a
/// name text first.
#[cold]
pub(super) fn field_readings<'call>(call: &'call Call<'_>, name: &str) -> (Option<&'call str>, Option<&'call str>) {
    let Some(field) = call.field(name) else { return (None, None) };
    let mut quoted = Vec::new();
    write_string(&mut quoted, field.text);
    let quoted = call.arena().keep(String::from_utf8(quoted).unwrap_or_default());
    if field.json { (Some(field.text), Some(quoted)) } else { (Some(quoted), Some(field.text)) }
}

/// Whether the statement's object is only its with-clause: in `Verb the <r> with { limit: 2 }.` the
/// dictionary is both. A subject that can be read from the dictionary takes it; any other subject
/// is absent.
pub(super) fn is_with_clause(call: &Call<'_>, json: &str) -> bool {
    let envelope = call.envelope();
    call.kind() == Kind::Action
        && envelope.clean().is_some()
        && envelope.top().get(keys::EXPRESSION) == Some(json)
        && call.object_name() == Some(keys::EXPRESSION)
        && envelope.top().get(keys::PREPOSITION) == Some("\"with\"")
}

/// The value that a parameter takes, as JSON.
#[inline]
pub(super) fn find<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    if call.kind() == Kind::Action {
        return find_in_statement(call, param, subject);
    }
    find_elsewhere(call, param, subject)
}

#[cold]
fn find_elsewhere<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    let envelope = call.envelope();
    // Whether to look in `_with`, and after that at the top.
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

/// The key of a qualifier's value.
const VALUE: &str = "value";

fn find_in_statement<'call>(call: &'call Call<'_>, param: &Param<'_>, subject: bool) -> Option<&'call str> {
    let envelope = call.envelope();
    if let Some(clean) = envelope.clean() {
        match param.value_in(clean) {
            None if param.with_only => return None,
            None => {}
            found => return found,
        }
    }
    if !param.host_key {
        let top = if param.with_only { None } else { param.value_in(envelope.top()) };
        let found = top.or_else(|| param.value_in(envelope.with()?));
        if found.is_some() && (subject || call.object_name() != Some(param.name())) {
            return found;
        }
    }
    if subject { object(call) } else { None }
}

/// The statement's object: the value under its own name, else `data`, else `object`.
#[inline]
pub(super) fn object<'call>(call: &'call Call<'_>) -> Option<&'call str> {
    let envelope = call.envelope();
    // A variable may have the name of one of the host's keys. The value there is the host's.
    let name = call.object_name().filter(|name| *name == keys::EXPRESSION || !keys::is_host_key(name));
    if let (Some(name), Some(clean)) = (name, envelope.clean()) {
        if let Some(object) = object_overwritten(call, clean, name) {
            return object;
        }
    }
    const DATA: Key<'_> = Key::new(keys::DATA);
    const OBJECT: Key<'_> = Key::new(keys::OBJECT);
    let top = envelope.top();
    name.and_then(|name| top.get(name)).or_else(|| top.get_key(&DATA)).or_else(|| top.get_key(&OBJECT))
}

/// A with-argument replaces the value under its name. If it has replaced the object there, the
/// object is still under the other keys.
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
