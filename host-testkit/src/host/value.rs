//! Values of an ARO program, as JSON.
//!
//! A value that JSON lacks is written as an object with one key, as in the captured exchanges:
//! `{"$date": seconds}`, `{"$data": "base64"}`, `{"$null": true}`, `{"$uint": n}`, `{"$float": x}`,
//! `{"$double": x}`.

use aro_abi::ValueType;
use serde_json::{Map, Number, Value};

/// A value that JSON lacks.
enum Marked<'v> {
    Date(f64),
    Data(&'v str),
    Null,
    Uint(&'v Value),
    Float(&'v Value),
    Double(f64),
}

fn marked(value: &Value) -> Option<Marked<'_>> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (key, inner) = members.iter().next()?;
    Some(match key.as_str() {
        "$date" => Marked::Date(inner.as_f64()?),
        "$data" => Marked::Data(inner.as_str()?),
        "$null" => Marked::Null,
        "$uint" => Marked::Uint(inner),
        "$float" => Marked::Float(inner),
        "$double" => Marked::Double(inner.as_f64()?),
        _ => return None,
    })
}

/// The current date. No plugin gets to see it.
pub(crate) fn now() -> Value {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    serde_json::json!({ "$date": seconds })
}

/// The seconds of a date.
pub(crate) fn date_of(value: &Value) -> Option<f64> {
    match marked(value) {
        Some(Marked::Date(seconds)) => Some(seconds),
        _ => None,
    }
}

/// A value without what JSON lacks, for the end of a program.
pub(crate) fn printable(value: &Value) -> Value {
    match (date_of(value), value) {
        (Some(seconds), _) => date(seconds).into(),
        (None, Value::Array(items)) => items.iter().map(printable).collect(),
        (None, Value::Object(members)) => {
            members.iter().map(|(key, value)| (key.clone(), printable(value))).collect::<Map<_, _>>().into()
        }
        (None, other) => other.clone(),
    }
}

/// A value that a test gives as JSON, as a program has it: null is the string "null".
pub(crate) fn given(value: Value) -> Value {
    match value {
        Value::Null => "null".into(),
        Value::Array(items) => items.into_iter().map(given).collect(),
        Value::Object(members) => given_members(members).into(),
        other => other,
    }
}

pub(crate) fn given_members(members: Map<String, Value>) -> Map<String, Value> {
    members.into_iter().map(|(key, value)| (key, given(value))).collect()
}

/// A value as envelopes contain it. Null, a date and binary data cannot be sent.
pub(crate) fn sent(value: &Value) -> Result<Value, &'static str> {
    Ok(match (marked(value), value) {
        (Some(Marked::Date(_)), _) => return Err("a date"),
        (Some(Marked::Data(_)), _) => return Err("binary data"),
        (Some(Marked::Null), _) => Value::Null,
        (Some(Marked::Uint(number) | Marked::Float(number)), _) => number.clone(),
        (Some(Marked::Double(number)), _) => number.into(),
        (None, Value::Null) => return Err("null"),
        (None, Value::Array(items)) => items.iter().map(sent).collect::<Result<Vec<_>, _>>()?.into(),
        (None, Value::Object(members)) => sent_members(members)?.into(),
        (None, other) => other.clone(),
    })
}

pub(crate) fn sent_members(members: &Map<String, Value>) -> Result<Map<String, Value>, &'static str> {
    members.iter().map(|(key, value)| Ok((key.clone(), sent(value)?))).collect()
}

/// The type of a value, as qualifiers know it (ABI, section 6).
pub(crate) fn type_of(value: &Value) -> ValueType {
    match (marked(value), value) {
        (Some(Marked::Double(_)), _) => ValueType::Double,
        (Some(_), _) | (None, Value::Object(_) | Value::Null) => ValueType::Object,
        (None, Value::String(_)) => ValueType::String,
        (None, Value::Bool(_)) => ValueType::Bool,
        (None, Value::Number(number)) if number.is_i64() => ValueType::Int,
        // Beyond 64 signed bits it is a `UInt64` to the host, for which ARO has no type.
        (None, Value::Number(number)) if number.is_u64() => ValueType::Object,
        (None, Value::Number(_)) => ValueType::Double,
        (None, Value::Array(_)) => ValueType::List,
    }
}

/// A value as a qualifier's input contains it: what JSON lacks becomes a string.
pub(crate) fn qualified(value: &Value) -> Value {
    match (marked(value), value) {
        (Some(Marked::Date(seconds)), _) => date(seconds).into(),
        (Some(Marked::Data(base64)), _) => format!("{} bytes", bytes(base64)).into(),
        (Some(Marked::Null), _) => "<null>".into(),
        (Some(Marked::Uint(number) | Marked::Float(number)), _) => number.to_string().into(),
        (Some(Marked::Double(number)), _) => number.into(),
        (None, Value::Null) => "null".into(),
        (None, Value::Number(number)) if number.is_u64() && !number.is_i64() => number.to_string().into(),
        (None, Value::Array(items)) => items.iter().map(qualified).collect(),
        (None, Value::Object(members)) => {
            members.iter().map(|(key, value)| (key.clone(), qualified(value))).collect::<Map<_, _>>().into()
        }
        (None, other) => other.clone(),
    }
}

