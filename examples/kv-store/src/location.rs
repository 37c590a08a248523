//! Where the file is.

use std::ffi::OsString;
use std::path::PathBuf;

/// The variable that names the file.
pub(crate) const VARIABLE: &str = "ARO_KV_PATH";

/// The file in the working directory that is used when the variable names none.
const DEFAULT: &str = "kv-store.redb";

/// The file that the variable's content means; a variable that is empty counts as not set.
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
