//! The path of the file.

use std::ffi::OsString;
use std::path::PathBuf;

/// The environment variable with the path of the file.
pub(crate) const VARIABLE: &str = "ARO_KV_PATH";

/// The default file, in the working directory.
const DEFAULT: &str = "kv-store.redb";

/// The path from the variable's content. An empty variable counts as not set.
pub(crate) fn path(variable: Option<OsString>) -> PathBuf {
    variable.filter(|name| !name.is_empty()).unwrap_or_else(|| DEFAULT.into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_decides_unless_it_is_empty() {
        assert_eq!(path(Some("/data/a.redb".into())), PathBuf::from("/data/a.redb"));
        assert_eq!(path(Some("".into())), PathBuf::from(DEFAULT));
        assert_eq!(path(None), PathBuf::from(DEFAULT));
    }
}
