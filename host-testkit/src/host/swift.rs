//! Values as Swift prints them, in strings and in traces.

use serde_json::Value;

use super::value;

/// The value inside a string: a string as it is.
pub(crate) fn description(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => debug(other),
    }
}

/// The value inside a list or an object: a string in quotes.
pub(crate) fn debug(value: &Value) -> String {
    if let Some(seconds) = value::date_of(value) {
        return value::date(seconds);
    }
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(debug).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "[:]".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{}: {}", quoted(key), debug(value)));
            format!("[{}]", members.collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(double) => shortest(double),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => quoted.push_str("\\0"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The shortest digits that give the number back, with an exponent from 2⁵⁴ up and below 10⁻⁴.
fn shortest(number: f64) -> String {
    const LARGE: f64 = 18_014_398_509_481_984.0;
    if number == 0.0 || (1e-4..LARGE).contains(&number.abs()) {
        return format!("{number:?}");
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_printed_as_swift_does() {
        assert_eq!(description(&json!("a\"b")), "a\"b");
        assert_eq!(description(&json!([1, 2.0, "q\"\n", null, {}])), r#"[1, 2.0, "q\"\n", null, [:]]"#);
        assert_eq!(debug(&json!({ "a": [true] })), r#"["a": [true]]"#);
        assert_eq!([2.567, 1e300, 1e-7].map(shortest), ["2.567", "1e+300", "1e-07"]);
    }
}
