//! Reading JSON as deep as the hosts do.

use serde::de::{DeserializeOwned, IgnoredAny};

/// How deep a reply may nest for the hosts. serde_json by default stops at 128 levels.
const HOST_DEPTH: usize = 512;

/// Why a string is not a `T`.
pub(crate) enum Fault {
    /// It is not JSON.
    Form(serde_json::Error),
    /// It is JSON, but not a `T`.
    Type(serde_json::Error),
}

pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    parse(text).map_err(|fault| {
        // A wrong type is often reported before the end of the string, so parse again to find out
        // whether the rest is JSON.
        match parse::<IgnoredAny>(text) {
            Ok(_) if fault.is_data() => Fault::Type(fault),
            Ok(_) => Fault::Form(fault),
            Err(form) => Fault::Form(form),
        }
    })
}

/// Whether a string nests deeper than hosts read.
#[cfg(feature = "conformance")]
pub(crate) fn is_too_deep(text: &str) -> bool {
    depth(text) > HOST_DEPTH
}

fn parse<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    if depth(text) <= HOST_DEPTH {
        json.disable_recursion_limit();
    }
    let value = T::deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

fn depth(text: &str) -> usize {
    let (mut open, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => open += 1,
            b']' | b'}' if !quoted => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn depth_is_that_of_the_hosts() {
        let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read::<Value>(&nested(512)).is_ok());
        assert!(matches!(read::<Value>(&nested(513)), Err(Fault::Form(_))));
        assert!(matches!(read::<Value>(&nested(1_000_000)), Err(Fault::Form(_))));
    }

    #[test]
    fn brackets_in_texts_do_not_count() {
        assert_eq!(depth(r#"{"a[[":["\"[",{}]}"#), 3);
    }

    #[test]
    fn a_fault_of_form_wins_over_one_of_type() {
        assert!(matches!(read::<u8>(r#"{"a":"#), Err(Fault::Form(_))));
        assert!(matches!(read::<u8>("7 8"), Err(Fault::Form(_))));
        assert!(matches!(read::<u8>("{}"), Err(Fault::Type(_))));
        assert!(read::<u8>(" 7 ").is_ok());
    }
}
