//! URLs.
//!
//! Why not the crate `url`: it is a browser's parser, which repairs its input.
//! `http:example.com`, `http:\\example.com` and a host with a tab inside are all valid
//! there, so a check of "is this a URL?" would say yes. It also brings some forty crates
//! and ten seconds of compilation. The check here is only whether a string follows RFC 3986, whose
//! grammar is the few lines below.

use std::net::{Ipv4Addr, Ipv6Addr};

use aro_sdk::prelude::*;

use crate::hostname::{is_hostname, top_level};

const SCHEMES: [&str; 5] = ["http", "https", "ftp", "ws", "wss"];

#[derive(Debug, PartialEq, Serialize)]
struct UrlCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// Checks that a value is an absolute URL with a host: http, https, ftp, ws or wss.
///
/// It accepts URLs by RFC 3986: `scheme://`, optionally a user (`user:password@`), a host
/// name, an IPv4 address or an IPv6 address in brackets, optionally a port from 1 to 65535, then
/// path, query and fragment. ASCII throughout: spaces and letters beyond ASCII have to be
/// percent-encoded, in host names `xn--`. A host may have a single label (`http://localhost/`) or a
/// dot at its end.
#[aro_action(verbs = ["ValidateURL", "CheckURL"], prepositions = ["from", "with"], name = "ValidateURL")]
fn validate_url(value: &str) -> UrlCheck<'_> {
    UrlCheck { valid: is_url(value), value, kind: "url" }
}

fn is_url(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (path_and_query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
        && is_authority(authority)
        && is_encoded(path_and_query, b":@/?")
        && is_encoded(fragment, b":@/?")
}

/// `[ userinfo "@" ] host [ ":" port ]`
fn is_authority(authority: &str) -> bool {
    let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    is_encoded(user, b":") && is_place(place)
}

fn is_place(place: &str) -> bool {
    if let Some(rest) = place.strip_prefix('[') {
        return rest.split_once(']').is_some_and(|(address, port)| {
            address.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
        });
    }
    match place.split_once(':') {
        Some((host, port)) => is_host(host) && is_port(port),
        None => is_host(place),
    }
}

/// A name whose last label is a number must be an IPv4 address: no such top-level domain can
/// exist.
fn is_host(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    if top_level(name).unwrap_or(name).bytes().all(|b| b.is_ascii_digit()) {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    is_hostname(name)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number != 0)
}

/// Whether `part` is made of RFC 3986's unreserved characters and sub-delims, of those in `also`,
/// and of bytes that are percent-encoded.
fn is_encoded(part: &str, also: &[u8]) -> bool {
    let mut bytes = part.bytes();
    let is_hex = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_hexdigit());
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            b'%' => is_hex(bytes.next()) && is_hex(bytes.next()),
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte) || also.contains(&byte),
        };
        if !fine {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed() {
        for value in [
            "http://example.com",
            "https://example.com/",
            "HTTPS://EXAMPLE.COM/",
            "ftp://files.example.com/a/b.txt",
            "ws://example.com/socket",
            "wss://example.com:443/socket",
            "http://localhost",
            "http://localhost:8080/health",
            "http://example.com./",
            "http://a-b.example.com:65535",
            "http://10.0.0.1/",
            "http://10.0.0.1:80/",
            "http://1.example/",
            "http://[::1]",
            "http://[2001:db8::1]:8080/a",
            "http://[::ffff:10.0.0.1]/",
            "http://user@example.com",
            "http://user:pa%40ss@example.com:80/",
            "http://:@example.com/",
            "http://xn--bcher-kva.example/",
            "http://example.com?q=1",
            "http://example.com#top",
            "http://example.com/a;b,c=d/!$&'()*+~_-.?q=a/b?c&d=:@#/frag?x",
            "http://example.com/%C3%A4%20b",
            "http://example.com//double//slash",
            "http://example.com/http://nested.example/",
        ] {
            assert!(validate_url(value).valid, "{value}");
        }
    }

    #[test]
    fn malformed() {
        for value in [
            "",
            "example.com",
            "//example.com",
            "http:",
            "http:/example.com",
            "http:example.com",
            "http://",
            "http:///path",
            "http://?q",
            "http://@/",
            "://example.com",
            "mailto:a@b.io",
            "file:///etc/passwd",
            "javascript://example.com/",
            " http://example.com",
            "http://example.com ",
            "http://example.com/a b",
            "http://exam ple.com/",
            "http://exa\tmple.com/",
            "http:\\\\example.com",
            "http://example.com/a\\b",
            "http://example.com/\n",
            "http://example.com/<a>",
            "http://example.com/?q[]=1",
            "http://example.com/%",
            "http://example.com/%4",
            "http://example.com/%zz",
            "http://example.com/#a#b",
            "http://bücher.example/",
            "http://example.com/ä",
            "http://-a.example/",
            "http://a..b/",
            "http://./",
            "http://a_b.example/",
            "http://%61.example/",
            "http://example.com:",
            "http://example.com:0",
            "http://example.com:65536",
            "http://example.com:+80",
            "http://example.com:80:80",
            "http://example.com:a",
            "http://256.0.0.1/",
            "http://1.2.3/",
            "http://1.2.3.4./",
            "http://12345/",
            "http://010.0.0.1/",
            "http://::1/",
            "http://[::1",
            "http://[::1]8080",
            "http://[::1]:",
            "http://[fe80::1%25eth0]/",
            "http://[10.0.0.1]/",
            "http://[]/",
            "http://a@b@example.com/",
            "http://a b@example.com/",
        ] {
            assert!(!validate_url(value).valid, "{value:?}");
        }
    }

    #[test]
    fn the_answer() {
        let json = serde_json::to_value(validate_url("nope")).unwrap();
        assert_eq!(json, serde_json::json!({ "valid": false, "value": "nope", "type": "url" }));
    }
}
