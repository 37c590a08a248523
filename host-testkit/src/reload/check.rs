//! Checks that a plugin can be unloaded.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::process;
use super::reason::{self, Reason};
use super::{start, stop};
use crate::library::{LibraryCopy, LoadError};
use crate::plugin::{CallError, Plugin};

/// In how many consecutive turns threads must remain before they count as the plugin's: other tests
/// start threads too.
const TURNS_WITH_THREADS: usize = 6;

/// Held during a check, so that two checks do not take each other's threads for the plugin's.
pub(super) static ALONE: Mutex<()> = Mutex::new(());

type Call<'c> = Box<dyn Fn(&Plugin) -> Result<(), CallError> + Sync + 'c>;

/// A check that a plugin's library is unmapped when it is unloaded.
///
/// Each time, another thread loads a fresh copy, starts it, calls it, shuts it down and closes it,
/// and the library is checked while that thread still lives, as a host's threads do.
///
/// ```no_run
/// use aro_host_testkit::reload::ReloadCheck;
/// use serde_json::json;
///
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// # let plugin = aro_host_testkit::plugin!();
/// let input = json!({ "data": "a,b" });
/// let parse = |plugin: &aro_host_testkit::Plugin| plugin.execute("ParseCSV", &input).map(drop);
/// let unloading = ReloadCheck::new(&plugin).calling(parse).run()?;
/// assert!(!unloading.stays_mapped(), "{unloading}");
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is loaded before `run`"]
pub struct ReloadCheck<'c> {
    pub(super) path: PathBuf,
    pub(super) loads: usize,
    pub(super) calls: Vec<Call<'c>>,
}

impl fmt::Debug for ReloadCheck<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReloadCheck").field("path", &self.path).field("loads", &self.loads).finish_non_exhaustive()
    }
}

/// The result of unloading a library.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unloading {
    /// The library was unmapped every time.
    Unmapped {
        /// How often it was loaded and unloaded.
        times: usize,
    },
    /// The library stayed mapped at least once.
    StaysMapped {
        /// The reasons; never empty.
        reasons: Vec<Reason>,
    },
    /// This system does not report it. The library was loaded, called and closed nevertheless.
    CannotBeTold,
}

impl Unloading {
    /// Whether the library stayed mapped.
    #[must_use]
    pub fn stays_mapped(&self) -> bool {
        matches!(self, Self::StaysMapped { .. })
    }
}

impl fmt::Display for Unloading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmapped { times } => write!(f, "the library was unloaded {times} times and was unmapped each time"),
            Self::StaysMapped { reasons } => {
                f.write_str(
                    "the library stays mapped after it is unloaded, so a host that reloads it gets the old code:",
                )?;
                reasons.iter().try_for_each(|reason| write!(f, "\n- {reason}"))
            }
            Self::CannotBeTold => {
                f.write_str("this system does not report whether an unloaded library is still mapped")
            }
        }
    }
}

impl<'c> ReloadCheck<'c> {
    /// A check of this plugin's library. It loads copies; the plugin at hand is not called.
    pub fn new(plugin: &Plugin) -> Self {
        Self::library(plugin.path())
    }

    /// A check of this library, which need not be loaded.
    pub fn library(library: impl AsRef<Path>) -> Self {
        Self { path: library.as_ref().to_owned(), loads: 3, calls: Vec::new() }
    }

    /// How often the library is loaded and unloaded; 3 times by default.
    pub fn loads(mut self, loads: usize) -> Self {
        self.loads = loads;
        self
    }

    /// Adds a call between loading and unloading, in addition to the calls that every host makes.
    /// Calls run in the order in which they were added.
    ///
    /// A [`CallError`] does not end the check: a call that fails may also keep the library mapped.
    pub fn calling(mut self, call: impl Fn(&Plugin) -> Result<(), CallError> + Sync + 'c) -> Self {
        self.calls.push(Box::new(call));
        self
    }

