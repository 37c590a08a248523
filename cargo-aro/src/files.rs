//! Files that are written whole or not at all, also if the program is interrupted.
//!
//! A file or a folder is prepared under a temporary name and renamed. The temporary names are in a
//! list; an interruption (Ctrl-C, SIGTERM, SIGHUP) removes them and ends the program. Each step
//! holds the list's lock, and the interruption keeps it until the end, so no step comes after it.
//!
//! What is temporary and has no final name is in the command's [`work_folder`].

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;

/// The exit status after an interruption, as shells have it for SIGINT.
pub(crate) const INTERRUPTED: u8 = 130;

static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The numbers of the processes that an interruption ends.
static CHILDREN: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

static WORK_FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

fn temporary() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // A set of paths is sound after each of its operations.
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption removes what is not finished, and ends the program.
pub(crate) fn remove_on_interrupt() {
    // It fails if a handler is set already, or if the system has none: then the default remains.
    let _ = ctrlc::set_handler(|| {
        // The locks are kept until the end, so no process begins after this.
        let children = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
        children.iter().for_each(|child| kill(*child));
        let _lock = remove_unfinished();
        std::process::exit(INTERRUPTED.into());
    });
}

/// Removes what has a temporary name. No step is made while the lock is held.
fn remove_unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    let temporary = temporary();
    temporary.iter().for_each(|path| remove(path));
    temporary
}

/// At the end of a command, nothing of it is left.
pub(crate) fn remove_work_folder() {
    drop(remove_unfinished());
}

/// A folder for what this command and the testkit need until its end. An interruption removes it.
pub(crate) fn work_folder() -> Result<PathBuf, Error> {
    let mut made = WORK_FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(folder) = &*made {
        return Ok(folder.clone());
    }
    let mut temporary = temporary();
    let folder = tempfile::Builder::new().prefix("cargo-aro-").tempdir().map_err(|error| {
        Error::io("create a folder in", &std::env::temp_dir(), &error).help("make room there, or set TMPDIR")
    })?;
    let folder = folder.keep();
    temporary.insert(folder.clone());
    use_work_folder(&folder);
    *made = Some(folder.clone());
    Ok(folder)
}

/// Temporary files of this process are in this folder, also those of the testkit.
pub(crate) fn use_work_folder(folder: &Path) {
    // It fails if another one was set before; that one is used then.
    let _ = tempfile::env::override_temp_dir(folder);
}

/// Runs a process, which an interruption ends. If it does not end in time, it is killed, and there
/// is no status.
pub(crate) fn run(command: &mut Command, deadline: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    let children = || CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut locked = children();
    let mut child = command.spawn()?;
    locked.insert(child.id());
    drop(locked);
    let status = match deadline {
        None => child.wait().map(Some),
        Some(deadline) => wait_until(&mut child, Instant::now() + deadline),
    };
    children().remove(&child.id());
    status
}

fn wait_until(child: &mut Child, end: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            child.kill()?;
            return child.wait().map(|_| None);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
fn kill(child: u32) {
    use rustix::process::{Pid, Signal, kill_process};

    let _ = i32::try_from(child).ok().and_then(Pid::from_raw).map(|pid| kill_process(pid, Signal::KILL));
}

/// The console interrupts the child, too.
#[cfg(not(unix))]
fn kill(_: u32) {}

/// Whether Ctrl-C ended the program. It also ends this one, but perhaps a moment later.
#[cfg(unix)]
pub(crate) fn is_interrupted(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    const SIGINT: i32 = 2;
    status.signal() == Some(SIGINT)
}

#[cfg(not(unix))]
pub(crate) fn is_interrupted(_: ExitStatus) -> bool {
    false
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
        // A process with the same number was killed.
        remove(&path);
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

    /// What is at `path`, moved to a temporary name.
    pub(crate) fn moved(path: &Path) -> Result<Self, Error> {
        let mut temporary = temporary();
        let staged = Self::beside(path, &mut temporary);
        let moved = fs::rename(path, &staged.path).map_err(|error| Error::io("rename", path, &error));
        drop(temporary);
        moved.map(|()| staged)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Copies a file to a path inside the folder.
    pub(crate) fn copy_into(&self, from: &Path, to: &Path) -> Result<(), Error> {
        let _lock = temporary();
        fs::copy(from, to).map(drop).map_err(|error| Error::io("write", to, &error))
    }

    /// Removes the file or the folder.
    pub(crate) fn remove(self) -> Result<(), Error> {
        let mut temporary = temporary();
        temporary.remove(&self.path);
        let is_folder = self.path.is_dir();
        let removed = if is_folder { fs::remove_dir_all(&self.path) } else { fs::remove_file(&self.path) };
        drop(temporary);
        removed.map_err(|error| Error::io("remove", &self.path, &error))
    }

    /// Writes a file inside the folder, and the folders on the way to it.
    pub(crate) fn write(&self, name: &str, contents: &[u8]) -> Result<(), Error> {
        let _lock = temporary();
        let path = self.path.join(name);
        // After an interruption the folder is gone, and is not made again.
        let exists = fs::metadata(&self.path).map(drop);
        let folders = exists.and_then(|()| path.parent().map_or(Ok(()), fs::create_dir_all));
        let written = folders.and_then(|()| fs::write(&path, contents));
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

/// Removes a file.
pub(crate) fn remove_file(path: &Path) -> Result<(), Error> {
    let _lock = temporary();
    fs::remove_file(path).map_err(|error| Error::io("remove", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    // One test, since an interruption concerns all files of the process.
    #[test]
    fn what_is_not_finished_is_removed_also_by_an_interruption_and_what_is_renamed_stays() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let names = || fs::read_dir(dir.path()).expect("a folder").flatten().count();
        drop(Staged::file(&dir.path().join("file"), b"x").expect("it is written"));
        drop(Staged::folder(&dir.path().join("folder")).expect("it is created"));
        assert_eq!(names(), 0);
        write(&dir.path().join("file"), b"one").expect("it is written");
        write(&dir.path().join("file"), b"two").expect("it is replaced");
        assert_eq!(fs::read(dir.path().join("file")).expect("the file"), b"two");
        let staged = Staged::folder(&dir.path().join("folder")).expect("it is created");
        staged.write("a/b", b"x").expect("it is written");
        staged.rename(&dir.path().join("folder")).expect("it is renamed");
        assert!(dir.path().join("folder/a/b").is_file());
        assert_eq!(names(), 2);
        Staged::moved(&dir.path().join("folder")).expect("it is renamed").remove().expect("it is removed");
        assert_eq!(names(), 1);

        let (file, folder) = (dir.path().join("f"), dir.path().join("g"));
        let staged = (Staged::file(&file, b"x").expect("a file"), Staged::folder(&folder).expect("a folder"));
        staged.1.write("a/b", b"x").expect("it is written");
        assert_eq!(names(), 3);
        drop(remove_unfinished());
        assert_eq!(names(), 1);
        assert!(staged.1.write("c", b"x").is_err() && staged.0.rename(&file).is_err());
        drop(staged.1);
        assert_eq!(names(), 1);

        let path = dir.path().join("no/such/file");
        assert!(write(&path, b"x").expect_err("it is not there").to_string().contains("cannot write"));
        assert_eq!(names(), 1);
    }
}
