//! Which events a subscription matches.

/// An entry of `events.subscribes`: the type of an event, `Prefix*`, or `*` for all events.
///
/// Case matters ([ABI, section 7](crate::reference#7-metadata)).
///
/// ```
/// use aro_abi::EventPattern;
///
/// assert!(EventPattern::new("User*").matches("UserCreated"));
/// assert!(!EventPattern::new("User").matches("UserCreated"));
/// assert!(EventPattern::new("*Created").fault().is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventPattern<'a>(&'a str);

impl<'a> EventPattern<'a> {
    /// The pattern as it is written. Hosts take any string; see [`fault`](Self::fault).
    #[must_use]
    pub const fn new(pattern: &'a str) -> Self {
        Self(pattern)
    }

    /// The pattern as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// What comes before the `*` at the end, or `None` for a pattern without one.
    #[must_use]
    pub fn prefix(self) -> Option<&'a str> {
        self.0.strip_suffix('*')
    }

    /// Whether a host delivers events of this type to a plugin that subscribes to the pattern.
    #[must_use]
    pub fn matches(self, event_type: &str) -> bool {
        match self.prefix() {
            Some(prefix) => event_type.starts_with(prefix),
            None => self.0 == event_type,
        }
    }

    /// Why the pattern matches no event that its author can mean, or `None` for a sound one.
    #[must_use]
    pub fn fault(self) -> Option<&'static str> {
        if self.0.is_empty() {
            Some("a pattern needs at least one character")
        } else if self.prefix().unwrap_or(self.0).contains('*') {
            Some("a `*` means any ending, and only at the end of the pattern")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EventPattern;

    #[test]
    fn patterns_are_exact_or_a_prefix_or_all() {
        let matches = |pattern, event| EventPattern::new(pattern).matches(event);
        assert!(matches("User*", "UserCreated") && matches("User*", "User"));
        assert!(matches("*", "X") && matches("Exact", "Exact"));
        assert!(!matches("Exact", "ExactNot") && !matches("user*", "UserX"));
    }

    #[test]
    fn a_star_stands_at_the_end_only() {
        for sound in ["*", "User*", "User"] {
            assert_eq!(EventPattern::new(sound).fault(), None, "{sound}");
        }
        for faulty in ["", "**", "*User", "Us*er", "a*b*"] {
            assert!(EventPattern::new(faulty).fault().is_some(), "{faulty}");
        }
    }
}
