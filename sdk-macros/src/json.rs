//! Writing metadata.

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
        self.0.push_str(&text(key));
        self.0.push(':');
        self.0.push_str(value);
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

    pub(crate) fn texts(self, key: &str, values: &[String]) -> Self {
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
    pub(crate) fn open(self) -> String {
        self.0
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON string, written as the SDK writes it: a plugin's own test compares the two.
pub(crate) fn text(value: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("a\"\\\n\u{1}é"), r#""a\"\\\n\u0001é""#);
        assert_eq!(text("\t\r\u{8}\u{c}\u{7f}"), "\"\\t\\r\\b\\f\u{7f}\"");
        assert_eq!(Object::new().text("a", "b").texts("c", &["d".to_owned()]).finish(), r#"{"a":"b","c":["d"]}"#);
    }
}
