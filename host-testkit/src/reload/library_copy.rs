//! A copy of a library in a folder of its own. The system's loader identifies libraries by path and
//! file, so it takes the copy for another library.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::library::LoadError;

/// Identifies a version of a file without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// A rebuilt file is often a new inode under the same name.
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

/// Dropping it deletes the folder. Where a loaded file cannot be deleted, as on Windows, the folder
/// stays.
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
        // `/proc/self/maps` shows paths without symbolic links.
        let path = if cfg!(windows) { path } else { fs::canonicalize(&path).unwrap_or(path) };
        Ok(Self { path, bytes, _folder: folder })
    }
}
