//! Work in a child process, so that a plugin that crashes or exits does not take this program with
//! it.
//!
//! The program starts itself with [`FLAG`] and the path of a request in the work folder. The worker
//! does what the request says, in the user's terminal or with its streams caught, and writes the
//! result beside the request. Without a result the plugin has ended the process.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anstream::ColorChoice;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::files;
use crate::output::Output;

/// The first argument of a worker; the second one is the path of its request.
pub(crate) const FLAG: &str = "--worker";

#[derive(Deserialize, Serialize)]
struct Request<J> {
    job: J,
    is_quiet: bool,
    has_colours: Option<bool>,
}

/// Where a worker writes, and where it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Surroundings {
    /// In the user's terminal, in the working directory.
    Terminal,
    /// In an empty folder, with what it prints caught. After this time it is ended.
    Apart { deadline: Duration },
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The work failed.
    Error(Error),
    /// The plugin ended the process, or did not return.
    Ended(Ended),
}

/// How a plugin ended its process.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Such as `signal: 11 (SIGSEGV)`.
    pub(crate) how: String,
    /// The end of what it printed to standard error, if that was caught.
    pub(crate) stderr: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Ended {
    /// As an error of the command, if `doing` is what it did.
    pub(crate) fn error(&self, doing: &str) -> Error {
        Error::new(format!("the plugin ended the process while {doing}: {}", self.how))
            .help("a host would end, too; run `cargo aro check`, which names the call, or a debugger")
    }
}

/// Has a job done by a child process.
pub(crate) fn run<J: Serialize, R: DeserializeOwned>(
    job: &J,
    surroundings: Surroundings,
    output: Output,
) -> Result<R, Failure> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = files::work_folder()?.join(format!("worker-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    fs::create_dir(&folder).map_err(|error| Error::io("create the folder", &folder, &error))?;
    let path = folder.join("request.json");
    let has_colours = match ColorChoice::global() {
        ColorChoice::Always | ColorChoice::AlwaysAnsi => Some(true),
        ColorChoice::Never => Some(false),
        ColorChoice::Auto => None,
    };
    let request = Request { job, is_quiet: output.is_quiet(), has_colours };
    let text = serde_json::to_vec(&request).map_err(|error| Error::new(format!("the request: {error}")))?;
    fs::write(&path, text).map_err(|error| Error::io("write", &path, &error))?;
    let status = start(&folder, &path, surroundings).map_err(|error| {
        Error::new(format!("cargo-aro cannot start itself: {error}")).help("install cargo-aro again")
    })?;
    // Ctrl-C on a terminal reaches both processes, and this one perhaps a moment later.
    if status.is_some_and(files::is_interrupted) {
        return Err(Error::interruption().into());
    }
    match fs::read(result_of(&path)).ok().and_then(|result| serde_json::from_slice(&result).ok()) {
        Some(Ok(result)) => Ok(result),
        Some(Err(error)) => Err(Failure::Error(error)),
        None => {
            let how =
                status.map_or_else(|| format!("it did not return {}", in_time(surroundings)), |how| how.to_string());
            Err(Failure::Ended(Ended { how, stderr: tail(&folder.join("stderr")) }))
        }
    }
}

fn result_of(request: &Path) -> PathBuf {
    request.with_file_name("result.json")
}

fn in_time(surroundings: Surroundings) -> String {
    match surroundings {
        Surroundings::Terminal => "in time".to_owned(),
        Surroundings::Apart { deadline } => format!("in {} seconds", deadline.as_secs()),
    }
}

/// Runs the worker, and returns how it ended; `None` if it did not end in time.
fn start(folder: &Path, request: &Path, surroundings: Surroundings) -> io::Result<Option<ExitStatus>> {
    let mut command = Command::new(this_program()?);
    command.arg(FLAG).arg(request);
    let deadline = match surroundings {
        Surroundings::Terminal => None,
        Surroundings::Apart { deadline } => {
            let empty = folder.join("empty");
            fs::create_dir(&empty)?;
            command.current_dir(empty).stdin(Stdio::null()).stdout(Stdio::null());
            command.stderr(File::create(folder.join("stderr"))?);
            command.env("GLIBC_TUNABLES", without_thread_caches());
            Some(deadline)
        }
    };
    files::run(&mut command, deadline)
}

/// glibc counts blocks that were freed as in use while a thread keeps them, which would look like a
/// small leak. Without these caches it counts exactly.
fn without_thread_caches() -> OsString {
    let mut tunables = std::env::var_os("GLIBC_TUNABLES").unwrap_or_default();
    if !tunables.is_empty() {
        tunables.push(":");
    }
    tunables.push("glibc.malloc.tcache_count=0");
    tunables
}

/// The program that is running, also when its file has been replaced since.
fn this_program() -> io::Result<PathBuf> {
    match Path::new("/proc/self/exe") {
        own if cfg!(target_os = "linux") && own.exists() => Ok(own.to_owned()),
        _ => std::env::current_exe(),
    }
}

/// How much of a worker's standard error is shown.
const SHOWN: usize = 2048;

fn tail(path: &Path) -> String {
    let mut bytes = Vec::new();
    // Without the file there is nothing to show.
    let _ = File::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(SHOWN)..]).trim().to_owned()
}

/// The worker's side: does the job of the request at this path.
pub(crate) fn serve<J: DeserializeOwned, R: Serialize>(
    request: &Path,
    work: impl FnOnce(J, &Output) -> Result<R, Error>,
) -> ExitCode {
    let read = fs::read(request).ok().and_then(|text| serde_json::from_slice::<Request<J>>(&text).ok());
    let Some(Request { job, is_quiet, has_colours }) = read else {
        Output::new(true).error(&Error::new("this option is for cargo-aro itself").help("run `cargo aro --help`"));
        return ExitCode::from(2);
    };
    match has_colours {
        Some(true) => ColorChoice::Always.write_global(),
        Some(false) => ColorChoice::Never.write_global(),
        None => {}
    }
    let folder = request.parent().unwrap_or(request);
    files::use_work_folder(folder);
    write_no_core_file();
    let result = work(job, &Output::new(is_quiet));
    let text = serde_json::to_vec(&result).unwrap_or_default();
    let staged = folder.join("result.part");
    // Written by a rename, so that a crash at exit does not leave half of it.
    match fs::write(&staged, text).and_then(|()| fs::rename(&staged, result_of(request))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// A crash is reported; the file that it leaves would only be in the way.
#[cfg(unix)]
fn write_no_core_file() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

#[cfg(not(unix))]
fn write_no_core_file() {}
