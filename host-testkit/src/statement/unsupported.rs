//! What ARO has and the testkit does not support.
//!
//! A program that uses one of these is refused, with the construct's name and the reason, instead
//! of being run in another way than the real host runs it.

use std::fmt;

/// A construct of ARO that the testkit refuses to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsupported {
    /// The construct.
    pub construct: &'static str,
    /// Why the testkit does not support it, and what to write instead.
    pub reason: &'static str,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the testkit does not support {}: {}", self.construct, self.reason)
    }
}

macro_rules! unsupported {
    ($($name:ident = $construct:literal, $reason:literal;)*) => {
        $(pub(crate) const $name: Unsupported = Unsupported { construct: $construct, reason: $reason };)*

        /// Every construct of ARO that [`Host`](crate::Host) refuses, with the reason.
        ///
        /// ```
        /// let refused = aro_host_testkit::unsupported_constructs();
        /// assert!(refused.iter().any(|one| one.construct == "`while`"));
        /// ```
        #[must_use]
        pub fn unsupported_constructs() -> &'static [Unsupported] {
            &[$($name),*]
        }
    };
}

unsupported! {
    BUILTIN_VERB = "a verb of ARO's own", "files, networks, stores and conversions are ARO's, not a plugin's; pass the value as a binding";
    CLAUSE = "a clause of ARO's own verbs", "`where`, `by`, `default`, `order` and the like say nothing to a plugin; give the statement the value that they select";
    COMPUTATION = "a computation of ARO's own", "it calls no plugin; pass its result as a binding";
    EVENT_CIRCLE = "an event whose handlers publish it again", "such a program does not end";
    GUARDED_HANDLER = "a guard on an event handler", "the captured programs do not show which variables it reads; write `when` after the statements";
    KEYWORD = "a statement that begins with a keyword", "`require`, `publish`, `guard`, `defer`, `break` and the like call no plugin";
    LOOP_CLAUSE = "a clause of `for each`", "an index and a limit of concurrency change nothing in what plugins get";
    OPERATOR = "an operator on these values", "the captured programs do not show its result; compute the value in the test";
    PATTERN = "`matches` and regular expressions", "the real host uses another engine; compare with `==` or `contains`";
    PIPELINE = "`|>`", "write two statements";
    SYSTEM_OBJECT = "a system object of ARO's own", "what it holds is not known to a test; pass the value as a binding";
    THROW = "`Throw`", "the captured programs do not show what it prints";
    TYPE_TEST = "`is` with this type", "the captured programs show Object, List, String, Int and Integer";
    UNRECORDED = "this use of a value", "the captured programs do not show what the real host does; bind the value by another statement";
    WHILE = "`while`", "use `for each` over a list";
}
