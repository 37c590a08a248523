//! The details of an error: values of `serde_json`'s, which need no serializer.
//!
//! The serializer of results would do, but every plugin would have it compiled for these few values.

use serde_json::{Map, Value};

use super::{room, text};

/// Writes an object, like a result without the members that are null.
pub(super) fn write(out: &mut Vec<u8>, object: &Map<String, Value>) {
    room::reserve(out, 2);
    out.push(b'{');
    let mut first = true;
    for (key, value) in object {
        if !value.is_null() {
            text::write_key(out, first, key);
            write_value(out, value);
            first = false;
        }
    }
    out.push(b'}');
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::String(text) => text::write(out, text),
        Value::Object(object) => write(out, object),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
        scalar => out.extend_from_slice(scalar.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn details_are_written_as_results_are() {
        let details = json!({
            "": [[], {}, [1, -2, 2.5, 1e300, null, true], u64::MAX, i64::MIN],
            "a \"quoted\"\n": {"nothing": null, "then": {"nothing": null}, "é": "\u{0}/\u{1F600}"},
            "nothing": null,
            "zero": -0.0,
        });
        let Value::Object(object) = &details else { unreachable!() };
        let mut out = Vec::new();
        super::write(&mut out, object);
        let mut by_serializer = Vec::new();
        assert!(super::super::serializer::write_under(&mut by_serializer, "result", &details).is_ok());
        let whole = [b"{\"result\":", out.as_slice(), b"}"].concat();
        assert_eq!(String::from_utf8(whole).unwrap(), String::from_utf8(by_serializer).unwrap());
    }
}
