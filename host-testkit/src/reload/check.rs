//! Does a plugin go when it is unloaded?

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::copy::Copy;
use super::process;
use super::reason::{self, Reason};
use super::{start, stop};
use crate::library::LoadError;
use crate::plugin::{CallError, Plugin};

/// In how many turns on end there must be new threads before they count as the plugin's: other tests begin threads as well.
const SIGHTINGS: usize = 6;

/// Two checks at once would take each other's threads for the plugin's.
static ALONE: Mutex<()> = Mutex::new(());

/// A check of whether the library at `path` goes when it is unloaded.
///
/// Each time, a fresh copy is loaded, started and called on a thread of its own, shut down and closed, while that thread still lives, as a host's
/// threads do.
///
/// ```no_run
/// use aro_host_testkit::reload;
/// use serde_json::json;
///
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// # let plugin = aro_host_testkit::plugin!();
/// let parse = |plugin: &aro_host_testkit::Plugin| plugin.execute("ParseCSV", &json!({ "data": "a,b" })).map(drop);
/// let unloading = reload::check(plugin.path()).calling(parse).run()?;
/// assert!(!unloading.stays_mapped(), "{unloading}");
/// # Ok(())
/// # }
/// ```
pub fn check<'c>(path: impl AsRef<Path>) -> Check<'c> {
    Check { path: path.as_ref().to_owned(), times: 3, calls: Vec::new() }
}

type Call<'c> = Box<dyn Fn(&Plugin) -> Result<(), CallError> + Sync + 'c>;

/// What [`check`] does.
#[must_use = "nothing is loaded before `run`"]
pub struct Check<'c> {
    path: PathBuf,
    times: usize,
    calls: Vec<Call<'c>>,
}

impl fmt::Debug for Check<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").field("path", &self.path).field("times", &self.times).finish_non_exhaustive()
    }
}

/// What became of the unloaded library.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unloading {
    /// It went every time.
    Unmapped {
        /// How often it was loaded and unloaded.
        times: usize,
    },
    /// It stayed at least once.
    StaysMapped {
        /// Why; never empty.
        reasons: Vec<Reason>,
    },
    /// This system does not tell. The library was loaded, called and closed all the same.
    CannotBeTold,
}

impl Unloading {
    /// Whether the library is known to have stayed.
    #[must_use]
    pub fn stays_mapped(&self) -> bool {
        matches!(self, Self::StaysMapped { .. })
    }
}

impl fmt::Display for Unloading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmapped { times } => write!(f, "the library was unloaded {times} times and went each time"),
            Self::StaysMapped { reasons } => {
                f.write_str(
                    "the library stays mapped after it is unloaded, so a host that reloads it gets the old code:",
                )?;
                reasons.iter().try_for_each(|reason| write!(f, "\n- {reason}"))
            }
            Self::CannotBeTold => f.write_str("this system does not tell whether an unloaded library is still mapped"),
        }
    }
}

impl<'c> Check<'c> {
    /// How often the library is loaded and unloaded; three times when nothing is said.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// What is called between loading and unloading, beside what every host calls. Of several, all are called in order.
    ///
    /// A [`CallError`] does not end the check: a call that fails may leave something behind too.
    pub fn calling(mut self, call: impl Fn(&Plugin) -> Result<(), CallError> + Sync + 'c) -> Self {
        self.calls.push(Box::new(call));
        self
    }

    /// Loads, calls, unloads and looks.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::open`], [`LoadError::CopyFailed`], [`LoadError::NotUnloaded`].
    ///
    /// # Panics
    ///
    /// When a call given to [`calling`](Check::calling) does.
    pub fn run(&self) -> Result<Unloading, LoadError> {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut done, mut sighted) = (0, Sighted::default());
        while done < self.times {
            match self.once(Closing::WhileCallerLives)? {
                Outcome::Gone => (done, sighted) = (done + 1, Sighted::default()),
                Outcome::CannotBeTold => return Ok(Unloading::CannotBeTold),
                Outcome::Stayed(copy) => return Ok(Unloading::StaysMapped { reasons: self.reasons(&copy)? }),
                Outcome::Threads(names) => {
                    if let Some(reason) = sighted.again(names) {
                        return Ok(Unloading::StaysMapped { reasons: vec![reason] });
                    }
                }
            }
        }
        Ok(Unloading::Unmapped { times: done })
    }

    fn reasons(&self, copy: &Copy) -> Result<Vec<Reason>, LoadError> {
        let reasons = reason::of_file(&copy.bytes);
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        let mut sighted = Sighted::default();
        loop {
            match self.once(Closing::AfterCallerEnded)? {
                Outcome::Gone => return Ok(vec![Reason::ThreadLocal]),
                Outcome::Stayed(_) | Outcome::CannotBeTold => return Ok(vec![Reason::Unknown]),
                Outcome::Threads(names) => {
                    if let Some(reason) = sighted.again(names) {
                        return Ok(vec![reason]);
                    }
                }
            }
        }
    }

    /// On a thread of its own, so that what it leaves there ends with it.
    fn once(&self, closing: Closing) -> Result<Outcome, LoadError> {
        let copy = Copy::of(&self.path)?;
        let called = on_a_thread(|| {
            // With this thread among them, which the system may still list when it has ended.
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
            Left::Mapping => Outcome::Stayed(copy),
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

/// New threads in turns on end.
#[derive(Default)]
struct Sighted {
    turns: usize,
    /// The names that were there in each of them, if any was: a thread that has only begun has the name of the one that began it.
    names: Vec<String>,
}

impl Sighted {
    /// The reason, when there were enough.
    fn again(&mut self, names: Vec<String>) -> Option<Reason> {
        self.names.retain(|name| names.contains(name));
        if self.names.is_empty() {
            self.names = names;
        }
        self.turns += 1;
        (self.turns == SIGHTINGS).then(|| Reason::Threads(std::mem::take(&mut self.names)))
    }
}

/// What one turn shows.
enum Outcome {
    Gone,
    Stayed(Copy),
    Threads(Vec<String>),
    CannotBeTold,
}

/// What is left of a plugin that was to be closed.
enum Left {
    Nothing,
    Mapping,
    Threads(Vec<String>),
    Unknown,
}

fn close(plugin: Plugin, path: &Path, known: impl Fn(u32) -> bool) -> Result<Left, LoadError> {
    stop(&plugin);
    let threads: Vec<String> =
        process::threads().into_iter().filter(|(thread, _)| !known(*thread)).map(|(_, name)| name).collect();
    if !threads.is_empty() {
        // Dropped without being closed, because those threads may run the library's code.
        return Ok(Left::Threads(threads));
    }
    plugin.close()?;
    Ok(match process::is_mapped(path) {
        Some(true) => Left::Mapping,
        Some(false) => Left::Nothing,
        None => Left::Unknown,
    })
}

/// Does `work` on a new thread and waits for its very end, thread-locals included.
fn on_a_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
