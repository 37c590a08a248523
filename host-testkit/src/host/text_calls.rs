//! Calls from JSON text to JSON text, for programs that have text and want text.
//!
//! [`Host::execute`] makes values of both, since a program of ARO has values. Most calls do not
//! need that: what the host changes on the way is rare. [`Plain`] reads a text once, without making
//! values, and finds out whether the host would change anything.

use std::fmt;

use aro_abi::envelope as abi_envelope;
use aro_abi::keys;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::envelope::sent_members;
use super::error::RunError;
use super::outcome::Outcome;
use super::{Host, value};

/// What became of a call from text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TextReply {
    /// The value is the plugin's reply, as it wrote it. Only a host that keeps no
    /// [records](Host::keep_records) returns this.
    Unchanged(String),
    /// The host read the reply: it reports an error, publishes events, or has what a program has
    /// otherwise, such as null.
    Outcome(Box<Outcome>),
}

impl Host<'_> {
    /// As [`execute_and_publish`](Self::execute_and_publish), with the input as JSON text. It takes
    /// less time, because values are made only where they are needed.
    ///
    /// `None` if the input is not a JSON object. Then nothing was called.
    ///
    /// ```no_run
    /// use aro_host_testkit::{Host, TextReply};
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// let reply = host.execute_text("csv-plugin", "ParseCSV", r#"{ "data": "a,b" }"#)?;
    /// assert!(matches!(reply, Some(TextReply::Unchanged(text)) if text.contains("rows")));
    /// assert_eq!(host.execute_text("csv-plugin", "ParseCSV", "[1]")?, None);
    /// # Ok::<(), aro_host_testkit::RunError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn execute_text(&self, plugin: &str, action: &str, input: &str) -> Result<Option<TextReply>, RunError> {
        let index = self.index(plugin)?;
        let input = match envelope(input.trim_ascii()) {
            Some(envelope) => Ok(envelope),
            None => match serde_json::from_str(input) {
                Ok(Value::Object(members)) => {
                    let members = value::given_members(members);
                    sent_members(&members).map(|members| abi_envelope::service(members).to_string())
                }
                _ => return Ok(None),
            },
        };
        let mut outcome = Outcome::new(self.path, action);
        let ended = match self.reply(index, action, input, &mut outcome) {
            Ok(Some(reply)) if is_plain(&reply, Side::Reply) && outcome.calls.is_empty() => {
                return Ok(Some(TextReply::Unchanged(reply)));
            }
            Ok(reply) => self.read_reply(index, action, reply.as_deref()),
            Err(thrown) => Err(thrown),
        };
        outcome.ended = ended.map(|value| Some(self.publish_events(value, &mut outcome)));
        Ok(Some(TextReply::Outcome(Box::new(self.record(outcome)))))
    }
}

/// The input of an action: the members, and a copy of them under `_with`.
fn envelope(input: &str) -> Option<String> {
    if !is_plain(input, Side::Input) {
        return None;
    }
    let members = input.strip_suffix('}')?;
    let separator = if members.trim_ascii_end() == "{" { "" } else { "," };
    Some(format!("{members}{separator}\"{}\":{input}}}", keys::WITH))
}

/// Which way a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Input,
    Reply,
}

/// Whether a text is a JSON object that the host passes on as it is.
fn is_plain(text: &str, side: Side) -> bool {
    let mut json = serde_json::Deserializer::from_str(text);
    // Beyond serde_json's limit of nesting it is not plain.
    text.starts_with('{') && Plain { side, is_top: true }.deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// More members than this are compared by the slow way.
const MAX_MEMBERS: usize = 16;

/// Reads a value and fails if the host would change it.
#[derive(Clone, Copy)]
struct Plain {
    side: Side,
    is_top: bool,
}

impl Plain {
    fn inner(self) -> Self {
        Self { is_top: false, ..self }
    }

    fn takes_key(self, key: &str) -> bool {
        match self.side {
            // `$` begins the marks of values that JSON lacks.
            Side::Input => !(key.starts_with('$') || self.is_top && key == keys::WITH),
            Side::Reply => !(self.is_top && (key == keys::ERROR || key == keys::EVENTS)),
        }
    }
}

fn changed<E: Error>() -> E {
    E::custom("the host changes it")
}

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that the host does not change")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        if value::is_exact(number) { Ok(()) } else { Err(changed()) }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        i64::try_from(number).map_or_else(|_| Err(changed()), |number| self.visit_i64(number))
    }

    /// The host sends a whole double as an integer.
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        if self.side == Side::Reply { Ok(()) } else { Err(changed()) }
    }

    /// Null is the string "null" in a program.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Err(changed())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self.inner())?.is_some() {}
        Ok(())
    }

    /// A key with an escape cannot be borrowed, so it fails. Of two equal keys, a value has the
    /// second one.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut seen: Vec<&'de str> = Vec::new();
        while let Some(key) = members.next_key::<&'de str>()? {
            if !self.takes_key(key) || seen.len() == MAX_MEMBERS || seen.contains(&key) {
                return Err(changed());
            }
            seen.push(key);
            members.next_value_seed(self.inner())?;
        }
        Ok(())
    }
}

