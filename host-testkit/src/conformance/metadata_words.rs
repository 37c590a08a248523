//! The keys of the metadata, and the types of their values.

/// The type of a value in the metadata.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    Flag,
    Strings,
    Entries(&'static [(&'static str, Shape)]),
    /// Objects or, for a list of nothing else, strings.
    EntriesOrNames(&'static [(&'static str, Shape)]),
    Entry(&'static [(&'static str, Shape)]),
}

use Shape::{Entries, EntriesOrNames, Entry, Flag, Strings, Text};

impl Shape {
    pub(super) fn name(self) -> &'static str {
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

/// ABI, section 7.
pub(super) const INFO: &[(&str, Shape)] = &[
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

const ACTION: &[(&str, Shape)] = &[
    ("name", Text),
    ("verbs", Strings),
    ("role", Text),
    ("prepositions", Strings),
    ("description", Text),
    ("since", Text),
    ("symbol", Text),
];

const QUALIFIER: &[(&str, Shape)] =
    &[("name", Text), ("inputTypes", Strings), ("accepts_parameters", Flag), ("description", Text)];
