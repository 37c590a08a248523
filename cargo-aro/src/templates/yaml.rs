//! Strings in YAML.

/// The string as a YAML scalar: plain where that is surely a string, else in double quotes.
pub(crate) fn scalar(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || " ._/-".contains(char);
    let begins_well = text.starts_with(|first: char| first.is_ascii_alphabetic()) || is_version(text);
    let ends_well = text.ends_with(|last: char| last.is_ascii_alphanumeric());
    // YAML 1.1 has these words for booleans and null, and hosts need strings.
    let is_word = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    if begins_well && ends_well && text.chars().all(is_plain) && !is_word.contains(&&*text.to_ascii_lowercase()) {
        return text.to_owned();
    }
    // A string of JSON is one of YAML.
    serde_json::Value::from(text).to_string()
}

/// `1.2.3`, also with a suffix, is no number.
fn is_version(text: &str) -> bool {
    let mut parts = text.splitn(3, '.');
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_number(parts.next()) && is_number(parts.next()) && parts.next().is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use aro_host_testkit::Manifest;

    use super::*;

    #[test]
    fn any_string_is_read_back_as_it_was() {
        for text in [
            "slugs",
            "0.1.0",
            "1.0.0-rc.1",
            "MIT OR Apache-2.0",
            "no",
            "True",
            "null",
            "~",
            "",
            " a",
            "a ",
            "a: b",
            "a # b",
            "\"q\"",
            "it's",
            "- a",
            "ä",
            "1.0",
            "12",
            "0x1",
            "\\",
            "a\nb",
            "\u{1f600}",
            "\u{0}",
            "{a}",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "2024-01-01",
            "1e3",
            ".inf",
            "1.2.",
            "target/release/lib ä.so",
        ] {
            let yaml = format!(
                "name: {0}\nversion: {0}\nhandle: {0}\nprovides: [{{ type: rust-plugin, path: . }}]\n",
                scalar(text)
            );
            let expected = Manifest::new(text).version(text).handle(text);
            assert_eq!(Manifest::parse(&yaml).expect(&yaml), expected, "{yaml}");
        }
    }
}