// They need proptest.
#[cfg(all(test, feature = "fuzz"))]
mod tests {
    use aro_abi::envelope;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::host::rules;

    #[test]
    fn what_the_host_changes_is_not_plain() {
        let both = ["[1]", "1", "null", "", "{", "{}x", r#"{"a":null}"#, r#"{"a":[{"b":null}]}"#, r#"{"a":1,"a":2}"#];
        let both = both.into_iter().chain([r#"{"\u0061":1}"#, r#"{"a":18446744073709551615}"#, r#"{"a":1e400}"#]);
        for text in both {
            assert!(!is_plain(text, Side::Input) && !is_plain(text, Side::Reply), "{text}");
        }
        for text in [r#"{"_with":{}}"#, r#"{"$date":0}"#, r#"{"a":{"$null":true}}"#, r#"{"a":2.0}"#, r#"{"a":1e3}"#] {
            assert!(!is_plain(text, Side::Input), "{text}");
        }
        for text in [r#"{"error":"x"}"#, r#"{"a":1,"_events":[]}"#] {
            assert!(!is_plain(text, Side::Reply), "{text}");
        }
        for text in
            ["{}", "{ }", r#"{"a":[1,-2,true,"x\n\u00e4",{"b":{}}]}"#, r#"{"a":{"error":1,"_events":2,"_with":3}}"#]
        {
            assert!(is_plain(text, Side::Input) && is_plain(text, Side::Reply), "{text}");
        }
    }

    #[test]
    fn an_envelope_has_the_members_and_their_copy() {
        for (input, expected) in [
            ("{}", json!({ "_with": {} })),
            ("{ \n }", json!({ "_with": {} })),
            (r#"{"a":1}"#, json!({ "a": 1, "_with": { "a": 1 } })),
            (r#"{ "a" : "}" , "b":{} }"#, json!({ "a": "}", "b": {}, "_with": { "a": "}", "b": {} } })),
        ] {
            assert_eq!(serde_json::from_str::<Value>(&super::envelope(input).unwrap()).unwrap(), expected, "{input}");
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e18..1e18).prop_map(Value::from),
            Just(Value::Null),
            "[a-z\"/\\\\é\n]{0,6}".prop_map(Value::from),
        ];
        let key = || prop_oneof!["[a-c]", "[$_]?[a-z\"é]{0,6}", Just("error".to_owned()), Just("_with".to_owned())];
        leaf.prop_recursive(4, 32, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(key(), inner, 0..4).prop_map(Value::from_iter),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_plain_input_is_sent_as_the_host_would_send_it(value in values()) {
            let text = value.to_string();
            if let Some(sent) = super::envelope(&text) {
                let members = value::given_members(value.as_object().cloned().unwrap());
                let expected = envelope::service(sent_members(&members).unwrap()).to_string();
                let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
                prop_assert_eq!(read(&sent), read(&expected));
            }
        }

        #[test]
        fn a_plain_reply_is_the_value_that_the_host_would_bind(value in values()) {
            let text = value.to_string();
            if is_plain(&text, Side::Reply) {
                let mut bound = rules::action(aro_abi::HostPath::Eager, "p.a", Some(&text)).unwrap();
                prop_assert!(rules::take_events(&mut bound).is_empty());
                // serde_json may read a long number with another last bit than it was written from.
                let read: Value = serde_json::from_str(&text).unwrap();
                prop_assert!(value::same(&bound, &read));
            }
        }
    }
}
