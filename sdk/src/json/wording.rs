//! `serde_json`'s messages in the words of an ARO program: lists, objects, integers; no Rust types, no columns of a text that the caller
//! never saw.

/// How much of a value that came a message quotes.
const QUOTED: usize = 60;

/// `invalid type: string "five", expected u32 at line 1 column 6` → `expected an integer, got the string "five"`.
///
/// `text` is the value that the error is about, where that is known.
pub(crate) fn reworded(error: &serde_json::Error, text: Option<&str>) -> String {
    let full = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = full.strip_suffix(&place[..]).unwrap_or(&full);
    let got = match text {
        Some(text) => format!(", got {}", kind_of(text)),
        None => String::new(),
    };
    in_words(message, &got)
}

fn in_words(message: &str, got: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return format!("the field \"{field}\" is missing");
    }
    if let Some(name) = message.strip_prefix("data did not match any variant of untagged enum ") {
        return format!("the value has none of the forms that {name} can have{got}");
    }
    if let Some((came, expected)) = came_and_expected(message, "invalid type: ") {
        return format!("expected {}, got {}", expected_in_words(expected, false), came_in_words(came));
    }
    if let Some((came, expected)) = came_and_expected(message, "invalid value: ") {
        return format!("expected {}, got {}", expected_in_words(expected, true), came_in_words(came));
    }
    if let Some((length, expected)) = came_and_expected(message, "invalid length ") {
        return format!("expected {}, got {length}", expected_in_words(expected, false));
    }
    match message {
        "trailing characters" => "the list has more elements than are expected".to_owned(),
        "expected value" => format!("expected the name of a variant, or an object with that name as its key{got}"),
        other if other.starts_with("expected ") && around(other, ", got ").is_none() => format!("{other}{got}"),
        "number out of range" => "the number is too large".to_owned(),
        other => other.to_owned(),
    }
}

/// The two halves of a message of this kind.
fn came_and_expected<'t>(message: &'t str, kind: &str) -> Option<(&'t str, &'t str)> {
    around(message.strip_prefix(kind)?, ", expected ")
}

/// What is before and behind the last `mark`. Not by `rsplit_once`, whose search is compiled in every plugin, and made for longer texts.
fn around<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let mut at = text.len();
    while at > 0 {
        at -= 1;
        if let Some((before, behind)) = text.split_at_checked(at)
            && let Some(behind) = behind.strip_prefix(mark)
        {
            return Some((before, behind));
        }
    }
    None
}

fn expected_in_words(expected: &str, by_value: bool) -> String {
    let word = match expected {
        "u8" if by_value => "an integer from 0 to 255",
        "u16" if by_value => "an integer from 0 to 65535",
        "u32" if by_value => "an integer from 0 to 4294967295",
        "u64" | "usize" | "u128" if by_value => "an integer that is not negative",
        "i8" if by_value => "an integer from -128 to 127",
        "i16" if by_value => "an integer from -32768 to 32767",
        "i32" if by_value => "an integer from -2147483648 to 2147483647",
        "i64" | "isize" if by_value => "an integer from -9223372036854775808 to 9223372036854775807",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => {
            "an integer"
        }
        "f32" | "f64" => "a number",
        "a borrowed string" | "a string" | "str" | "string" | "a borrowed path" | "path string" => "a string",
        "a character" => "a string of one character",
        "a sequence" | "a borrowed byte array" | "byte array" => "a list",
        "a map" => "an object",
        "a boolean" | "bool" => "a boolean",
        "unit" => "null",
        nonzero if nonzero.starts_with("a nonzero ") => "an integer other than 0",
        other => return expected_compound(other),
    };
    word.to_owned()
}

fn expected_compound(expected: &str) -> String {
    let elements = |count: &str| if count == "1" { "1 element".to_owned() } else { format!("{count} elements") };
    if let Some(count) = expected.strip_prefix("a tuple of size ") {
        return format!("a list of {}", elements(count));
    }
    if let Some(count) = expected.strip_prefix("an array of length ") {
        return format!("a list of {}", elements(count));
    }
    if let Some(rest) = expected.strip_prefix("struct ") {
        return match around(rest, " with ") {
            Some((name, count)) => format!("an object ({name}), or a list of {count}"),
            None => format!("an object ({rest})"),
        };
    }
    if let Some(rest) = expected.strip_prefix("tuple ") {
        return match rest.strip_prefix("struct ").and_then(|rest| around(rest, " with ")) {
            Some((_, count)) => format!("a list of {count}"),
            None => format!("a list ({rest})"),
        };
    }
    match expected.strip_prefix("enum ") {
        Some(name) => format!("a variant of {name}"),
        None => expected.to_owned(),
    }
}

fn came_in_words(came: &str) -> String {
    let inside = |prefix: &str| came.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('`'));
    if let Some(number) = inside("integer `") {
        return format!("the integer {number}");
    }
    if let Some(number) = inside("floating point `") {
        return format!("the number {number}");
    }
    if let Some(value) = inside("boolean `") {
        return format!("the boolean {value}");
    }
    match came {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => match came.strip_prefix("string \"").and_then(|rest| rest.strip_suffix('"')) {
            Some(text) => format!("the string {}", shortened(text)),
            None => came.to_owned(),
        },
    }
}

/// A quoted text, cut after so many characters. The text has Rust's escapes, and each stands for one character.
fn shortened(text: &str) -> String {
    let (mut count, mut end) = (0, text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if count == QUOTED {
            end = at;
        }
        count += 1;
        if c == '\\'
            && let Some((_, 'u')) = chars.next()
        {
            while chars.next().is_some_and(|(_, c)| c != '}') {}
        }
    }
    if count > QUOTED { format!("\"{}…\" ({count} characters)", &text[..end]) } else { format!("\"{text}\"") }
}

/// What the JSON text of a value is, in a word with its article.
pub(crate) fn kind_of(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}
