//! The typed C functions that a library exports beside, or instead of, the functions for hosts.
//!
//! A typed function `<crate>_<function>` takes and returns C values. In the *plain form* it returns
//! its value, and zero or NULL on a failure, which [`LAST_ERROR`] then tells. In the *status form*
//! it returns a status, writes its result to out-parameters, and describes a failure in an
//! `AroError`.

/// The version of the rules by which functions and types are written in C. A loader refuses a
/// library with another one.
pub const VERSION: u32 = 1;

/// The status of a success.
pub const SUCCESS: i32 = 0;
/// The status where the function returned `None`. Any other status is an
/// [`ErrorCode`](crate::ErrorCode).
pub const NONE: i32 = -1;

/// `int32_t <crate>_last_error(const char **message, size_t *message_len)`.
pub const LAST_ERROR: &str = "last_error";
/// `void <crate>_free(void *pointer)`.
pub const FREE: &str = "free";
/// `const char *<crate>_describe(void)`: JSON from which the header is made.
pub const DESCRIBE: &str = "describe";

/// The functions that each typed library has, without the crate's name.
pub const OWN_FUNCTIONS: [&str; 3] = [LAST_ERROR, FREE, DESCRIBE];

/// The capacity for the message of the last error of a thread, in bytes with the NUL. A longer
/// message is cut.
pub const LAST_ERROR_CAPACITY: usize = 1000;

/// The name of a function, or the prefix of a library's names, in C.
#[must_use]
pub fn symbol(prefix: &str, name: &str) -> String {
    format!("{prefix}_{name}")
}
