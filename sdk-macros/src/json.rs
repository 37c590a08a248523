//! Writing metadata.

use std::fmt::Write as _;

/// A JSON object, written member by member.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }

    pub(crate) fn member(mut self, key: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        let _ = write!(self.0, "{}:{value}", text(key));
        self
    }

    pub(crate) fn text(self, key: &str, value: &str) -> Self {
        self.member(key, &text(value))
    }

    /// Nothing when there is nothing to say.
    pub(crate) fn optional(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    pub(crate) fn texts<S: AsRef<str>>(self, key: &str, values: impl IntoIterator<Item = S>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| text(value.as_ref())).collect();
        self.member(key, &format!("[{}]", values.join(",")))
    }

    /// The object without its end.
    pub(crate) fn open(self) -> String {
        self.0
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON string.
pub(crate) fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            c if c < ' ' || c == '\x7f' => write!(out, "\\u{:04x}", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("a\"\\\n\u{1}é"), r#""a\"\\\n\u0001é""#);
        assert_eq!(Object::new().text("a", "b").texts("c", ["d"]).finish(), r#"{"a":"b","c":["d"]}"#);
    }
}
