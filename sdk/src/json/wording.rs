//! `serde_json`'s messages in the words of an ARO program: lists, objects, integers; no Rust types, no columns of a text that the caller
//! never saw.

use crate::error::add;

/// How much of a value that came a message quotes.
const QUOTED: usize = 60;

/// `invalid type: string "five", expected u32 at line 1 column 6` → `expected an integer, got the string "five"`.
///
/// `text` is the value that the error is about, where that is known.
pub(crate) fn reworded(error: &serde_json::Error, text: Option<&str>) -> String {
    let full = error.to_string();
    let placed = if error.line() > 0 { around(&full, " at line ") } else { None };
    let message = placed.map_or(full.as_str(), |(message, _)| message);
    in_words(message, text.map_or(["", ""], |text| [", got ", kind_of(text)]))
}

fn in_words(message: &str, [got, kind]: [&str; 2]) -> String {
    let mut out = String::new();
    let behind = |kind| inside(message, kind, "");
    let bad_value = behind("invalid value: ");
    let mismatch = bad_value.or_else(|| behind("invalid type: ")).or_else(|| behind("invalid length "));
    if let Some((came, expected)) = mismatch.and_then(|mismatch| around(mismatch, ", expected ")) {
        add(&mut out, &["expected "]);
        add_expected(&mut out, expected, bad_value.is_some());
        add(&mut out, &[", got "]);
        add_came(&mut out, came);
    } else if add_by(MESSAGES, &mut out, message) {
    } else if add_by(UNPLACED, &mut out, message) {
        add(&mut out, &[got, kind]);
    } else if message.starts_with("expected ") && around(message, ", got ").is_none() {
        add(&mut out, &[message, got, kind]);
    } else {
        add(&mut out, &[message]);
    }
    out
}

/// What is before and behind the last `mark`. Not by `rsplit_once`, whose search is compiled in every plugin, and made for longer texts.
#[inline(never)]
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

/// What is between the two ends of a text.
#[inline(never)]
fn inside<'t>(text: &'t str, before: &str, behind: &str) -> Option<&'t str> {
    text.strip_prefix(before)?.strip_suffix(behind)
}

/// What is before and behind the first such byte, an ASCII character.
#[inline(never)]
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

// Tables are texts: a line is `what serde_json says=what is said instead`, and `|` stands for any text, which is taken over. As code, or as arrays with
// addresses that the loader puts right at each start, they would be several kilobytes in every plugin.

const MESSAGES: &str = "\
missing field `|`=the field \"|\" is missing
trailing characters=the list has more elements than are expected
number out of range=the number is too large
";

/// Messages that do not say what came.
const UNPLACED: &str = "\
data did not match any variant of untagged enum |=the value has none of the forms that | can have
expected value=expected the name of a variant, or an object with that name as its key
";

/// What is expected where the value is of the right type and does not fit.
const VALUES: &str = "\
u8=an integer from 0 to 255
u16=an integer from 0 to 65535
u32=an integer from 0 to 4294967295
u64=an integer that is not negative
usize=an integer that is not negative
u128=an integer that is not negative
i8=an integer from -128 to 127
i16=an integer from -32768 to 32767
i32=an integer from -2147483648 to 2147483647
i64=an integer from -9223372036854775808 to 9223372036854775807
isize=an integer from -9223372036854775808 to 9223372036854775807
";

const TYPES: &str = "\
u8=an integer
u16=an integer
u32=an integer
u64=an integer
u128=an integer
usize=an integer
i8=an integer
i16=an integer
i32=an integer
i64=an integer
i128=an integer
isize=an integer
f32=a number
f64=a number
a borrowed string=a string
a string=a string
str=a string
string=a string
a borrowed path=a string
path string=a string
a character=a string of one character
a sequence=a list
a borrowed byte array=a list
byte array=a list
a map=an object
a boolean=a boolean
bool=a boolean
unit=null
a nonzero |=an integer other than 0
a tuple of size 1=a list of 1 element
a tuple of size |=a list of | elements
an array of length 1=a list of 1 element
an array of length |=a list of | elements
struct |=an object (|)
tuple |=a list (|)
enum |=a variant of |
|=|
";

const CAME: &str = "\
map=an object
sequence=a list
integer `|`=the integer |
floating point `|`=the number |
boolean `|`=the boolean |
|=|
";

/// Adds what the first line that fits says instead of `text`, if there is one.
#[inline(never)]
fn add_by(mut table: &str, out: &mut String, text: &str) -> bool {
    while let Some((line, rest)) = cut(table, b'\n') {
        let Some((said, instead)) = cut(line, b'=') else { return false };
        let between = match cut(said, b'|') {
            Some((before, behind)) => inside(text, before, behind),
            None => inside(text, said, "").filter(|rest| rest.is_empty()),
        };
        if let Some(between) = between {
            match cut(instead, b'|') {
                Some((before, behind)) => add(out, &[before, between, behind]),
                None => add(out, &[instead]),
            }
            return true;
        }
        table = rest;
    }
    false
}

