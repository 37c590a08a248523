//! The same with other crates. All of them look up the values of the binding rules, in the same
//! order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use simd_json::prelude::*;
use sonic_rs::{JsonValueTrait, LazyValue, PointerTree, pointer};

/// Key and raw text of a value.
type Member<'a> = (Cow<'a, str>, &'a str);

/// Looks up the subject in the three objects that may contain it. `members` gives the members of
/// an object, and nothing if the value is no object.
fn by_members<'a>(text: &'a str, members: impl Fn(&'a str) -> Option<Vec<Member<'a>>>) -> Option<String> {
    let get = |list: &[Member<'a>], name: &str| list.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value);
    let top = members(text)?;
    let with = get(&top, "_with").and_then(&members);
    let clean = with.as_ref().and_then(|with| get(with, "_with")).and_then(&members);
    let named = clean.and_then(|clean| get(&clean, "value")).or_else(|| get(&top, "value"));
    let found = named.or_else(|| get(with.as_ref()?, "value")).or_else(|| {
        let base = get(&top, "source").and_then(&members).and_then(|source| get(&source, "base"));
        base.and_then(|base| get(&top, base.trim_matches('"'))).or_else(|| get(&top, "data"))
    });
    found.map(str::to_owned)
}

fn raw<'a>(value: &LazyValue<'a>) -> Option<&'a str> {
    match value.as_raw_cow() {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}

pub(crate) fn sonic_iter(text: &str) -> Option<String> {
    by_members(text, |text| {
        let members = sonic_rs::to_object_iter(text).map(|member| {
            let (key, value) = member.ok()?;
            Some((Cow::Owned(key.to_string()), raw(&value)?))
        });
        members.collect()
    })
}

pub(crate) fn sonic_iter_unchecked(text: &str) -> Option<String> {
    by_members(text, |text| {
        // SAFETY: the payloads of this program are valid JSON.
        let members = unsafe { sonic_rs::to_object_iter_unchecked(text) }.map(|member| {
            let (key, value) = member.ok()?;
            Some((Cow::Owned(key.to_string()), raw(&value)?))
        });
        members.collect()
    })
}

pub(crate) fn sonic_get_many(text: &str) -> Option<String> {
    let mut tree = PointerTree::new();
    tree.add_path(pointer!["_with", "_with", "value"].iter());
    tree.add_path(pointer!["value"].iter());
    tree.add_path(pointer!["_with", "value"].iter());
    tree.add_path(pointer!["source", "base"].iter());
    tree.add_path(pointer!["data"].iter());
    let found = sonic_rs::get_many(text, &tree).ok()?;
    let [clean, top, with, base, data] = &found[..] else { return None };
    let named = clean.as_ref().or(top.as_ref()).or(with.as_ref());
    let found = named.map(|value| value.as_raw_str().to_owned());
    found.or_else(|| {
        let base = base.as_ref().and_then(|base| base.as_str());
        let by_name = base.and_then(|base| sonic_rs::get(text, pointer![base].iter()).ok());
        by_name.as_ref().or(data.as_ref()).map(|value| value.as_raw_str().to_owned())
    })
}

pub(crate) fn simd_json(text: &str) -> Option<String> {
    // `simd-json` writes into its input, which belongs to the host.
    let mut copy = text.as_bytes().to_vec();
    let tape = simd_json::to_tape(&mut copy).ok()?;
    let top = tape.as_value();
    let (with, source) = (top.get("_with"), top.get("source"));
    let clean = with.as_ref().and_then(|with| with.get("_with")?.get("value"));
    let named = clean.or_else(|| top.get("value")).or_else(|| with?.get("value"));
    let found = named.or_else(|| {
        let base = source.as_ref().and_then(|source| source.get("base"));
        base.and_then(|base| top.get(base.as_str()?)).or_else(|| top.get("data"))
    })?;
    // `simd-json` does not give the JSON of a list or an object, so only strings are compared.
    serde_json::to_string(found.as_str()?).ok()
}

pub(crate) fn serde_json(text: &str) -> Option<String> {
    by_members(text, |text| {
        let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text).ok()?;
        Some(members.into_iter().map(|(key, value)| (key, value.get())).collect())
    })
}
