//! The child's side: what runs instead of the program's `main`.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::{io, process, thread};

use super::executor;
use super::protocol::{self, Notice, Request};
use crate::library::Library;

/// Does not return. Ends by `abort`, so that no code of the plugin runs at exit. Nothing reads the
/// exit status.
pub(super) fn serve(paths: Vec<PathBuf>) -> ! {
    let Ok((requests, notices)) = pipes() else { process::abort() };
    let notices = Mutex::new(notices);
    let notify = |notice: Notice| {
        let mut notices = notices.lock().unwrap_or_else(PoisonError::into_inner);
        if protocol::send(&mut *notices, &notice).is_err() {
            process::abort();
        }
    };
    let mut libraries = Vec::new();
    for (index, path) in paths.into_iter().enumerate() {
        notify(Notice::Loading(index));
        match Library::open(&path) {
            Ok(library) => libraries.push(library),
            Err(error) => {
                notify(Notice::NotLoaded(error.to_string()));
                process::abort();
            }
        }
    }
    notify(Notice::Ready);
    for request in in_order(requests) {
        if let Some(library) = libraries.get(request.library) {
            executor::run(library, request.mode, &request.calls, &notify);
        }
    }
    process::abort()
}

/// Reads on another thread, so that the child ends when the test ends, even in the middle of an
/// endless call.
fn in_order(mut requests: File) -> mpsc::Receiver<Request> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        while let Ok(request) = protocol::receive(&mut requests) {
            if sender.send(request).is_err() {
                break;
            }
        }
        process::abort();
    });
    receiver
}

/// The two pipes, moved out of the plugin's reach: its standard input is empty, and what it prints
/// goes to standard error. A crash writes no core file.
#[cfg(unix)]
fn pipes() -> io::Result<(File, File)> {
    use std::os::fd::AsFd;

    use rustix::process::{Resource, Rlimit, setrlimit};

    let requests = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let notices = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    Ok((requests, notices))
}

/// On Windows a plugin that reads its standard input takes requests away, and what it prints is
/// mixed with the notices.
#[cfg(windows)]
fn pipes() -> io::Result<(File, File)> {
    use std::os::windows::io::AsHandle;

    let requests = File::from(io::stdin().as_handle().try_clone_to_owned()?);
    Ok((requests, File::from(io::stdout().as_handle().try_clone_to_owned()?)))
}
