//! Patterns of event types.

/// A type, `Prefix*`, or `*`, as in a subscription (docs/abi.md, section 7).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'a>(pub(crate) &'a str);

impl Pattern<'_> {
    /// Whether an event of this type matches. Case-sensitive.
    pub(crate) fn matches(self, event: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => event.starts_with(prefix),
            None => event == self.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_any_ending() {
        for (pattern, event, expected) in [
            ("UserCreated", "UserCreated", true),
            ("UserCreated", "UserCreatedAgain", false),
            ("User*", "User", true),
            ("User*", "UserCreated", true),
            ("User*", "userCreated", false),
            ("*", "Anything", true),
            ("", "Anything", false),
        ] {
            assert_eq!(Pattern(pattern).matches(event), expected, "{pattern} and {event}");
        }
    }
}
