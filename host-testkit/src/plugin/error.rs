//! Why a call failed.

use std::fmt;
use std::path::PathBuf;

#[cfg(feature = "isolation")]
use super::Crash;
use super::ReplyError;

/// Why a call into a plugin failed, or why its reply could not be used.
///
/// `Debug` gives the same text as `Display`.
#[non_exhaustive]
pub enum CallError {
    /// The plugin does not export the function.
    MissingSymbol {
        /// The name of the function.
        symbol: String,
        /// The library.
        path: PathBuf,
    },
    /// No action of the plugin names this entry point.
    UndeclaredEntryPoint {
        /// The name that was asked for.
        symbol: String,
        /// The names under `symbol` in the plugin's actions.
        declared: Vec<String>,
    },
    /// The plugin returned a null pointer where the host needs a text.
    NullReply {
        /// The call.
        call: String,
    },
    /// The reply is not UTF-8.
    NotUtf8 {
        /// The call.
        call: String,
        /// The reply.
        bytes: Vec<u8>,
        /// Where the first fault stands.
        valid_up_to: usize,
    },
    /// The reply is not JSON.
    NotJson {
        /// The call.
        call: String,
        /// The reply.
        text: String,
        /// What serde_json found.
        source: serde_json::Error,
    },
    /// The reply is JSON, of another shape than the caller wants.
    Unexpected {
        /// The call.
        call: String,
        /// The reply.
        text: String,
        /// The Rust type that the caller wants.
        expected: &'static str,
        /// What serde_json found.
        source: serde_json::Error,
    },
    /// The plugin reported a failure.
    Plugin(ReplyError),
    /// The plugin ended the process that it was called in.
    #[cfg(feature = "isolation")]
    Crashed(Box<Crash>),
    /// The caller's text holds a NUL byte, which a C string cannot carry.
    NulByte {
        /// Which of the texts.
        argument: &'static str,
        /// Where the NUL stands.
        position: usize,
    },
    /// The caller's value cannot be written as JSON.
    Input {
        /// What serde_json found.
        source: serde_json::Error,
    },
}

/// As much of a reply as helps.
fn excerpt(text: &str) -> String {
    const LIMIT: usize = 400;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{} … ({} bytes in all)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingSymbol { symbol, path } => write!(
                f,
                "the plugin does not export `{symbol}`: export a function of that name with C linkage, or do not call \
                 it (library: {})",
                path.display()
            ),
            Self::UndeclaredEntryPoint { symbol, declared } if declared.is_empty() => write!(
                f,
                "`{symbol}` is no entry point of the plugin: none of its actions has a `symbol` in the info JSON; name \
                 the function there as the `symbol` of its action"
            ),
            Self::UndeclaredEntryPoint { symbol, declared } => write!(
                f,
                "`{symbol}` is no entry point of the plugin: its actions name `{}`; take one of these, or name the \
                 function as the `symbol` of its action in the info JSON",
                declared.join("`, `")
            ),
            Self::NullReply { call } => write!(
                f,
                "{call} returned NULL where a JSON text is expected: hosts throw, and the interpreter first calls again; \
                 return {{\"error\":\"…\"}} instead"
            ),
            Self::NotUtf8 { call, bytes, valid_up_to } => write!(
                f,
                "{call} returned a text that is not UTF-8 from byte {valid_up_to} on; a reply is JSON in UTF-8: {}",
                excerpt(&bytes.escape_ascii().to_string())
            ),
            Self::NotJson { call, text, source } if text.is_empty() => {
                write!(f, "{call} returned an empty text where JSON is expected ({source}); return an object")
            }
            Self::NotJson { call, text, source } => {
                write!(f, "{call} returned a text that is not JSON ({source}): {}", excerpt(text))
            }
            Self::Unexpected { call, text, expected, source } => write!(
                f,
                "{call} returned JSON that is no `{expected}` ({source}); change the reply or ask for another type: {}",
                excerpt(text)
            ),
            Self::Plugin(error) => write!(f, "the plugin reported an error: {error}"),
            #[cfg(feature = "isolation")]
            Self::Crashed(crash) => write!(f, "the plugin did not survive the call: {crash}"),
            Self::NulByte { argument, position } => write!(
                f,
                "the {argument} holds a NUL byte at {position}, which a C string cannot carry; write it as \\u0000 in \
                 JSON, or leave it out"
            ),
            Self::Input { source } => {
                write!(f, "the input cannot be written as JSON: {source}; maps need keys that are text or numbers")
            }
        }
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for CallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotJson { source, .. } | Self::Unexpected { source, .. } | Self::Input { source } => Some(source),
            Self::Plugin(error) => Some(error),
            #[cfg(feature = "isolation")]
            Self::Crashed(crash) => Some(crash),
            _ => None,
        }
    }
}
