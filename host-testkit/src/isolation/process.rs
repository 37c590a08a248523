//! The test's side of a child process.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;
use std::{env, thread};

use super::before_main;
use super::call::Call;
use super::executor::{CallOutcome, Mode};
use super::protocol::{self, Notice, Request};
use crate::plugin::{Crash, End, Phase};

/// How much of a child's standard error is shown.
const STDERR_SHOWN: u64 = 2048;

/// Starting a program takes its time on a loaded machine, however short a call's deadline is.
const LOADING: Duration = Duration::from_secs(60);

/// The environment variables of Unix and Windows for the directory of temporary files.
const TEMP_DIR_VARIABLES: [&str; 3] = ["TMPDIR", "TMP", "TEMP"];

/// What a child starts with.
pub(crate) struct Surroundings<'s> {
    pub(crate) libraries: &'s [PathBuf],
    pub(crate) variables: &'s [(OsString, OsString)],
    pub(crate) temp_dir: &'s Path,
    pub(crate) working_dir: &'s Path,
}

/// A child that has its libraries loaded.
pub(crate) struct Process {
    child: Child,
    requests: ChildStdin,
    notices: Receiver<Notice>,
    stderr: File,
    deadline: Duration,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn no_process(error: impl ToString) -> Crash {
    let end = End::NoProcess { reason: error.to_string() };
    Crash { end, phase: Phase::Between, calls: Vec::new(), stderr: String::new() }
}

/// The program that is running, also when its file has been replaced since.
fn this_program() -> io::Result<PathBuf> {
    match Path::new("/proc/self/exe") {
        own if cfg!(target_os = "linux") && own.exists() => Ok(own.to_owned()),
        _ => env::current_exe(),
    }
}

impl Process {
    pub(crate) fn start(surroundings: &Surroundings<'_>, deadline: Duration) -> Result<Self, Crash> {
        if !before_main::can_be_started() {
            return Err(no_process("the testkit's function before `main` was not linked into this program"));
        }
        let (child, stderr) = spawn(surroundings).map_err(no_process)?;
        let mut process = Self::of(child, stderr, deadline).map_err(no_process)?;
        process.loaded()?;
        Ok(process)
    }

    fn of(mut child: Child, stderr: File, deadline: Duration) -> io::Result<Self> {
        let (Some(requests), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (sender, notices) = mpsc::channel();
        // Ends with the pipe.
        thread::spawn(move || {
            while let Ok(notice) = protocol::receive(&mut stdout) {
                if sender.send(notice).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, requests, notices, stderr, deadline })
    }

    fn loaded(&mut self) -> Result<(), Crash> {
        loop {
            match self.notices.recv_timeout(self.deadline.max(LOADING)) {
                Ok(Notice::Ready) => return Ok(()),
                Ok(Notice::NotLoaded(reason)) => {
                    return Err(self.crash(End::NotLoaded { reason }, Phase::Loading, Vec::new()));
                }
                Ok(_) => {}
                Err(error) => {
                    let deadline = self.deadline.max(LOADING);
                    let end = match self.end(error) {
                        End::Hang { .. } => End::Hang { deadline },
                        end => end,
                    };
                    return Err(self.crash(end, Phase::Loading, Vec::new()));
                }
            }
        }
    }

    /// Makes the calls and returns their outcomes in order, up to a crash.
    pub(crate) fn run(
        &mut self,
        library: usize,
        mode: Mode,
        calls: &[Call],
    ) -> (Vec<Option<CallOutcome>>, Option<Crash>) {
        let mut outcomes = vec![None; calls.len()];
        let request = Request { library, mode, calls: calls.to_vec() };
        let sent = protocol::send(&mut self.requests, &request);
        let (mut begun, mut returned) = (BTreeSet::new(), BTreeSet::new());
        loop {
            match self.notices.recv_timeout(self.deadline) {
                Ok(Notice::Done) => return (outcomes, None),
                Ok(Notice::Begin(index)) => {
                    // With `FreeAtEnd`, the calls before this one have returned.
                    if mode == Mode::FreeAtEnd {
                        begun.clear();
                    }
                    begun.insert(index);
                }
                Ok(Notice::Returned(index)) => {
                    begun.remove(&index);
                    // With `FreeAtEnd`, strings are given back one at a time.
                    if mode == Mode::FreeAtEnd {
                        returned.clear();
                    }
                    returned.insert(index);
                }
                Ok(Notice::End(index, outcome)) => {
                    begun.remove(&index);
                    returned.remove(&index);
                    if let Some(slot) = outcomes.get_mut(index) {
                        *slot = Some(outcome);
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let end = match sent {
                        Err(error) if begun.is_empty() => End::NoProcess { reason: error.to_string() },
                        _ => self.end(error),
                    };
                    let (phase, under_way) = match (begun.is_empty(), returned.is_empty()) {
                        (false, _) => (Phase::Calling, begun),
                        (true, false) => (Phase::GivingBack, returned),
                        (true, true) => (Phase::Between, begun),
                    };
                    let calls = under_way.iter().filter_map(|index| calls.get(*index)).map(Call::to_string).collect();
                    return (outcomes, Some(self.crash(end, phase, calls)));
                }
            }
        }
    }

    /// The pipe is closed, so the process has ended or is about to; or the deadline has passed.
    fn end(&mut self, error: RecvTimeoutError) -> End {
        match error {
            RecvTimeoutError::Timeout => End::Hang { deadline: self.deadline },
            RecvTimeoutError::Disconnected => match self.child.wait() {
                Ok(status) => End::of(status),
                Err(error) => End::NoProcess { reason: error.to_string() },
            },
        }
    }

    fn crash(&mut self, end: End, phase: Phase, calls: Vec<String>) -> Crash {
        let _ = self.child.kill();
        let _ = self.child.wait();
        Crash { end, phase, calls, stderr: tail(&mut self.stderr).unwrap_or_default() }
    }
}

fn spawn(surroundings: &Surroundings<'_>) -> io::Result<(Child, File)> {
    let Surroundings { libraries, variables, temp_dir, working_dir } = surroundings;
    let stderr = tempfile::tempfile()?;
    let mut command = Command::new(this_program()?);
    for (index, library) in libraries.iter().enumerate() {
        command.env(protocol::library_variable(index), library);
    }
    command.current_dir(working_dir);
    command.envs(TEMP_DIR_VARIABLES.map(|name| (name, temp_dir)));
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr.try_clone()?);
    Ok((command.spawn()?, stderr))
}

fn tail(file: &mut File) -> io::Result<String> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(STDERR_SHOWN)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}
