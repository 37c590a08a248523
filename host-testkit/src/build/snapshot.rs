//! Copies of built libraries, which later builds do not change.
//!
//! Cargo puts the library of a package at one path, whatever the features are. A second build
//! replaces the file, so the first path would name other code, while the loader, which identifies
//! libraries by their paths, would still return the old code. Hence each request has its own path.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use super::cargo::Request;
use crate::library::LoadError;

/// Copies `library` to the request's own place beside it.
pub(crate) fn keep(library: &Path, request: &Request) -> Result<PathBuf, LoadError> {
    let mut hasher = DefaultHasher::new();
    request.hash(&mut hasher);
    let folder = library.with_file_name("aro-host-testkit").join(format!("{:016x}", hasher.finish()));
    let copy = folder.join(library.file_name().unwrap_or_default());
    match copy_over(library, &copy, &folder) {
        Ok(()) => Ok(copy),
        Err(source) => Err(LoadError::CopyFailed { from: library.to_owned(), to: copy, source }),
    }
}

/// Another process may have the old copy loaded, so the file is replaced and never overwritten.
fn copy_over(library: &Path, copy: &Path, folder: &Path) -> io::Result<()> {
    if fs::read(copy).is_ok_and(|old| fs::read(library).is_ok_and(|new| old == new)) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let part = folder.join(format!("{}.part", process::id()));
    fs::copy(library, &part)?;
    fs::rename(&part, copy).inspect_err(|_| drop(fs::remove_file(&part)))
}
