//! The keys of the metadata, and the types of their values.

/// The type that a value in the metadata has to have.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Flag,
    Strings,
    /// Objects, of which each needs the first of these keys.
    Entries(&'static [(&'static str, Kind)]),
    /// The same or, for a list of nothing else, strings.
    EntriesOrNames(&'static [(&'static str, Kind)]),
    Entry(&'static [(&'static str, Kind)]),
}

use Kind::{Entries, EntriesOrNames, Entry, Flag, Strings, Text};

#[cfg(feature = "conformance")]
impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Text => "a string",
            Flag => "true or false",
            Strings => "a list of strings",
            Entries(_) => "a list of objects",
            EntriesOrNames(_) => "a list of objects, or one of names",
            Entry(_) => "an object",
        }
    }
}

/// What hosts read (ABI, section 7).
pub(crate) const INFO: &[(&str, Kind)] = &[
    ("name", Text),
    ("version", Text),
    ("language", Text),
    ("actions", EntriesOrNames(ACTION)),
    ("qualifiers", Entries(QUALIFIER)),
    ("services", Entries(&[("name", Text), ("methods", Strings)])),
    ("events", Entry(&[("subscribes", Strings), ("emits", Strings)])),
    ("system_objects", Entries(&[("identifier", Text), ("capabilities", Strings), ("description", Text)])),
    ("deprecations", Entries(&[("feature", Text), ("message", Text), ("since", Text), ("remove_in", Text)])),
];

/// What the SDK writes, too, and hosts do not read.
pub(super) const UNREAD: &[(&str, Kind)] = &[("description", Text), ("handle", Text)];

const ACTION: &[(&str, Kind)] = &[
    ("name", Text),
    ("verbs", Strings),
    ("role", Text),
    ("prepositions", Strings),
    ("description", Text),
    ("since", Text),
    ("symbol", Text),
];

const QUALIFIER: &[(&str, Kind)] =
    &[("name", Text), ("inputTypes", Strings), ("accepts_parameters", Flag), ("description", Text)];