/// `1970-01-01 00:00:00 +0000`
pub(crate) fn date(seconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "whole seconds are shown")]
    let seconds = seconds.floor() as i64;
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 0000-03-01, in eras of 400 years: a year that begins in March has its leap day at
    // its end.
    let (era, day) = ((days + 719_468).div_euclid(146_097), (days + 719_468).rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + era * 400 + carry;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} +0000", rest / 3_600, rest / 60 % 60, rest % 60)
}

fn bytes(base64: &str) -> usize {
    base64.trim_end_matches('=').len() * 3 / 4
}

/// 2⁶³, the first number that is too great for a 64-bit integer.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

/// A whole double as the integer that it equals.
fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation, reason = "whole and in range")]
    (number.fract() == 0.0 && number.abs() < BEYOND).then_some(number as i64)
}

/// From here up the host's parser rounds a positive integer to 2⁶³, which is a double.
const FIRST_ROUNDED: u64 = 9_223_372_036_854_775_296;
/// From here down it takes a negative integer for a double.
const LAST_EXACT: i64 = -999_999_999_999_999_999;

/// Whether an integer of an action's reply stays an integer.
pub(crate) fn is_exact(number: i64) -> bool {
    number >= LAST_EXACT && u64::try_from(number).map_or(true, |number| number < FIRST_ROUNDED)
}

/// A value from an action's reply, as a program has it (ABI, section 5). A number with a fraction
/// or an exponent stays a double.
pub(crate) fn bound(value: Value) -> Value {
    match value {
        Value::Null => "null".into(),
        Value::Number(number) => {
            if number.as_i64().is_some_and(is_exact) {
                number.into()
            } else {
                number.as_f64().into()
            }
        }
        Value::Array(items) => items.into_iter().map(bound).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, bound(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

/// A value from a qualifier's reply, as a program has it (ABI, section 6).
pub(crate) fn qualified_result(value: Value) -> Value {
    match value {
        Value::Null => "".into(),
        Value::Number(number) if number.is_i64() => number.into(),
        Value::Number(number) => integral(&number),
        Value::Array(items) => items.into_iter().map(qualified_result).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, qualified_result(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

fn integral(number: &Number) -> Value {
    let double = number.as_f64().unwrap_or_default();
    whole(double).map_or_else(|| double.into(), Value::from)
}

/// Whether two values are equal: numbers by value, objects in any order of keys.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_json_lacks_is_sent_as_the_hosts_send_it() {
        assert_eq!(sent(&json!([{ "$null": true }, { "$uint": u64::MAX }])), Ok(json!([null, u64::MAX])));
        assert_eq!(sent(&json!({ "a": [null] })), Err("null"));
        assert_eq!(sent(&json!({ "a": [{ "$date": 0 }] })), Err("a date"));
        assert_eq!(sent(&json!({ "$data": "AAEC" })), Err("binary data"));
        assert_eq!(qualified(&json!({ "$date": 0 })), json!("1970-01-01 00:00:00 +0000"));
        assert_eq!(qualified(&json!({ "$date": 951_782_400 })), json!("2000-02-29 00:00:00 +0000"));
        assert_eq!(qualified(&json!({ "$date": -1 })), json!("1969-12-31 23:59:59 +0000"));
        assert_eq!(qualified(&json!({ "$data": "AAEC" })), json!("3 bytes"));
        assert_eq!(qualified(&json!({ "$uint": 7 })), json!("7"));
    }

    #[test]
    fn a_replys_numbers_and_nulls_become_what_a_program_has() {
        let reply = json!({ "a": null, "b": [null, 2.0, 1e3, 0.1], "c": u64::MAX, "d": i64::MAX, "e": i64::MIN, "f": i64::MAX - 1 });
        let program = bound(reply.clone());
        assert_eq!(program["b"], json!(["null", 2.0, 1e3, 0.1]));
        assert!(["c", "d", "e", "f"].iter().all(|key| program[*key].is_f64()));
        let exact = json!([9_223_372_036_854_775_295_i64, -999_999_999_999_999_999_i64, -9_007_199_254_740_993_i64]);
        assert_eq!(bound(exact.clone()), exact);
        assert!(bound(json!(-1_000_000_000_000_000_000_i64)).is_f64());
        let program = qualified_result(reply);
        assert_eq!(program["b"], json!(["", 2, 1000, 0.1]));
        assert_eq!(program["d"], json!(i64::MAX));
    }

    #[test]
    fn values_are_compared_as_values() {
        assert!(same(&json!({ "a": 2, "b": [1.5] }), &json!({ "b": [1.5], "a": 2.0 })));
        assert!(!same(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
        assert!(!same(&json!([1]), &json!([1, 2])) && !same(&json!(1), &json!("1")));
    }

    #[test]
    fn types_are_those_of_the_host() {
        let values = [json!(2.0), json!(2), json!(null), json!({ "$uint": 1 }), json!([]), json!({ "$double": 2.0 })];
        let types = values.map(|value| type_of(&value).as_str());
        assert_eq!(types, ["Double", "Int", "Object", "Object", "List", "Double"]);
        assert_eq!(type_of(&json!(u64::MAX)), ValueType::Object);
    }
}
