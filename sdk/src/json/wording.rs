//! `serde_json`'s messages in the words of an ARO program: lists, objects, integers; no Rust types, no columns of a text that the caller
//! never saw.

/// How much of a value that came a message quotes.
const QUOTED: usize = 80;

/// `invalid type: string "five", expected u32 at line 1 column 6` → `expected an integer, got the string "five"`.
pub(crate) fn reworded(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let message = match full.rfind(" at line ") {
        Some(position) if error.line() > 0 => &full[..position],
        _ => &full,
    };
    if let Some(field) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return format!("the field \"{field}\" is missing");
    }
    for kind in ["invalid type: ", "invalid value: ", "invalid length: "] {
        if let Some((came, expected)) = message.strip_prefix(kind).and_then(|rest| rest.rsplit_once(", expected ")) {
            let came = if kind == "invalid length: " { format!("{came} of them") } else { came_in_words(came) };
            return format!("expected {}, got {came}", expected_in_words(expected, kind == "invalid value: "));
        }
    }
    if message.starts_with("number out of range") {
        return "the number is too large or has too many digits".to_owned();
    }
    message.to_owned()
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
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => {
            "an integer"
        }
        "f32" | "f64" => "a number",
        "a borrowed string" | "a string" | "str" | "string" => "a string",
        "a character" => "a string of one character",
        "a sequence" | "a borrowed byte array" | "byte array" => "a list",
        "a map" => "an object",
        "a boolean" | "bool" => "a boolean",
        "unit" => "null",
        other => {
            return match other.split_once(' ') {
                Some(("struct", name)) => format!("an object ({name})"),
                Some(("tuple" | "tuple struct", rest)) => format!("a list ({rest})"),
                Some(("enum", name)) => format!("a variant of {name}"),
                _ => other.to_owned(),
            };
        }
    };
    word.to_owned()
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
        _ if came.starts_with("string ") => format!("the {}", shortened(came)),
        _ => came.to_owned(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…\" ({} characters)", &text[..end], text.chars().count() - 9),
        None => text.to_owned(),
    }
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
