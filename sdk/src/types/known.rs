//! Types of well-known crates: the format of their strings, and what they are in words.
//!
//! The type's own name decides, as the compiler has it (`std::any::type_name`), and not how the
//! author's code spells it. So an alias of `uuid::Uuid` has the format of a UUID, and another type
//! that is called `Uuid` has none. No crate has to be a dependency of the SDK. If a name changes in
//! another version of its crate, the format is missing, and nothing is wrong.
//!
//! A format is there only if JSON Schema's definition of it is what the type reads: a date and time
//! without an offset is no `date-time`.

use super::TypeSet;

/// What is known about a type of another crate.
#[derive(Debug)]
pub(crate) struct KnownType {
    /// The first and the last segment of its path.
    path: (&'static str, &'static str),
    /// JSON Schema's format of its string.
    pub(crate) format: Option<&'static str>,
    /// What it is read from, where its `Deserialize` asks for anything.
    pub(crate) types: Option<TypeSet>,
    /// What is expected, for messages.
    pub(crate) expected: &'static str,
}

const fn known(path: (&'static str, &'static str), format: &'static str, expected: &'static str) -> KnownType {
    KnownType { path, format: Some(format), types: None, expected }
}

const fn plain(path: (&'static str, &'static str), expected: &'static str) -> KnownType {
    KnownType { path, format: None, types: None, expected }
}

const ZONED: &str = "a date and time with a time zone, such as \"2026-01-31T12:00:00+01:00[Europe/Berlin]\"";

const STRING_OR_LIST: Option<TypeSet> = Some(TypeSet::STRING.or(TypeSet::LIST));

static KNOWN: &[KnownType] = &[
    known(("chrono", "DateTime"), "date-time", "a date and time with an offset, such as \"2026-01-31T12:00:00Z\""),
    known(("chrono", "NaiveDate"), "date", "a date, such as \"2026-01-31\""),
    plain(("chrono", "NaiveDateTime"), "a date and time without an offset, such as \"2026-01-31T12:00:00\""),
    plain(("chrono", "NaiveTime"), "a time, such as \"12:00:00\""),
    // With the feature `serde-human-readable`. Without it, they are lists of numbers.
    KnownType {
        types: STRING_OR_LIST,
        ..plain(("time", "OffsetDateTime"), "a date and time, such as \"2026-01-31 12:00:00.0 +00:00:00\"")
    },
    KnownType { types: STRING_OR_LIST, ..known(("time", "Date"), "date", "a date, such as \"2026-01-31\"") },
    KnownType { types: STRING_OR_LIST, ..plain(("time", "Time"), "a time, such as \"12:00:00.0\"") },
    known(("jiff", "Timestamp"), "date-time", "a date and time with an offset, such as \"2026-01-31T12:00:00Z\""),
    plain(("jiff", "Zoned"), ZONED),
    plain(("jiff", "ZonedDateTime"), ZONED),
    known(("jiff", "Date"), "date", "a date, such as \"2026-01-31\""),
    plain(("jiff", "DateTime"), "a date and time without an offset, such as \"2026-01-31T12:00:00\""),
    plain(("jiff", "Time"), "a time, such as \"12:00:00\""),
    known(("jiff", "SignedDuration"), "duration", "a duration, such as \"PT2H30M\""),
    known(("jiff", "Span"), "duration", "a duration, such as \"P1M2DT3H\""),
    known(("uuid", "Uuid"), "uuid", "a UUID, such as \"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\""),
    known(("url", "Url"), "uri", "a URL, such as \"https://example.org/path\""),
    KnownType {
        path: ("rust_decimal", "Decimal"),
        format: None,
        types: Some(TypeSet::STRING.or(TypeSet::INT).or(TypeSet::DOUBLE)),
        expected: "a decimal number, such as \"12.50\"",
    },
    known(("core", "Ipv4Addr"), "ipv4", "an IPv4 address, such as \"192.0.2.1\""),
    known(("core", "Ipv6Addr"), "ipv6", "an IPv6 address, such as \"2001:db8::1\""),
    plain(("core", "IpAddr"), "an IP address, such as \"192.0.2.1\" or \"2001:db8::1\""),
    plain(("core", "SocketAddr"), "an IP address and a port, such as \"192.0.2.1:80\""),
];

/// What wraps a value and is not visible in JSON.
const WRAPPERS: &[&str] =
    &["core::option::Option<", "alloc::boxed::Box<", "alloc::sync::Arc<", "alloc::rc::Rc<", "alloc::borrow::Cow<"];

/// What is known about the type of this [name](std::any::type_name), also inside of a wrapper.
pub(crate) fn known_type(name: &str) -> Option<&'static KnownType> {
    let mut name = unborrowed(name);
    while let Some(inner) = WRAPPERS.iter().find_map(|wrapper| name.strip_prefix(wrapper)) {
        name = unborrowed(inner.strip_suffix('>')?);
    }
    let path = name.split('<').next().unwrap_or_default();
    let (first, last) = (path.split("::").next()?, path.rsplit("::").next()?);
    KNOWN.iter().find(|known| known.path == (first, last))
}

/// Without what a reference and `Cow` have before their type. Compilers differ in whether they
/// write lifetimes.
fn unborrowed(name: &str) -> &str {
    name.trim_start_matches('&').trim_start_matches("'_, ").trim_start_matches("'_ ")
}

#[cfg(test)]
mod tests {
    use std::any::type_name;
    use std::borrow::Cow;
    use std::net::{Ipv4Addr, Ipv6Addr};
    use std::sync::Arc;

    use super::*;

    type Address = Ipv4Addr;

    mod core {
        pub(super) struct Ipv4Addr;
        pub(super) struct Wrapper<T>(std::marker::PhantomData<T>);
    }

    fn format<T: ?Sized>() -> Option<&'static str> {
        known_type(type_name::<T>())?.format
    }

    #[test]
    fn the_type_decides_and_not_its_spelling() {
        assert_eq!(format::<Address>(), Some("ipv4"));
        assert_eq!(format::<core::Ipv4Addr>(), None);
        assert_eq!(format::<core::Wrapper<Ipv4Addr>>(), None);
        assert_eq!(format::<Vec<Ipv4Addr>>(), None);
        assert_eq!(format::<str>(), None);
    }

    #[test]
    fn a_wrapper_that_json_does_not_show_changes_nothing() {
        assert_eq!(format::<Option<Ipv6Addr>>(), Some("ipv6"));
        assert_eq!(format::<&Option<Box<Arc<Ipv6Addr>>>>(), Some("ipv6"));
        assert_eq!(format::<Cow<'_, Ipv6Addr>>(), Some("ipv6"));
        assert_eq!(format::<Option<&Ipv6Addr>>(), Some("ipv6"));
    }

    #[test]
    fn names_that_are_no_paths_are_unknown() {
        for name in ["", "&", "core::option::Option<", "core::option::Option<>", "Uuid", "::", "uuid::Uuids", "x::Uuid"]
        {
            assert!(known_type(name).is_none(), "{name}");
        }
        assert!(known_type("uuid::Uuid").is_some());
    }
}
