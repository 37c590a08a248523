//! Checks JSON that the author passes on as it is: `RawValue`, and numbers of arbitrary precision.
//!
//! It is valid JSON, but hosts accept less ([ABI, section
//! 5](aro_abi::reference#5-replies-of-actions-and-services)): no number that a double cannot hold,
//! no unpaired surrogate, no nesting beyond [`MAX_DEPTH`].

use memchr::{memchr, memchr2};

use super::{MAX_DEPTH, SerializeError, too_deep};

/// Checks JSON that is inside `depth` lists and objects.
pub(super) fn check(json: &[u8], depth: usize) -> Result<(), SerializeError> {
    if is_harmless(json, depth) { Ok(()) } else { check_each_token(json, depth) }
}

/// Whether there is certainly nothing to refuse: too short to be nested too deep or for a number
/// with too many digits, and without an escape, an exponent or a NUL. Most raw values are like
/// this, and the loop is vectorized.
fn is_harmless(json: &[u8], depth: usize) -> bool {
    if json.len() > MAX_PLAIN_DIGITS || json.len() / 2 > MAX_DEPTH - depth {
        return false;
    }
    let Some((last, most)) = json.split_last() else { return true };
    let mut is_suspicious = matches!(last, b'\\' | 0);
    // `|` and `&` instead of `||` and `&&`: a loop without branches is vectorized.
    for (byte, next) in most.iter().zip(&json[1..]) {
        let is_exponent = (byte.wrapping_sub(b'0') < 10) & (next | 0x20 == b'e');
        is_suspicious |= is_exponent | (*byte == b'\\') | (*byte == 0);
    }
    !is_suspicious
}

fn check_each_token(json: &[u8], depth: usize) -> Result<(), SerializeError> {
    // A NUL would end the reply.
    if let Some(at) = memchr(0, json) {
        return Err(SerializeError::of(format!("raw JSON contains no NUL, but this does, at byte {at}")));
    }
    let (mut depth, mut at) = (depth, 0);
    while let Some(byte) = json.get(at) {
        at = match byte {
            b'"' => end_of_string(json, at + 1)?,
            b'-' | b'0'..=b'9' => end_of_number(json, at)?,
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(too_deep());
                }
                at + 1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            _ => at + 1,
        };
    }
    Ok(())
}

/// The end of the string whose content begins at `at`.
fn end_of_string(json: &[u8], mut at: usize) -> Result<usize, SerializeError> {
    while let Some(found) = json.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if json[at] == b'"' {
            return Ok(at + 1);
        }
        at += match unit(json, at) {
            None => "\\n".len(),
            Some(high @ 0xd800..=0xdbff) => {
                if !matches!(unit(json, at + UNIT), Some(0xdc00..=0xdfff)) {
                    return Err(unpaired(high, at));
                }
                2 * UNIT
            }
            Some(low @ 0xdc00..=0xdfff) => return Err(unpaired(low, at)),
            Some(_) => UNIT,
        };
    }
    Ok(json.len())
}

/// The length of `\u0000`.
const UNIT: usize = 6;

/// The UTF-16 code unit that is escaped at `at`.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + UNIT)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn unpaired(unit: u16, at: usize) -> SerializeError {
    SerializeError::of(format!("raw JSON has an unpaired surrogate \\u{unit:04x} at byte {at}, which hosts refuse"))
}

/// No number with fewer digits, and without an exponent, is beyond a double.
const MAX_PLAIN_DIGITS: usize = 308;

/// The end of the number that begins at `start`.
fn end_of_number(json: &[u8], start: usize) -> Result<usize, SerializeError> {
    let mut has_exponent = false;
    let mut end = start;
    while let Some(byte @ (b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) = json.get(end) {
        has_exponent |= matches!(byte, b'e' | b'E');
        end += 1;
    }
    if has_exponent || end - start > MAX_PLAIN_DIGITS {
        check_double(&json[start..end])?;
    }
    Ok(end)
}

fn check_double(number: &[u8]) -> Result<(), SerializeError> {
    if serde_json::from_slice::<f64>(number).is_ok() {
        return Ok(());
    }
    let shown = String::from_utf8_lossy(&number[..number.len().min(40)]);
    let dots = if shown.len() < number.len() { "…" } else { "" };
    Err(SerializeError::of(format!("the number {shown}{dots} is beyond what a double can hold, and hosts refuse it")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hosts_refuse_is_found_and_what_they_accept_passes() {
        let deep = |levels: usize| "[".repeat(levels) + "1" + &"]".repeat(levels);
        for (json, refused) in [
            ("1", false),
            ("1e308", false),
            ("-1.7976931348623157e308", false),
            ("1e400", true),
            ("-1E+400", true),
            ("[0.1e-400, 5e-324]", false),
            ("123456789012345678901234567890", false),
            (&"9".repeat(308), false),
            (&"9".repeat(400), true),
            (&format!("{}e-200", "9".repeat(400)), false),
            (&format!("0.{}", "9".repeat(400)), false),
            (r#""1e400 {[{[""#, false),
            (r#""\ud83d\ude00""#, false),
            (r#""\ud800""#, true),
            (r#""\udc00""#, true),
            (r#""\ud800\n""#, true),
            (r#""\ud800\ud800\udc00""#, true),
            (r#""\uD83D\uDE00\\ud800\"\/""#, false),
            (r#"{"\udead":1}"#, true),
            (r#"{"a":{"b":[1,{"c":1e999}]}}"#, true),
            ("\"a\0\"", true),
            (&deep(510), false),
            (&deep(511), true),
            (&deep(100_000), true),
        ] {
            assert_eq!(check(json.as_bytes(), 2).is_err(), refused, "{}", &json[..json.len().min(60)]);
        }
    }
}
