//! How a child process ended in the middle of a call.

use std::fmt;
use std::process::ExitStatus;
use std::time::Duration;

use thiserror::Error;

#[cfg(feature = "wasm")]
use super::Trap;

/// A plugin ended its process, or a call did not return.
///
/// `Debug` gives the same text as `Display`, so that `unwrap()` in a test shows it.
#[derive(Clone, Error, PartialEq, Eq)]
#[non_exhaustive]
pub struct Crash {
    /// How it ended.
    pub end: End,
    /// What the process was doing.
    pub phase: Phase,
    /// The calls that had begun and not ended, with their inputs. More than one if calls
    /// overlapped.
    pub calls: Vec<String>,
    /// The last lines that the process wrote to its standard error: for example the message of a
    /// panic.
    pub stderr: String,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// By a signal.
    Signal {
        /// Its number.
        number: i32,
    },
    /// By exiting with this code. On Windows a crash ends a process in this way too.
    Exit {
        /// The code.
        code: i32,
    },
    /// It did not end: the call did not return within the deadline, and the process was killed.
    Hang {
        /// The deadline.
        deadline: Duration,
    },
    /// The system's loader refused the library.
    NotLoaded {
        /// What it says.
        reason: String,
    },
    /// The call of a WebAssembly module was stopped. The program goes on.
    #[cfg(feature = "wasm")]
    Trap(Trap),
    /// The process could not be started, or the connection to it failed. This is not the plugin's
    /// fault.
    NoProcess {
        /// What the system says.
        reason: String,
    },
}

/// What a process was doing when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// The library was being loaded: its initialisers ran.
    Loading,
    /// The plugin's function had not returned.
    Calling,
    /// The function had returned: its string was being read, or given back to `aro_plugin_free`.
    GivingBack,
    /// No call had begun, or all had ended.
    Between,
}

impl End {
    pub(crate) fn of(status: ExitStatus) -> Self {
        #[cfg(unix)]
        if let Some(number) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Self::Signal { number };
        }
        Self::Exit { code: status.code().unwrap_or(-1) }
    }
}

/// The numbers that all Unix systems agree on; SIGBUS and a few others differ.
fn signal_name(number: i32) -> Option<&'static str> {
    Some(match number {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 if cfg!(target_os = "linux") => "SIGBUS",
        10 if cfg!(target_vendor = "apple") => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => return None,
    })
}

/// What Windows means by an exit code, of those with which it ends a process that crashed.
fn exception_name(code: i32) -> Option<&'static str> {
    Some(match code.cast_unsigned() {
        0x8000_0003 => "breakpoint",
        0xC000_0005 => "access violation",
        0xC000_0006 => "a page could not be read",
        0xC000_001D => "illegal instruction",
        0xC000_0025 => "an exception that cannot be continued",
        0xC000_008E => "floating-point division by zero",
        0xC000_0094 => "integer division by zero",
        0xC000_00FD => "stack overflow",
        0xC000_0135 => "a library was not found",
        0xC000_0374 => "heap corruption",
        0xC000_0409 => "abort",
        0xE06D_7363 => "C++ exception",
        _ => return None,
    })
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal { number } => match signal_name(*number) {
                Some(name) => write!(f, "killed by {name} (signal {number})"),
                None => write!(f, "killed by signal {number}"),
            },
            Self::Exit { code } => match exception_name(*code) {
                Some(name) => write!(f, "the process exited with code {code:#010x} ({name})"),
                None => write!(f, "the process exited with code {code}"),
            },
            Self::Hang { deadline } => write!(f, "no answer within {deadline:?}; the process was killed"),
            Self::NotLoaded { reason } => write!(f, "the library cannot be loaded: {reason}"),
            #[cfg(feature = "wasm")]
            Self::Trap(trap) => write!(f, "the module was stopped: {trap}"),
            Self::NoProcess { reason } => write!(f, "there is no process to call the plugin in: {reason}"),
        }
    }
}

impl fmt::Display for Crash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.end)?;
        match (self.phase, self.calls.as_slice()) {
            (Phase::Loading, _) => write!(f, " while the library was being loaded")?,
            (Phase::Between, _) => write!(f, " between two calls")?,
            (Phase::Calling, [call]) => write!(f, " in {call}")?,
            (Phase::GivingBack, [call]) => write!(f, " while what {call} returned was read and given back")?,
            (_, calls) => write!(f, " while these calls were running:\n  {}", calls.join("\n  "))?,
        }
        if !self.stderr.is_empty() {
            write!(f, "\nits standard error ends:\n  {}", self.stderr.replace('\n', "\n  "))?;
        }
        Ok(())
    }
}

debug_like_display!(Crash);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_of_a_crash_on_windows_is_named() {
        for (code, text) in [
            (0xC000_0005_u32, "0xc0000005 (access violation)"),
            (0xC000_00FD, "0xc00000fd (stack overflow)"),
            (0xC000_0409, "0xc0000409 (abort)"),
            (0x8000_0003, "0x80000003 (breakpoint)"),
            (0xE06D_7363, "0xe06d7363 (C++ exception)"),
            (0, "0"),
            (3, "3"),
            (255, "255"),
            (u32::MAX, "-1"),
        ] {
            let end = End::Exit { code: code.cast_signed() };
            assert_eq!(end.to_string(), format!("the process exited with code {text}"));
        }
    }
}
