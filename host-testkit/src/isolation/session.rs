//! A plugin in a process of its own, or in this one.

use std::collections::BTreeSet;
use std::ffi::{CStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use std::{fmt, sync::mpsc};

use tempfile::TempDir;

use super::call::{Call, Function};
use super::callable::Callable;
use super::executor::{self, CallOutcome, Mode};
#[cfg(feature = "wasm")]
use super::in_module;
use super::process::{Process, Surroundings};
use super::protocol::{Bytes, Notice};
use crate::library::Library;
use crate::library::{LoadError, Symbols, symbols};
use crate::plugin::Crash;
use crate::plugin::{CallError, Elsewhere, Plugin, Reply, Returned, Unreached};
#[cfg(feature = "wasm")]
use crate::wasm;

/// How long a call may take when nothing else is said. Long, because a loaded machine is slow and
/// only a hang pays it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A plugin that is called in a child process, in a WebAssembly module, or in this process for
/// comparison. The methods are those of [`Callable`].
///
/// In a child, calls from several threads wait for each other; [`Session::overlapping`] makes
/// overlapping calls. The first call starts the child, and the first call after a crash starts
/// another one, which knows nothing of earlier calls: call `init` again if the plugin needs it.
///
/// A child has its own environment and working directory. It starts in an empty directory, the
/// session's [`temp_dir`](Session::temp_dir), which is also the system's directory for temporary
/// files there (`TMPDIR`). So two sessions do not meet each other's files.
pub struct Session {
    place: Place,
    libraries: Vec<PathBuf>,
    variables: Vec<(OsString, OsString)>,
    working_dir: Option<PathBuf>,
    temp_dir: OnceLock<TempDir>,
    deadline: Duration,
}

enum Place {
    Child(Mutex<Option<Process>>),
    Here(Vec<Library>),
    #[cfg(feature = "wasm")]
    Module(Box<wasm::Running>),
}

/// The outcomes of a list of calls, in order; after a crash there are none.
pub(crate) struct Batch {
    pub(crate) outcomes: Vec<Option<CallOutcome>>,
    pub(crate) crash: Option<Crash>,
}

impl Session {
    /// For calls in a child process. The library is not loaded into this process; only its file is
    /// checked.
    ///
    /// # Errors
    ///
    /// The [`LoadError`]s of [`Plugin::open`] that the file itself shows. What only the system's
    /// loader finds is a [`Crash`] of the first call.
    pub fn isolated(library: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Plugin::whole_path(library.as_ref())?;
        symbols::check_plugin(&path)?;
        Ok(Self::of(Place::Child(Mutex::new(None)), vec![path]))
    }

    /// For calls in this process. A crash ends the test as it would end the host, and there is no
    /// deadline.
    ///
    /// # Errors
    ///
    /// [`LoadError`], as [`Plugin::open`] has it.
    pub fn in_process(library: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Plugin::whole_path(library.as_ref())?;
        symbols::check_plugin(&path)?;
        Ok(Self::of(Place::Here(vec![Library::open(&path)?]), vec![path]))
    }

    fn of(place: Place, libraries: Vec<PathBuf>) -> Self {
        let (variables, working_dir, temp_dir) = (Vec::new(), None, OnceLock::new());
        Self { place, libraries, variables, working_dir, temp_dir, deadline: DEADLINE }
    }

    /// For calls of an instance of this module. It makes them on one thread.
    #[cfg(feature = "wasm")]
    #[must_use]
    pub fn module(module: &wasm::Module) -> Self {
        let deadline = module.deadline_of_calls();
        let session =
            Self::of(Place::Module(Box::new(wasm::Running::new(module.clone()))), vec![module.path().to_owned()]);
        session.deadline(deadline)
    }

    /// Several libraries in one child, loaded in this order.
    pub(crate) fn together(libraries: Vec<PathBuf>) -> Self {
        Self::of(Place::Child(Mutex::new(None)), libraries)
    }

    /// Sets an environment variable of the child, from its start.
    ///
    /// ```no_run
    /// use aro_host_testkit::isolation::Session;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let library = aro_host_testkit::build_cdylib("plugins/kv-store")?;
    /// let first = Session::isolated(&library)?.env("ARO_KV_PATH", "first.redb");
    /// let second = Session::isolated(&library)?.env("ARO_KV_PATH", "second.redb");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// In a session [in this process](Session::in_process), whose environment is that of all tests.
    #[must_use]
    #[track_caller]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.assert_isolated("an environment");
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Starts the child in this directory instead of in the session's
    /// [`temp_dir`](Session::temp_dir).
    ///
    /// # Panics
    ///
    /// In a session [in this process](Session::in_process), whose working directory is that of all
    /// tests.
    #[must_use]
    #[track_caller]
    pub fn working_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.assert_isolated("a working directory");
        self.working_dir = Some(directory.into());
        self
    }

    #[track_caller]
    fn assert_isolated(&self, what: &str) {
        assert!(self.has_process(), "only a session in a child has {what} of its own: use Session::isolated");
    }

    /// A directory for files of this session, empty at first. It is deleted when the `Session` is
    /// dropped.
    ///
    /// # Panics
    ///
    /// When the system cannot create a directory.
    #[must_use]
    #[track_caller]
    pub fn temp_dir(&self) -> &Path {
        crate::library::temp_dir(&self.temp_dir)
    }

    fn surroundings(&self) -> Surroundings<'_> {
        let temp_dir = self.temp_dir();
        let working_dir = self.working_dir.as_deref().unwrap_or(temp_dir);
        Surroundings { libraries: &self.libraries, variables: &self.variables, temp_dir, working_dir }
    }

    /// The plugin of this session, for a [`Host`](crate::Host). Its functions run in the child,
    /// with the session's environment and directory. So a plugin that reads variables or writes
    /// files can be tested on all host paths:
    ///
    /// ```no_run
    /// use aro_host_testkit::isolation::Session;
    /// use aro_host_testkit::{assert_value, for_each_host};
    ///
    /// let library = aro_host_testkit::build_cdylib("plugins/kv-store").unwrap();
    /// for_each_host(|host| {
    ///     let session = Session::isolated(&library).unwrap().env("ARO_KV_PATH", "store.redb");
    ///     host.load(session.into_plugin().unwrap());
    ///     let call = "Call the <n> from the <kv: increment> with { key: \"a\" }.";
    ///     let counted = host.run(call, ());
    ///     assert_value!(counted, { "result": 1 });
    /// });
    /// ```
    ///
    /// The plugin's calls wait for each other. It cannot invoke feature sets, since a function of
    /// this process cannot be called from the child. If it ends the child, the host panics with the
    /// [`Crash`], as a program would end.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::open`], for a session [in this process](Session::in_process) too.
    pub fn into_plugin(self) -> Result<Plugin, LoadError> {
        let path = self.path().to_owned();
        match self.place {
            Place::Child(_) => {}
            Place::Here(_) => return Plugin::open(path),
            #[cfg(feature = "wasm")]
            Place::Module(running) => return Ok(running.module().plugin()),
        }
        let exports = Symbols::read(&path)?.exports().clone();
        Ok(Plugin::elsewhere(Box::new(InChild { session: self, exports }), path))
    }

    /// How long a call in a child may take before it counts as one that does not return; 30 seconds
    /// by default.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        #[cfg(feature = "wasm")]
        if let Place::Module(running) = &self.place {
            self.place = Place::Module(Box::new(wasm::Running::new(running.module().clone().deadline(deadline))));
        }
        self
    }

    /// The library's file, as a whole path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.libraries[0]
    }

    /// Whether a crash of the plugin leaves this process alone: it is in a child, or in a module.
    #[must_use]
    pub fn is_isolated(&self) -> bool {
        !matches!(self.place, Place::Here(_))
    }

    pub(crate) fn is_module(&self) -> bool {
        self.is_isolated() && !self.has_process()
    }

    pub(crate) fn has_process(&self) -> bool {
        matches!(self.place, Place::Child(_))
    }

    /// Makes these calls one after the other and returns the result of each: a reply, `None` for a
    /// function that returns nothing, or an error. After a crash the rest of the calls run in a new
    /// process.
    pub fn calls(&self, calls: &[Call]) -> Vec<Result<Option<Reply>, CallError>> {
        calls.iter().map(|call| self.perform(call)).collect()
    }

    /// Makes these calls on this number of threads at once, as hosts do.
    ///
    /// # Errors
    ///
    /// The [`Crash`], with the calls that were running.
    pub fn overlapping(&self, threads: usize, calls: &[Call]) -> Result<Vec<Result<Option<Reply>, CallError>>, Crash> {
        let batch = self.batch(0, Mode::Concurrent { threads: threads.max(1) }, calls);
        match batch.crash {
            Some(crash) => Err(crash),
            None => Ok(calls.iter().zip(batch.outcomes).map(|(call, outcome)| self.reply(call, outcome)).collect()),
        }
    }

    pub(crate) fn batch(&self, library: usize, mode: Mode, calls: &[Call]) -> Batch {
        match &self.place {
            Place::Here(libraries) => here(&libraries[library], mode, calls),
            #[cfg(feature = "wasm")]
            Place::Module(running) => in_module::batch(running, mode, calls),
            Place::Child(slot) => {
                // Whatever a panic left in the slot is a process or none.
                let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
                let mut process = match slot.take() {
                    Some(process) => process,
                    None => match Process::start(&self.surroundings(), self.deadline) {
                        Ok(process) => process,
                        Err(crash) => return Batch { outcomes: vec![None; calls.len()], crash: Some(crash) },
                    },
                };
                let (outcomes, crash) = process.run(library, mode, calls);
                if crash.is_none() {
                    *slot = Some(process);
                }
                Batch { outcomes, crash }
            }
        }
    }

    /// Ends the child, so that the next call meets a plugin that was never called.
    pub(crate) fn restart(&self) {
        match &self.place {
            Place::Child(slot) => drop(slot.lock().unwrap_or_else(PoisonError::into_inner).take()),
            Place::Here(_) => {}
            #[cfg(feature = "wasm")]
            Place::Module(running) => running.restart(),
        }
    }

    fn reply(&self, call: &Call, outcome: Option<CallOutcome>) -> Result<Option<Reply>, CallError> {
        let shown = call.to_string();
        match outcome {
            Some(CallOutcome::Done) => Ok(None),
            Some(CallOutcome::Text(Bytes(bytes)) | CallOutcome::FreedAtEnd { last: Bytes(bytes), .. }) => {
                Ok(Some(Reply::new(shown, bytes)))
            }
            Some(CallOutcome::Undeclared(declared)) => {
                Err(CallError::UndeclaredEntryPoint { symbol: call.symbol().to_owned(), declared })
            }
            Some(CallOutcome::Null) => Err(CallError::NullReply { call: shown }),
            Some(CallOutcome::Missing) | None => {
                Err(CallError::MissingSymbol { symbol: call.symbol().to_owned(), path: self.path().to_owned() })
            }
        }
    }
}

