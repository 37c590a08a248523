//! All arguments of a call as one value.

use std::borrow::Cow;
use std::collections::HashSet;

use aro_abi::keys;

use super::lookup::object;
use super::{Param, Value, read};
use crate::call::{Call, Kind};
use crate::error::Result;
use crate::json::{Entries, Object, put, write_key};

/// Binds a parameter that takes all arguments: the with-arguments alone, then what else is at the
/// top and in `_with` and is not the host's; for the subject also the members of the statement's
/// object.
///
/// # Errors
///
/// When they do not fit.
pub(super) fn flatten<'call, T: Value<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    let subject = param.eligible && call.take_subject();
    read(call, "", call.arena().keep(merged(call, subject)))
}

/// Members, and which of their keys are left out.
type Layer<'a> = (Option<Entries<'a, 'a>>, &'a dyn Fn(&str) -> bool);

/// All arguments as one JSON object. Of two members with one key the first counts, so the layers
/// are in the order of the binding rules.
fn merged(call: &Call<'_>, subject: bool) -> String {
    let envelope = call.envelope();
    let (clean, with) = (envelope.clean(), envelope.with());
    let object = match subject && call.kind() == Kind::Action {
        true => object(call).and_then(Object::of),
        false => None,
    };
    let alias = call.object_name();
    let host = |key: &str| keys::is_host_key(key) || alias == Some(key);
    let with_key = |key: &str| key == keys::WITH;
    let none = |_: &str| false;
    let layers: [Layer<'_>; 4] = match call.kind() {
        Kind::Action => [
            (clean, &none),
            (Some(envelope.top()), &host),
            (with, &host),
            (object.as_ref().map(Object::members), &none),
        ],
        Kind::Qualifier => [(with, &none), (None, &none), (None, &none), (None, &none)],
        _ => [(with, &none), (Some(envelope.top()), &with_key), (None, &none), (None, &none)],
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
    let mut json = b"{".to_vec();
    for (index, (key, value)) in merged.iter().rev().enumerate() {
        write_key(&mut json, index == 0, key);
        put(&mut json, value.as_bytes());
    }
    put(&mut json, b"}");
    String::from_utf8(json).unwrap_or_default()
}
