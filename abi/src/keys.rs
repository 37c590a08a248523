//! The keys of an execute envelope and of a reply.

/// The statement's object, first spelling.
pub const DATA: &str = "data";
/// The statement's object, second spelling.
pub const OBJECT: &str = "object";
/// Descriptor of the statement's result: `{"base": …, "specifiers": […]}`.
pub const RESULT: &str = "result";
/// Descriptor of the statement's object: `{"base": …, "specifiers": […]}`.
pub const SOURCE: &str = "source";
/// The statement's preposition.
pub const PREPOSITION: &str = "preposition";
/// The first specifier of the statement's object.
pub const QUALIFIER: &str = "qualifier";
/// A copy of the envelope. Inside it, on the eager path, the with-arguments alone are under the
/// same key.
pub const WITH: &str = "_with";
/// The name of an object that is a literal or an expression.
pub const EXPRESSION: &str = "_expression_";
/// Documented, but sent by no released host.
pub const CONTEXT: &str = "_context";
/// In a reply: the events to publish.
pub const EVENTS: &str = "_events";
/// In a reply: the message of a failure.
pub const ERROR: &str = "error";
/// In a reply: the number of a failure.
pub const ERROR_CODE: &str = "error_code";
/// In a reply: the kind of a failure.
pub const CATEGORY: &str = "category";
/// In a reply: further data about a failure.
pub const DETAILS: &str = "details";

/// In the metadata: the [version of the protocol](crate::ABI_VERSION) that the plugin was built
/// for. Hosts ignore it.
pub const ABI_VERSION: &str = "abi_version";

/// The host's own keys. A parameter of this name does not bind to their values at the top of an
/// envelope or in its copy.
pub const HOST_KEYS: [&str; 9] = [DATA, OBJECT, RESULT, SOURCE, PREPOSITION, QUALIFIER, WITH, EXPRESSION, CONTEXT];

/// Whether `key` is one of the [host's own keys](HOST_KEYS).
#[inline]
#[must_use]
pub const fn is_host_key(key: &str) -> bool {
    // A `match` compares lengths first. Every call of every action uses this function.
    matches!(
        key.as_bytes(),
        b"data"
            | b"object"
            | b"result"
            | b"source"
            | b"preposition"
            | b"qualifier"
            | b"_with"
            | b"_expression_"
            | b"_context"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_function_agree() {
        assert!(HOST_KEYS.iter().all(|key| is_host_key(key)));
        assert!(!is_host_key("value") && !is_host_key("Data"));
    }
}
