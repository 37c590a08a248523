//! The pattern that several actions search for.

use aro_sdk::prelude::*;
use regex::{Regex, RegexBuilder};

/// The memory that a compiled expression may take, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// How to read `pattern`; the actions take it flattened beside their other arguments.
#[derive(Deserialize)]
pub(crate) struct Pattern {
    /// A regular expression.
    pattern: String,
    /// Whether `pattern` is plain text instead of an expression.
    #[serde(default)]
    literal: bool,
    /// Whether the case of letters does not count.
    #[serde(default)]
    ignore_case: bool,
}

impl Pattern {
    pub(crate) fn is_literal(&self) -> bool {
        self.literal
    }

    pub(crate) fn compile(&self) -> Result<Regex> {
        if self.pattern.is_empty() {
            return Err(Error::invalid_input(
                "argument \"pattern\": expected what to search for, got the empty string",
            )
            .with_detail("argument", "pattern"));
        }
        let expression = if self.literal { regex::escape(&self.pattern) } else { self.pattern.clone() };
        RegexBuilder::new(&expression).case_insensitive(self.ignore_case).size_limit(SIZE_LIMIT).build().map_err(|error| {
            let what = match error {
                regex::Error::CompiledTooBig(limit) => {
                    return Error::resource_exhausted(format!(
                        "argument \"pattern\": the expression needs more than {limit} bytes: use smaller repetitions"
                    ))
                    .with_detail("argument", "pattern");
                }
                error => error.to_string(),
            };
            Error::invalid_input(format!(
                "argument \"pattern\": not a regular expression (set `literal: true` to search for the text itself): {what}"
            ))
            .with_detail("argument", "pattern")
        })
    }
}
