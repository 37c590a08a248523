//! Reads a `plugin.yaml` as a tree, and finds the entry of the package in it.

use std::path::Path;

use serde_json::Value;

use crate::error::Error;

/// The file as a tree. Its root is a mapping.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Value, Error> {
    let tree: Value = serde_saphyr::from_str(text).map_err(|error| {
        let location = error.location();
        let fault = Error::new(format!("`{}` is not YAML that can be read", path.display()));
        let reason = error.without_snippet().to_string();
        let fault = fault.help("correct it, or remove it and build again");
        match location {
            Some(at) => fault.at(path, text, byte_of(text, at.line() as usize, at.column() as usize), reason),
            None => Error::new(format!("`{}`: {reason}", path.display())).help("correct it"),
        }
    })?;
    if tree.is_object() {
        return Ok(tree);
    }
    Err(Error::new(format!("`{}` is not a mapping of keys to values", path.display()))
        .help("correct it, or remove it and build again"))
}

/// The character at this line and column, which count from 1.
fn byte_of(text: &str, line: usize, column: usize) -> std::ops::Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let column: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    start + column..start + column + 1
}

/// The index, in `provides`, of the entry whose library is that of the package in `folder`.
///
/// Hosts look for a library in an entry's `path`, and in the folder above it.
pub(crate) fn own_entry(tree: &Value, folder: &Path) -> Option<usize> {
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    let own = canonical(folder);
    let is_own = |entry: &Value| {
        let path = folder.join(entry["path"].as_str().unwrap_or_default());
        let is_other_package = canonical(&path) != own && path.join("Cargo.toml").is_file();
        entry["type"] == "rust-plugin"
            && !is_other_package
            && (canonical(&path) == own || canonical(&path).is_some_and(|path| path.parent() == own.as_deref()))
    };
    tree["provides"].as_array()?.iter().position(is_own)
}

/// The types of the other entries in `provides`.
pub(crate) fn other_provides(tree: &Value, own: Option<usize>) -> Vec<String> {
    let entries = tree["provides"].as_array().map(Vec::as_slice).unwrap_or_default().iter().enumerate();
    entries
        .filter(|(index, _)| Some(*index) != own)
        .map(|(_, entry)| entry["type"].as_str().unwrap_or("?").to_owned())
        .collect()
}
