//! A call's arguments as messages show them.

use std::fmt;

use aro_abi::keys;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// How many characters of an argument are shown.
const SHOWN: usize = 1000;

/// An argument, shortened if it is long. Of the object under `_with`, members that are also outside
/// of it are left out.
pub(super) fn abridged(argument: &str) -> String {
    let text = match serde_json::from_str(argument) {
        Ok(members) => without_copies(&members, &[]),
        Err(_) => argument.to_owned(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], argument.len()),
        None => text,
    }
}

fn without_copies(members: &Members<'_>, outside: &[&Members<'_>]) -> String {
    let around: Vec<&Members<'_>> = outside.iter().copied().chain([members]).collect();
    let is_outside = |name: &str, value: &RawValue| {
        let same = |other: &(String, &RawValue)| other.0 == name && other.1.get() == value.get();
        outside.iter().any(|members| members.0.iter().any(same))
    };
    let mut shown = Vec::new();
    let mut has_copies = false;
    for (name, value) in &members.0 {
        let inner = (name == keys::WITH).then(|| serde_json::from_str(value.get()).ok()).flatten();
        if is_outside(name, value) {
            has_copies = true;
        } else {
            let value = inner.map_or_else(|| value.get().to_owned(), |inner| without_copies(&inner, &around));
            shown.push(format!("{}:{value}", serde_json::Value::from(name.as_str())));
        }
    }
    shown.extend(has_copies.then(|| "…".to_owned()));
    format!("{{{}}}", shown.join(","))
}

/// The members of an object as they are written, in their order.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'t> Visitor<'t> for Collect {
            type Value = Members<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_is_shown_without_its_copy() {
        for (argument, shown) in [
            (r#"{"data":"a\/b","_with":{"data":"a\/b","s":1.0},"s":1.0}"#, r#"{"data":"a\/b","_with":{…},"s":1.0}"#),
            (r#"{"a":1,"_with":{"a":1,"_with":{"a":1}}}"#, r#"{"a":1,"_with":{"_with":{…},…}}"#),
            (r#"{"data":1}"#, r#"{"data":1}"#),
            // What is in `_with` alone is shown.
            (r#"{"a":1,"_with":{"a":1,"_with":{"k":7}}}"#, r#"{"a":1,"_with":{"_with":{"k":7},…}}"#),
            (r#"{"a":1,"_with":{"a":2,"b":1}}"#, r#"{"a":1,"_with":{"a":2,"b":1}}"#),
            (r#"{"a":1,"_with":{}}"#, r#"{"a":1,"_with":{}}"#),
            (r#"{"_with":5,"a":1}"#, r#"{"_with":5,"a":1}"#),
            (r#"{"_with":{"a":1}}"#, r#"{"_with":{"a":1}}"#),
            (r#"{ "b" : [1, 2], "a" : {} }"#, r#"{"b":[1, 2],"a":{}}"#),
            ("{}", "{}"),
            ("no JSON", "no JSON"),
            ("[1,2]", "[1,2]"),
            ("Parse-It", "Parse-It"),
            ("", ""),
        ] {
            assert_eq!(abridged(argument), shown);
        }
        let long = abridged(&format!(r#"{{"data":"{}"}}"#, "ß".repeat(5000)));
        assert!(long.ends_with("… (10011 bytes)") && long.chars().count() < 1100, "{long}");
    }
}
