//! The catalogue of all messages of the macros, each with an example of code that causes it.
//!
//! Only this module can make a [`Message`], so no macro can report a mistake that is not in the
//! catalogue. `docs/diagnostics.md` is generated from it. Tests check that each message has a
//! compile-fail case in `tests/ui`, and that these cases show no other messages.

use std::fmt::Arguments;

pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod asynchronous;
pub(crate) mod attribute;
pub(crate) mod block;
pub(crate) mod export;
#[cfg(test)]
mod page;
pub(crate) mod plugin;
mod report;
pub(crate) mod signature;
mod suggestion;
#[cfg(test)]
mod types;

/// The text of one mistake.
#[derive(Debug)]
pub(crate) struct Message(String);

impl Message {
    /// `message` says what is wrong, `label` why, and `help` what to write instead. On a stable
    /// compiler a macro can give one text only, so the last two look like notes of rustc in it.
    fn new(message: Arguments<'_>, label: Arguments<'_>, help: Arguments<'_>) -> Self {
        Self(format!("{message}\n= note: {label}\n= help: {help}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One diagnostic, as the page shows it. In its texts, `{name}` is a part that varies.
#[cfg(test)]
pub(crate) struct Diagnostic {
    pub(crate) name: &'static str,
    pub(crate) message: &'static str,
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) example: &'static str,
}

/// Declares the diagnostics of a topic: a function that makes the message of each, and the list of
/// all for the page.
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
const TOPICS: &[(&str, &[Diagnostic])] = &[
    attribute::TOPIC,
    action::TOPIC,
    signature::TOPIC,
    argument::TOPIC,
    asynchronous::TOPIC,
    block::TOPIC,
    export::TOPIC,
    plugin::TOPIC,
    types::TOPIC,
];
