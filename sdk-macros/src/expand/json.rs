//! Parts of the metadata that are known here, as JSON.

use syn::Lit;

use crate::model::DefaultValue;
use crate::syntax::Value;

/// A JSON object, written member by member.
pub(super) struct Object(String);

impl Object {
    pub(super) fn new() -> Self {
        Self(String::from("{"))
    }

    pub(super) fn member(mut self, key: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&text(key));
        self.0.push(':');
        self.0.push_str(value);
        self
    }

    pub(super) fn text(self, key: &str, value: &str) -> Self {
        self.member(key, &text(value))
    }

    /// Nothing when there is nothing to say.
    pub(super) fn optional(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    pub(super) fn texts(self, key: &str, values: &[String]) -> Self {
        let mut list = String::from("[");
        for value in values {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&text(value));
        }
        list.push(']');
        self.member(key, &list)
    }

    /// The object without its end.
    pub(super) fn open(self) -> String {
        self.0
    }

    pub(super) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON string, written as the SDK writes it: a plugin's own test compares the two.
pub(super) fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A default value as JSON, where it is a literal.
pub(super) fn default_json(default: &DefaultValue) -> Option<String> {
    match default {
        DefaultValue::Expr(value) => literal_json(value),
        DefaultValue::OfType => None,
    }
}

fn literal_json(value: &Value) -> Option<String> {
    match value.literal() {
        Some(Lit::Str(string)) => Some(text(&string.value())),
        Some(Lit::Char(c)) => Some(text(&c.value().to_string())),
        Some(Lit::Bool(value)) => Some(value.value.to_string()),
        Some(literal) => json_number(&literal),
        None => Some(format!("-{}", json_number(&value.negative()?)?)),
    }
}

fn json_number(literal: &Lit) -> Option<String> {
    match literal {
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        Lit::Float(number) => json_float(number.base10_digits()),
        _ => None,
    }
}

/// JSON has digits before and after the point, and no leading zeros.
fn json_float(digits: &str) -> Option<String> {
    let significant = digits.trim_start_matches('0');
    match significant.bytes().next() {
        _ if digits.ends_with('.') => None,
        Some(b'0'..=b'9') => Some(significant.to_owned()),
        _ => Some(format!("0{significant}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_json_has_them() {
        for (digits, json) in [("0.5", "0.5"), ("00.5", "0.5"), ("10.5e3", "10.5e3"), ("007e1", "7e1"), ("0e1", "0e1")]
        {
            assert_eq!(json_float(digits).as_deref(), Some(json));
        }
        assert_eq!(json_float("2."), None);
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("a\"\\\n\u{1}é"), r#""a\"\\\n\u0001é""#);
        assert_eq!(text("\t\r\u{8}\u{c}\u{7f}"), "\"\\t\\r\\b\\f\u{7f}\"");
        assert_eq!(Object::new().text("a", "b").texts("c", &["d".to_owned()]).finish(), r#"{"a":"b","c":["d"]}"#);
    }
}
