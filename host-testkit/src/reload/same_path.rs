//! Checks that a plugin works again when it is loaded again from the same path.

use std::fmt;
use std::sync::PoisonError;

use super::check::{ALONE, Left, ReloadCheck, ThreadWatch, close, on_a_thread};
use super::{process, start};
use crate::library::{LibraryCopy, LoadError};
use crate::plugin::{Plugin, Reply};

/// Whether a plugin works after it was unloaded and loaded again from the same path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revival {
    /// It works every time.
    Alive {
        /// How often it was loaded.
        times: usize,
        /// Whether the library stayed mapped in between, so that its state was the old one; `None`
        /// if the system does not report it.
        stayed_mapped: Option<bool>,
    },
    /// A call failed that had not failed when the plugin was loaded first.
    Dead {
        /// Which load it was; the first is 1.
        time: usize,
        /// The call.
        call: String,
        /// What it returned at first.
        at_first: String,
        /// What it returned now.
        observed: String,
    },
}

impl Revival {
    /// Whether it works every time.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        matches!(self, Self::Alive { .. })
    }
}

impl fmt::Display for Revival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alive { times, stayed_mapped } => {
                let mapped = match stayed_mapped {
                    Some(true) => "; the library stayed mapped in between",
                    Some(false) => "; the library was unmapped in between",
                    None => "",
                };
                write!(f, "the plugin was loaded {times} times from one path and worked each time{mapped}")
            }
            Self::Dead { time, call, at_first, observed } => write!(
                f,
                "the plugin does not work when it is loaded again from the same path (load {time}): the loader may return \
                 the old code, with the state that aro_plugin_shutdown left; begin again in aro_plugin_register and \
                 aro_plugin_init\n  call: {call}\n  at first: {at_first}\n  now: {observed}"
            ),
        }
    }
}

impl ReloadCheck<'_> {
    /// Loads a plugin, starts it, calls it, shuts it down and closes it, and does all this again on
    /// the same path, as often as [`loads`](Self::loads) says.
    ///
    /// A host that reloads a plugin does the same. If the library stays mapped, for example because
    /// a thread-local with a destructor keeps it, the second load returns the old code with the
    /// state that `aro_plugin_shutdown` left. All loads are on one thread that lives until the end.
    ///
    /// The metadata have to be the same each time. A call added by [`calling`](Self::calling) must
    /// not fail or return an error reply if it did not at first. Its values may differ.
    ///
    /// ```no_run
    /// use aro_host_testkit::reload::ReloadCheck;
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let plugin = aro_host_testkit::plugin!();
    /// use aro_host_testkit::Plugin;
    /// let count = |plugin: &Plugin| plugin.execute("Count", &json!({})).map(drop);
    /// let revival = ReloadCheck::new(&plugin).calling(count).same_path()?;
    /// assert!(revival.is_alive(), "{revival}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run).
    ///
    /// # Panics
    ///
    /// When a call added by [`calling`](Self::calling) panics.
    pub fn same_path(&self) -> Result<Revival, LoadError> {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut watch = ThreadWatch::default();
        loop {
            let mut threads = Vec::new();
            let revival = self.on_one_path(&mut threads)?;
            if threads.is_empty() || watch.record_turn(threads).is_some() {
                return Ok(revival);
            }
        }
    }

    /// One check, with a copy of its own. `threads` gets the threads that began in it and have not
    /// ended: because of them, which may be those of another test, the library was not closed.
    fn on_one_path(&self, threads: &mut Vec<String>) -> Result<Revival, LoadError> {
        let (copy, _) = LibraryCopy::of(&self.path)?;
        on_a_thread(|| {
            let (mut first, mut stayed_mapped) = (None, Some(false));
            for time in 1..=self.loads {
                let before = process::threads();
                let plugin = Plugin::open(&copy.path)?;
                let seen = self.seen(&plugin);
                // A plugin whose threads go on is not closed, and so stays mapped.
                match close(plugin, &copy.path, |thread| before.contains_key(&thread))? {
                    Left::Nothing => {}
                    Left::Mapping => stayed_mapped = Some(true),
                    Left::Threads(names) => {
                        threads.extend(names);
                        stayed_mapped = Some(true);
                    }
                    Left::Unknown => stayed_mapped = None,
                }
                let expected = first.get_or_insert_with(|| seen.clone());
                if let Some((at_first, now)) = expected.iter().zip(&seen).find(|(at_first, now)| now.is_worse(at_first))
                {
                    let (call, at_first, observed) = (now.call.clone(), at_first.shown.clone(), now.shown.clone());
                    return Ok(Revival::Dead { time, call, at_first, observed });
                }
            }
            Ok(Revival::Alive { times: self.loads, stayed_mapped })
        })
    }

    /// Starts the plugin and makes the calls. The metadata come first.
    fn seen(&self, plugin: &Plugin) -> Vec<Seen> {
        start(plugin);
        let info = match plugin.info_reply() {
            Ok(info) => Seen { call: info.call().to_owned(), shown: info.to_string(), failed: false, is_fixed: true },
            Err(error) => Seen::failed(&error.to_string()),
        };
        plugin.record_replies();
        let mut seen = vec![info];
        for call in &self.calls {
            let before = plugin.recorded_replies().len();
            let result = call(plugin);
            let replies = plugin.recorded_replies();
            seen.push(match (replies[before..].iter().find(|reply| reply.error().is_some()), result) {
                (Some(error), _) => Seen::of(error, true),
                (None, Err(error)) => Seen::failed(&error.to_string()),
                (None, Ok(())) => match replies.last().filter(|_| replies.len() > before) {
                    Some(reply) => Seen::of(reply, false),
                    None => Seen { call: String::new(), shown: "no reply".to_owned(), failed: false, is_fixed: false },
                },
            });
        }
        seen
    }
}

/// What was seen of one call.
#[derive(Clone)]
struct Seen {
    call: String,
    shown: String,
    failed: bool,
    /// Whether it has to be the same each time.
    is_fixed: bool,
}

impl Seen {
    fn of(reply: &Reply, failed: bool) -> Self {
        Self { call: reply.call().to_owned(), shown: reply.to_string(), failed, is_fixed: false }
    }

    fn failed(error: &str) -> Self {
        Self { call: "a call of the test".to_owned(), shown: error.to_owned(), failed: true, is_fixed: false }
    }

    fn is_worse(&self, at_first: &Self) -> bool {
        (self.failed && !at_first.failed) || (at_first.is_fixed && self.shown != at_first.shown)
    }
}