fn add_expected(out: &mut String, expected: &str, by_value: bool) {
    if by_value && add_by(VALUES, out, expected) {
        return;
    }
    if let Some((kind, count)) = around(expected, " with ") {
        if inside(kind, "tuple struct ", "").is_some() {
            return add(out, &["a list of ", count]);
        }
        if let Some(name) = inside(kind, "struct ", "") {
            return add(out, &["an object (", name, "), or a list of ", count]);
        }
    }
    add_by(TYPES, out, expected);
}

fn add_came(out: &mut String, came: &str) {
    match inside(came, "string \"", "\"") {
        Some(text) => add_shortened(out, text),
        None => {
            add_by(CAME, out, came);
        }
    }
}

/// Adds a string, its text cut after so many characters. The text has Rust's escapes, and each stands for one character.
fn add_shortened(out: &mut String, text: &str) {
    let (mut count, mut end, mut at) = (0, text.len(), 0);
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        if count == QUOTED {
            end = at;
        }
        count += 1;
        at += match rest {
            [b'\\', b'u', digits @ ..] => 3 + length_of(digits, |byte| byte != b'}'),
            [b'\\', ..] => 2,
            _ => 1 + length_of(&rest[1..], |byte| byte & 0xc0 == 0x80),
        };
    }
    match text.get(..end) {
        Some(begin) if count > QUOTED => {
            add(out, &["the string \"", begin, "…\" (", &count.to_string(), " characters)"])
        }
        _ => add(out, &["the string \"", text, "\""]),
    }
}

/// Of how many bytes at the beginning this is so.
fn length_of(bytes: &[u8], is: fn(u8) -> bool) -> usize {
    let mut length = 0;
    while bytes.get(length).is_some_and(|byte| is(*byte)) {
        length += 1;
    }
    length
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_json_says_is_said_in_words_of_aro() {
        for (message, words) in [
            ("missing field `a|b`", "the field \"a|b\" is missing"),
            ("trailing characters", "the list has more elements than are expected"),
            ("number out of range", "the number is too large"),
            ("invalid type: string \"five\", expected u32", "expected an integer, got the string \"five\""),
            ("invalid type: map, expected a tuple of size 2", "expected a list of 2 elements, got an object"),
            ("invalid type: unit value, expected an array of length 1", "expected a list of 1 element, got unit value"),
            (
                "invalid type: null, expected struct Row with 3 elements",
                "expected an object (Row), or a list of 3 elements, got null",
            ),
            ("invalid type: null, expected struct Row", "expected an object (Row), got null"),
            (
                "invalid type: null, expected tuple struct Row with 3 elements",
                "expected a list of 3 elements, got null",
            ),
            ("invalid type: null, expected tuple variant Kind::A", "expected a list (variant Kind::A), got null"),
            ("invalid type: sequence, expected enum Kind", "expected a variant of Kind, got a list"),
            ("invalid type: floating point `2.5`, expected i64", "expected an integer, got the number 2.5"),
            ("invalid value: integer `300`, expected u8", "expected an integer from 0 to 255, got the integer 300"),
            (
                "invalid value: integer `0`, expected a nonzero u8",
                "expected an integer other than 0, got the integer 0",
            ),
            (
                "invalid value: string \", expected \", expected a date",
                "expected a date, got the string \", expected \"",
            ),
            ("invalid length 3, expected a tuple of size 2", "expected a list of 2 elements, got 3"),
            ("invalid kind of row", "invalid kind of row"),
            ("expected `,` or `]`", "expected `,` or `]`, got a list"),
            ("expected value", "expected the name of a variant, or an object with that name as its key, got a list"),
            (
                "data did not match any variant of untagged enum Kind",
                "the value has none of the forms that Kind can have, got a list",
            ),
        ] {
            assert_eq!(in_words(message, [", got ", "a list"]), words);
        }
    }

    #[test]
    fn a_string_is_cut_between_characters() {
        let came = |text: &str| {
            let mut out = String::new();
            add_came(&mut out, &format!("string {text:?}"));
            out
        };
        assert_eq!(came("é\u{1}\"\\"), r#"the string "é\u{1}\"\\""#);
        for letter in ["x", "é", "🙂", "\"", "\u{1}", "\n"] {
            let escaped = format!("{letter:?}");
            let escaped = escaped.trim_matches('"').repeat(60);
            let escaped = if letter == "\"" { "\\\"".repeat(60) } else { escaped };
            assert_eq!(came(&letter.repeat(60)), format!("the string \"{escaped}\""));
            assert_eq!(came(&letter.repeat(61)), format!("the string \"{escaped}…\" (61 characters)"));
        }
    }
}
