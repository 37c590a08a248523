//! Files that are written whole or not at all, also if the program is interrupted.
//!
//! A file or a folder is prepared under a temporary name and renamed. The temporary names are in a
//! list; an interruption (Ctrl-C, SIGTERM, SIGHUP) removes them and ends the program. Each step
//! holds the list's lock, and the interruption keeps it until the end, so no step comes after it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Error;

/// The exit status after an interruption, as shells have it for SIGINT.
const INTERRUPTED: i32 = 130;

static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn temporary() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // A set of paths is sound after each of its operations.
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption removes what is not finished, and ends the program.
pub(crate) fn remove_on_interrupt() {
    // It fails if a handler is set already, or if the system has none: then the default remains.
    let _ = ctrlc::set_handler(|| {
        let temporary = temporary();
        temporary.iter().for_each(|path| remove(path));
        std::process::exit(INTERRUPTED);
    });
}

fn remove(path: &Path) {
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// A file or a folder under a temporary name. Dropped, it is removed.
#[derive(Debug)]
pub(crate) struct Staged {
    path: PathBuf,
}

impl Staged {
    /// A temporary name in the same folder as `destination`, for which nothing is created yet.
    fn beside(destination: &Path, temporary: &mut BTreeSet<PathBuf>) -> Self {
        let name = destination.file_name().unwrap_or_default().to_string_lossy();
        let path = destination.with_file_name(format!(".{name}.{}.part", std::process::id()));
        temporary.insert(path.clone());
        Self { path }
    }

    /// An empty folder beside `destination`.
    pub(crate) fn folder(destination: &Path) -> Result<Self, Error> {
        let mut temporary = temporary();
        let staged = Self::beside(destination, &mut temporary);
        fs::create_dir(&staged.path).map_err(|error| Error::io("create the folder", &staged.path, &error))?;
        drop(temporary);
        Ok(staged)
    }

    /// A file with these contents beside `destination`.
    pub(crate) fn file(destination: &Path, contents: &[u8]) -> Result<Self, Error> {
        Self::with(destination, |path| fs::write(path, contents))
    }

    /// A copy of the file `from` beside `destination`.
    pub(crate) fn copy(from: &Path, destination: &Path) -> Result<Self, Error> {
        Self::with(destination, |path| fs::copy(from, path).map(drop))
    }

    fn with(destination: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> Result<Self, Error> {
        let mut temporary = temporary();
        let staged = Self::beside(destination, &mut temporary);
        let written = write(&staged.path).map_err(|error| Error::io("write", destination, &error));
        // Dropping `staged` takes the lock.
        drop(temporary);
        written.map(|()| staged)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file inside the folder, and the folders on the way to it.
    pub(crate) fn write(&self, name: &str, contents: &[u8]) -> Result<(), Error> {
        let _lock = temporary();
        let path = self.path.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, contents));
        written.map_err(|error| Error::io("write", &path, &error))
    }

    /// Gives the file or folder its final name. A file that has the name is replaced.
    pub(crate) fn rename(self, destination: &Path) -> Result<(), Error> {
        let mut temporary = temporary();
        let renamed = fs::rename(&self.path, destination);
        if renamed.is_ok() {
            temporary.remove(&self.path);
        }
        drop(temporary);
        renamed.map_err(|error| Error::io("write", destination, &error))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let mut temporary = temporary();
        if temporary.remove(&self.path) {
            remove(&self.path);
        }
    }
}

/// Writes a file whole or not at all. Its folder has to exist.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<(), Error> {
    Staged::file(path, contents)?.rename(path)
}
