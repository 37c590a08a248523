//! Error codes and categories of a reply.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $name:literal;)*) => {
        /// The number under `error_code` in an error reply.
        ///
        /// The runtime defines these codes and does not read them yet; a program can.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[$doc])* $variant = $number,)* }

        impl ErrorCode {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The code's name as the runtime spells it, such as `invalidInput`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(ErrorCode::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// Not a failure; the runtime has it too.
    Success = 0, "success";
    /// The caller's input is wrong.
    InvalidInput = 1, "invalidInput";
    /// What was requested does not exist.
    NotFound = 2, "notFound";
    /// The caller is not allowed to do this.
    PermissionDenied = 3, "permissionDenied";
    /// The work took too long.
    Timeout = 4, "timeout";
    /// Another system could not be reached.
    ConnectionFailed = 5, "connectionFailed";
    /// The work failed, or panicked.
    ExecutionFailed = 6, "executionFailed";
    /// Not possible in the current state, for example after shutdown.
    InvalidState = 7, "invalidState";
    /// Out of memory, disk space, handles or quota.
    ResourceExhausted = 8, "resourceExhausted";
    /// This host or plugin cannot do that.
    Unsupported = 9, "unsupported";
    /// Too many requests.
    RateLimited = 10, "rateLimited";
}

impl ErrorCode {
    /// The number under `error_code`.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The code with this number, if there is one.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        // The index of a code is its number.
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.number())
    }
}

/// The string under `category` in an error reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// The input breaks a rule.
    Validation,
    /// A file, a socket or a device failed.
    Io,
    /// The caller could not be authenticated.
    Authentication,
    /// Too many requests.
    RateLimiting,
}

impl Category {
    /// Every category.
    pub const ALL: &'static [Category] =
        &[Category::Validation, Category::Io, Category::Authentication, Category::RateLimiting];

    /// The category as a reply spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Category::Validation => "validation",
            Category::Io => "io",
            Category::Authentication => "authentication",
            Category::RateLimiting => "rateLimiting",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_again_by_its_number() {
        for (index, code) in ErrorCode::ALL.iter().enumerate() {
            assert_eq!(usize::from(code.number()), index);
            assert_eq!(ErrorCode::from_number(index as u64), Some(*code));
        }
        assert_eq!(ErrorCode::from_number(11), None);
        assert_eq!(ErrorCode::from_number(u64::MAX), None);
    }
}
