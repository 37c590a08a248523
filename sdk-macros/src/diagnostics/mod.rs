//! Every diagnostic of the macros: what it says, and an example of what it is said about.
//!
//! A [`Message`] can be made here only, so a mistake that is not in the catalogue cannot be
//! reported. `docs/diagnostics.md` is generated from it, and tests hold that each has a
//! compile-fail case and that no case shows a message from elsewhere.

use std::fmt::Arguments;

pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod attribute;
pub(crate) mod block;
#[cfg(test)]
mod page;
pub(crate) mod plugin;
mod report;
pub(crate) mod signature;
mod suggestion;
#[cfg(test)]
mod types;

/// What a user reads.
#[derive(Debug)]
pub(crate) struct Message(String);

impl Message {
    /// `message`, then why, then what to write instead. A macro on a stable compiler has one text
    /// only, so this one looks like rustc's own notes.
    fn new(message: Arguments<'_>, label: Arguments<'_>, help: Arguments<'_>) -> Self {
        Self(format!("{message}\n= note: {label}\n= help: {help}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One diagnostic, as the page shows it. In the texts `{name}` stands for what differs from case to
/// case.
#[cfg(test)]
pub(crate) struct Diagnostic {
    pub(crate) name: &'static str,
    pub(crate) message: &'static str,
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) example: &'static str,
}

/// A topic's diagnostics: for each a function that makes its message, and for the page the list of
/// all.
macro_rules! diagnostics {
    ($topic:literal: $(
        $name:ident($($arg:ident),*) {
            message: $message:literal,
            label: $label:literal,
            help: $help:literal,
            example: $example:literal,
        }
    )*) => {
        $(
            pub(crate) fn $name($($arg: &str),*) -> $crate::diagnostics::Message {
                $crate::diagnostics::Message::new(format_args!($message), format_args!($label), format_args!($help))
            }
        )*

        #[cfg(test)]
        pub(super) const TOPIC: (&str, &[$crate::diagnostics::Diagnostic]) = ($topic, &[$(
            $crate::diagnostics::Diagnostic {
                name: stringify!($name),
                message: $message,
                label: $label,
                help: $help,
                example: $example,
            },
        )*]);
    };
}
use diagnostics;
pub(crate) use report::Report;
pub(crate) use suggestion::{did_you_mean, listed};

#[cfg(test)]
const TOPICS: &[(&str, &[Diagnostic])] =
    &[attribute::TOPIC, action::TOPIC, signature::TOPIC, argument::TOPIC, block::TOPIC, plugin::TOPIC, types::TOPIC];