    /// Loads, calls, unloads and checks. Every load is of another copy;
    /// [`same_path`](Self::same_path) loads one copy again and again.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::open`], [`LoadError::CopyFailed`], [`LoadError::NotUnloaded`].
    ///
    /// # Panics
    ///
    /// When a call added by [`calling`](ReloadCheck::calling) panics.
    pub fn run(&self) -> Result<Unloading, LoadError> {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut done, mut watch) = (0, ThreadWatch::default());
        while done < self.loads {
            match self.once(Closing::WhileCallerLives)? {
                Outcome::Gone => (done, watch) = (done + 1, ThreadWatch::default()),
                Outcome::CannotBeTold => return Ok(Unloading::CannotBeTold),
                Outcome::Stayed(stayed) => return Ok(Unloading::StaysMapped { reasons: self.reasons(stayed)? }),
                Outcome::Threads(names) => {
                    if let Some(reason) = watch.record_turn(names) {
                        return Ok(Unloading::StaysMapped { reasons: vec![reason] });
                    }
                }
            }
        }
        Ok(Unloading::Unmapped { times: done })
    }

    fn reasons(&self, stayed: Stayed) -> Result<Vec<Reason>, LoadError> {
        let reasons = reason::of_file(&stayed.bytes);
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        // A library that came with the first copy stays, and refers to that copy only.
        let only_the_first = matches!(self.settled(Closing::WhileCallerLives)?, Settled::Gone);
        if only_the_first && !stayed.came_along.is_empty() {
            return Ok(vec![Reason::Dependencies(stayed.came_along)]);
        }
        Ok(vec![match self.settled(Closing::AfterCallerEnded)? {
            Settled::Gone if !only_the_first => Reason::ThreadLocal,
            Settled::Gone | Settled::Stays => Reason::Unknown,
            Settled::Threads(reason) => reason,
        }])
    }

    /// One turn, or several, until no thread of another test is in the way.
    fn settled(&self, closing: Closing) -> Result<Settled, LoadError> {
        let mut watch = ThreadWatch::default();
        loop {
            match self.once(closing)? {
                Outcome::Gone => return Ok(Settled::Gone),
                Outcome::Stayed(_) | Outcome::CannotBeTold => return Ok(Settled::Stays),
                Outcome::Threads(names) => {
                    if let Some(reason) = watch.record_turn(names) {
                        return Ok(Settled::Threads(reason));
                    }
                }
            }
        }
    }

    /// Runs on another thread, whose thread-locals end with it.
    fn once(&self, closing: Closing) -> Result<Outcome, LoadError> {
        let (copy, bytes) = LibraryCopy::of(&self.path)?;
        let mapped_before = process::mapped_code();
        let called = on_a_thread(|| {
            // This includes the current thread, which the system may still list when it has ended.
            let before = process::threads();
            let plugin = Plugin::open(&copy.path)?;
            start(&plugin);
            for call in &self.calls {
                // See `calling`.
                let _ = call(&plugin);
            }
            match closing {
                Closing::AfterCallerEnded => Ok(Err((plugin, before))),
                Closing::WhileCallerLives => close(plugin, &copy.path, |thread| before.contains_key(&thread)).map(Ok),
            }
        })?;
        let left = match called {
            Ok(left) => left,
            Err((plugin, before)) => close(plugin, &copy.path, |thread| before.contains_key(&thread))?,
        };
        Ok(match left {
            Left::Nothing => Outcome::Gone,
            Left::Mapping => {
                let came = process::mapped_code().into_iter().filter(|file| !mapped_before.contains(file));
                let came_along = came.filter(|file| *file != copy.path).collect();
                Outcome::Stayed(Stayed { bytes, came_along })
            }
            Left::Threads(names) => Outcome::Threads(names),
            Left::Unknown => Outcome::CannotBeTold,
        })
    }
}

#[derive(Clone, Copy)]
enum Closing {
    WhileCallerLives,
    AfterCallerEnded,
}

/// Watches for threads that remain in consecutive turns.
#[derive(Default)]
pub(super) struct ThreadWatch {
    turns: usize,
    /// The names that were seen in every turn, if any: a thread that has just started has the name
    /// of its parent.
    names: Vec<String>,
}

impl ThreadWatch {
    /// Records a turn. Returns the reason after enough of them.
    pub(super) fn record_turn(&mut self, names: Vec<String>) -> Option<Reason> {
        self.names.retain(|name| names.contains(name));
        if self.names.is_empty() {
            self.names = names;
        }
        self.turns += 1;
        (self.turns == TURNS_WITH_THREADS).then(|| Reason::Threads(std::mem::take(&mut self.names)))
    }
}

/// A library that stays mapped.
struct Stayed {
    /// Its file.
    bytes: Vec<u8>,
    /// The other libraries that were mapped with it and stay.
    came_along: Vec<PathBuf>,
}

/// The result of turns until no thread is in the way.
enum Settled {
    Gone,
    Stays,
    Threads(Reason),
}

/// The result of one turn.
enum Outcome {
    Gone,
    Stayed(Stayed),
    Threads(Vec<String>),
    CannotBeTold,
}

/// What is left of a plugin after closing it.
pub(super) enum Left {
    Nothing,
    Mapping,
    Threads(Vec<String>),
    Unknown,
}

pub(super) fn close(plugin: Plugin, path: &Path, known: impl Fn(u32) -> bool) -> Result<Left, LoadError> {
    stop(&plugin);
    let threads: Vec<String> =
        process::threads().into_iter().filter(|(thread, _)| !known(*thread)).map(|(_, name)| name).collect();
    if !threads.is_empty() {
        // The plugin is dropped without being closed, because those threads may run its code.
        return Ok(Left::Threads(threads));
    }
    plugin.close()?;
    Ok(match process::is_mapped(path) {
        Some(true) => Left::Mapping,
        Some(false) => Left::Nothing,
        None => Left::Unknown,
    })
}

/// Runs `work` on another thread and waits until the thread has ended, thread-locals included.
pub(super) fn on_a_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
