//! Why a call failed.

use std::path::PathBuf;

use thiserror::Error;

#[cfg(feature = "isolation")]
use super::Crash;
use super::ReplyError;

/// Why a call into a plugin failed, or why its reply could not be used.
///
/// `Debug` gives the same text as `Display`.
#[derive(Error)]
#[non_exhaustive]
pub enum CallError {
    /// The plugin does not export the function.
    #[error(
        "the plugin does not export `{symbol}`: export a function of that name with C linkage, or do not call it (library: {path})"
    )]
    MissingSymbol {
        /// The name of the function.
        symbol: String,
        /// The library.
        path: PathBuf,
    },
    /// The plugin's metadata state another version of the ABI.
    #[error(
        "the plugin was built for version {found} of the ARO plugin ABI, and version {expected} is expected: build it with the aro-sdk that belongs to this aro-host-testkit (library: {path})"
    )]
    AbiVersion {
        /// The version that this crate knows.
        expected: u64,
        /// What the plugin states as its version, as JSON.
        found: String,
        /// The library.
        path: PathBuf,
    },
    /// No action of the plugin names this entry point.
    #[error("`{symbol}` is not an entry point of the plugin: {}", declared_entry_points(.declared))]
    UndeclaredEntryPoint {
        /// The name that was called.
        symbol: String,
        /// The names under `symbol` in the plugin's actions.
        declared: Vec<String>,
    },
    /// The plugin returned a null pointer where the host expects JSON.
    #[error(
        "{call} returned NULL where hosts expect JSON: hosts throw, and the interpreter first calls again; return {{\"error\":\"…\"}} instead"
    )]
    NullReply {
        /// The call.
        call: String,
    },
    /// The reply is not UTF-8.
    #[error(
        "{call} returned bytes that are not UTF-8 from byte {valid_up_to} on; a reply is JSON in UTF-8: {}",
        excerpt(&.bytes.escape_ascii().to_string())
    )]
    NotUtf8 {
        /// The call.
        call: String,
        /// The reply.
        bytes: Vec<u8>,
        /// The position of the first invalid byte.
        valid_up_to: usize,
    },
    /// The reply is not JSON.
    #[error("{call} returned {}", not_json(.text, .source))]
    NotJson {
        /// The call.
        call: String,
        /// The reply.
        text: String,
        /// What serde_json found.
        source: serde_json::Error,
    },
    /// The reply is JSON, but not of the type that the caller expects.
    #[error(
        "{call} returned JSON that is not a `{expected}` ({source}); change the reply, or ask for another type: \
         {}",
        excerpt(.text)
    )]
    Unexpected {
        /// The call.
        call: String,
        /// The reply.
        text: String,
        /// The Rust type that the caller expects.
        expected: &'static str,
        /// What serde_json found.
        source: serde_json::Error,
    },
    /// The plugin reported a failure.
    #[error("the plugin reported an error: {0}")]
    Plugin(#[source] ReplyError),
    /// The plugin ended the process that it was called in.
    #[cfg(feature = "isolation")]
    #[error("the plugin did not survive the call: {0}")]
    Crashed(#[source] Box<Crash>),
    /// The caller's string contains a NUL byte, which a C string cannot.
    #[error(
        "the {argument} has a NUL byte at position {position}, which a C string cannot have; write it as \\u0000 in JSON, or leave it out"
    )]
    NulByte {
        /// Which argument it is.
        argument: &'static str,
        /// The position of the NUL.
        position: usize,
    },
    /// The caller's value cannot be written as JSON.
    #[error("the input cannot be written as JSON: {source}; maps need keys that are strings or numbers")]
    Input {
        /// What serde_json found.
        source: serde_json::Error,
    },
}

debug_like_display!(CallError);

/// The beginning of a reply, as much as helps.
fn excerpt(text: &str) -> String {
    const LIMIT: usize = 400;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{} … ({} bytes in all)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

fn declared_entry_points(declared: &[String]) -> String {
    if declared.is_empty() {
        return "none of its actions has a `symbol` in the metadata; name the function there as the `symbol` of its action"
            .to_owned();
    }
    format!(
        "its actions have the symbols `{}`; call one of these, or name the function as the `symbol` of its action in the \
         metadata",
        declared.join("`, `")
    )
}

fn not_json(text: &str, source: &serde_json::Error) -> String {
    if text.is_empty() {
        return format!("an empty string where hosts expect JSON ({source}); return an object");
    }
    format!("a string that is not JSON ({source}): {}", excerpt(text))
}