fn here(library: &Library, mode: Mode, calls: &[Call]) -> Batch {
    let (sender, notices) = mpsc::channel();
    executor::run(library, mode, calls, &|notice| drop(sender.send(notice)));
    drop(sender);
    let mut outcomes = vec![None; calls.len()];
    for notice in notices {
        if let Notice::End(index, outcome) = notice {
            outcomes[index] = Some(outcome);
        }
    }
    Batch { outcomes, crash: None }
}

/// A session as a [`Plugin`].
#[derive(Debug)]
struct InChild {
    session: Session,
    exports: BTreeSet<String>,
}

impl Elsewhere for InChild {
    fn call(&self, symbol: &str, arguments: &[Option<&CStr>]) -> Returned {
        let call = Call::new(Function::of_symbol(symbol), arguments);
        let Batch { mut outcomes, crash } = self.session.batch(0, Mode::Sequential, std::slice::from_ref(&call));
        if let Some(crash) = crash {
            return Err(Unreached::Failed(CallError::Crashed(Box::new(crash))));
        }
        match outcomes.pop().flatten() {
            Some(CallOutcome::Done | CallOutcome::Null) => Ok(None),
            Some(CallOutcome::Text(Bytes(bytes)) | CallOutcome::FreedAtEnd { last: Bytes(bytes), .. }) => {
                Ok(Some(bytes))
            }
            Some(CallOutcome::Missing | CallOutcome::Undeclared(_)) | None => Err(Unreached::Absent),
        }
    }

    fn has(&self, symbol: &str) -> bool {
        self.exports.contains(symbol)
    }

    fn temp_dir(&self) -> &Path {
        self.session.temp_dir()
    }
}

impl Callable for Session {
    fn perform(&self, call: &Call) -> Result<Option<Reply>, CallError> {
        let Batch { mut outcomes, crash } = self.batch(0, Mode::Sequential, std::slice::from_ref(call));
        match crash {
            Some(crash) => Err(CallError::Crashed(Box::new(crash))),
            None => self.reply(call, outcomes.pop().flatten()),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, isolated) = (self.path(), self.is_isolated());
        f.debug_struct("Session").field("path", &path).field("isolated", &isolated).finish_non_exhaustive()
    }
}
