//! An error as a reply.

use super::Reply;
use crate::error::Error;
use crate::json::{put, write_string, write_value};

impl Reply {
    /// `{"error": message, "error_code": n, "category"?, "details"?}` ([ABI, section
    /// 5](aro_abi::reference#5-replies-of-actions-and-services)).
    pub(crate) fn error(error: &Error) -> Self {
        let mut reply = Reply::usual();
        let out = reply.json_mut();
        out.extend_from_slice(b"{\"error\":");
        write_string(out, error.message());
        out.extend_from_slice(b",\"error_code\":");
        // Cannot fail: it is a number.
        let _ = write_value(out, 1, &error.code().number());
        if let Some(category) = error.category() {
            put(out, b",\"category\":");
            write_string(out, category.name());
        }
        let mut before: &[u8] = b",\"details\":{";
        for (key, json) in error.details_as_json() {
            // Null is left out, as in results.
            if json != b"null" {
                put(out, before);
                write_string(out, key);
                put(out, b":");
                put(out, json);
                before = b",";
            }
        }
        if before == b"," {
            out.push(b'}');
        }
        out.push(b'}');
        reply
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use serde_json::Value;

    use super::*;

    #[test]
    fn of_details_with_one_key_the_last_counts_and_null_is_left_out() {
        let error = Error::not_found("x")
            .with_detail("b", 1)
            .with_detail("c", [1.5, 2.0])
            .with_detail("a", "\"1\"")
            .with_detail("b", 2)
            .with_detail("nothing", None::<u8>)
            .with_detail("d", json!({ "nothing": null, "": [null, {}] }))
            .with_detail("none", f64::NAN);
        let details = json!({
            "a": "\"1\"", "b": 2, "c": [1.5, 2.0], "d": { "": [null, {}] }, "nothing": null, "none": "NaN is not a number that JSON knows"
        });
        assert_eq!(Value::Object(error.details()), details);
        let deep = serde_json::value::RawValue::from_string("[".repeat(130) + &"]".repeat(130)).unwrap();
        let odd = Error::not_found("x").with_detail("k\"", "v").with_detail("deep", &deep);
        assert_eq!(Value::Object(odd.details()), json!({ "k\"": "v", "deep": deep.get() }));
        let copy = error.copy().with_detail("d", 5);
        assert_eq!((copy.details().len(), &copy.details()["d"], copy.message()), (6, &json!(5), "x"));
        let written = Reply::error(&error);
        let written: Value = serde_json::from_slice(written.json()).unwrap();
        let mut details = details;
        details.as_object_mut().unwrap().remove("nothing");
        assert_eq!(written, json!({ "error": "x", "error_code": 2, "details": details }));
    }
}
