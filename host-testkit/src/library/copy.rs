//! A copy of a library in a folder of its own. The system's loader identifies libraries by path and
//! file, so it takes the copy for another library, with other static variables.

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::LoadError;
use super::symbols::contents;

/// The directory in this place, which is created at the first use.
#[track_caller]
pub(crate) fn temp_dir(place: &OnceLock<TempDir>) -> &Path {
    if let Some(dir) = place.get() {
        return dir.path();
    }
    match tempfile::Builder::new().prefix("aro-host-testkit-").tempdir() {
        Ok(dir) => place.get_or_init(|| dir).path(),
        Err(error) => panic!("cannot create a directory in {}: {error}", std::env::temp_dir().display()),
    }
}

/// Dropping it deletes the folder. Where a loaded file cannot be deleted, as on Windows, the folder
/// stays.
#[derive(Debug)]
pub(crate) struct LibraryCopy {
    pub(crate) path: PathBuf,
    _folder: Folder,
}

impl LibraryCopy {
    /// The copy, and the library's bytes.
    pub(crate) fn of(library: &Path) -> Result<(Self, Vec<u8>), LoadError> {
        let bytes = contents(library)?;
        let failed = |to: &Path, source| LoadError::CopyFailed { from: library.to_owned(), to: to.to_owned(), source };
        let folder = Folder::create().map_err(|source| failed(&tempfile::env::temp_dir(), source))?;
        let path = folder.0.join(library.file_name().unwrap_or_default());
        fs::write(&path, &bytes).map_err(|source| failed(&path, source))?;
        // `/proc/self/maps` shows paths without symbolic links.
        let path = if cfg!(windows) { path } else { fs::canonicalize(&path).unwrap_or(path) };
        Ok((Self { path, _folder: folder }, bytes))
    }
}

/// A temporary folder of this process.
///
/// `tempfile` takes its names from a generator that asks for the current thread. On the main
/// thread of a program that is not Rust nobody frees what the standard library makes for that, so a
/// C program that embeds a host would have a leak.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn create() -> io::Result<Self> {
        let builder = fs::DirBuilder::new();
        #[cfg(unix)]
        let builder = {
            let mut builder = builder;
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder
        };
        loop {
            let random = RandomState::new().build_hasher().finish();
            let path = tempfile::env::temp_dir().join(format!("aro-host-testkit-{random:016x}"));
            match builder.create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It may hold a library that cannot be deleted.
        let _ = fs::remove_dir_all(&self.0);
    }
}
