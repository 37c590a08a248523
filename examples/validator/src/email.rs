//! E-mail addresses.

use aro_sdk::prelude::*;

use crate::hostname::{alphanumeric_or, last_label};

/// The longest address that fits into an SMTP path (RFC 5321, 4.5.3.1.3: 256 octets with the angle
/// brackets).
const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;

#[derive(Debug, PartialEq, Serialize)]
struct EmailCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// Checks that a value is a well-formed e-mail address.
///
/// It accepts the common form: before the `@` a dot-atom of at most 64 bytes, after it the name of
/// a domain with at least two labels, whose last one is alphabetic or begins with `xn--`; ASCII
/// throughout. Not accepted, though the RFCs allow them: quoted local parts (`"a b"@c.io`),
/// addresses of machines (`a@[10.0.0.1]`), comments, and letters beyond ASCII (a domain is fine in
/// its `xn--` form).
#[aro_action(verbs = ["ValidateEmail", "CheckEmail"], prepositions = ["from", "with"])]
fn validate_email(value: &str) -> EmailCheck<'_> {
    EmailCheck { valid: is_email(value), value, kind: "email" }
}

/// The local part ends at the first byte that an atom cannot contain, which must be the `@`. A
/// domain contains no `@`, so a second one is refused there.
fn is_email(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() <= MAX_ADDRESS
        && dot_atom(bytes).is_some_and(|local| {
            local <= MAX_LOCAL && bytes[local..].first() == Some(&b'@') && is_mail_domain(&value[local + 1..])
        })
}

/// The length of the atoms at the start, with single dots between them (RFC 5322, 3.2.3).
fn dot_atom(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let atom = bytes[start..].iter().take_while(|byte| IS_ATEXT[usize::from(**byte)]).count();
        let end = start + atom;
        match bytes.get(end) {
            _ if atom == 0 => return None,
            Some(b'.') => start = end + 1,
            _ => return Some(end),
        }
    }
}

const IS_ATEXT: [bool; 256] = alphanumeric_or(b"!#$%&'*+-/=?^_`{|}~");

/// A top-level domain that is not alphabetic would be a part of an IP address or a typing
/// error.
fn is_mail_domain(domain: &str) -> bool {
    match last_label(domain) {
        None | Some(0) => false,
        Some(start) => is_alphabetic(&domain[start..]) || is_punycode(&domain[start..]),
    }
}

fn is_alphabetic(tld: &str) -> bool {
    tld.len() >= 2 && tld.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_punycode(tld: &str) -> bool {
    tld.len() > 4 && tld.as_bytes()[..4].eq_ignore_ascii_case(b"xn--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed() {
        for value in [
            "a@b.io",
            "first.last@example.com",
            "user+tag@mail.example.co.uk",
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "UPPER@EXAMPLE.COM",
            "x@1-2.museum",
            "1234567890@example.org",
            "_@example.com",
            "a@xn--bcher-kva.example",
            "a@example.xn--p1ai",
            "a@example.XN--P1AI",
        ] {
            assert!(validate_email(value).valid, "{value}");
        }
    }

    #[test]
    fn malformed() {
        for value in [
            "",
            "@",
            "plain",
            "@example.com",
            "a@",
            "a@@b.io",
            "a@b@c.io",
            "a@localhost",
            "a@.io",
            "a@b.",
            "a@b.io.",
            "a@b..io",
            ".a@b.io",
            "a.@b.io",
            "a..b@c.io",
            "a b@c.io",
            " a@b.io",
            "a@b.io\n",
            "a@-b.io",
            "a@b-.io",
            "a@b_c.io",
            "a@b.c",
            "a@b.c1",
            "a@b.xn--",
            "a@10.0.0.1",
            "a@[10.0.0.1]",
            "\"a b\"@c.io",
            "a(comment)@c.io",
            "Alice <a@b.io>",
            "ä@example.com",
            "a@bücher.example",
            "a@b.io\0",
        ] {
            assert!(!validate_email(value).valid, "{value:?}");
        }
    }

    #[test]
    fn lengths() {
        let local = "a".repeat(64);
        assert!(is_email(&format!("{local}@example.com")));
        assert!(!is_email(&format!("{local}a@example.com")));

        let labels = format!("{0}.{0}.{0}", "b".repeat(60)); // 182
        let fits = format!("{local}@{labels}.{}", "io".repeat(3)); // 64 + 1 + 182 + 1 + 6
        assert_eq!(fits.len(), MAX_ADDRESS);
        assert!(is_email(&fits));
        assert!(!is_email(&format!("{fits}x")));
    }

    #[test]
    fn the_reply_borrows_the_value() {
        let value = String::from("a@b.io");
        assert_eq!(validate_email(&value).value.as_ptr(), value.as_ptr());
        let json = serde_json::to_value(validate_email(&value)).unwrap();
        assert_eq!(json, serde_json::json!({ "valid": true, "value": "a@b.io", "type": "email" }));
    }
}
