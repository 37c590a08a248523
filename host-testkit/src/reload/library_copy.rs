//! A copy of a library under a path of its own, so that the system's loader, which goes by the path and the file, takes it for a new one.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::library::LoadError;

/// What tells one state of a file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// A rebuilt file is often another file under the same name.
    inode: u64,
}

impl Stamp {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self { modified: metadata.modified().ok(), length: metadata.len(), inode: inode(&metadata) })
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> u64 {
    0
}

/// The copy; its folder goes when this is dropped. Where a loaded file cannot be deleted, as on Windows, it stays.
#[derive(Debug)]
pub(super) struct LibraryCopy {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    _folder: TempDir,
}

impl LibraryCopy {
    pub(super) fn of(library: &Path) -> Result<Self, LoadError> {
        if !library.exists() {
            return Err(LoadError::NotFound { path: library.to_owned() });
        }
        let failed = |to: &Path, source| LoadError::CopyFailed { from: library.to_owned(), to: to.to_owned(), source };
        let folder = tempfile::Builder::new().prefix("aro-host-testkit-").tempdir();
        let folder = folder.map_err(|source| failed(&std::env::temp_dir(), source))?;
        let path = folder.path().join(library.file_name().unwrap_or_default());
        let bytes = fs::read(library).map_err(|source| failed(&path, source))?;
        fs::write(&path, &bytes).map_err(|source| failed(&path, source))?;
        // What `/proc/self/maps` shows is the path without symbolic links.
        let path = if cfg!(windows) { path } else { fs::canonicalize(&path).unwrap_or(path) };
        Ok(Self { path, bytes, _folder: folder })
    }
}
