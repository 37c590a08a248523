//! Does a call leave memory behind?
//!
//! [`LeakCheck`] calls one function of a plugin many times and compares the memory in use before and after with a bound:
//!
//! ```no_run
//! use aro_host_testkit::leaks::{Leak, LeakCheck};
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Leak> {
//! # let plugin = aro_host_testkit::plugin!();
//! let growth = LeakCheck::new(&plugin).action("ParseCSV").input(json!({ "data": "a,b\n1,2" })).calls(10_000).run()?;
//! println!("{growth}");
//! # Ok(())
//! # }
//! ```
//!
//! # What is measured
//!
//! No clock is read and nobody waits. Before the first reading come a tenth as many calls, because a first call fills caches, tables and
//! thread-locals. Then the calls run in 64 rounds with a reading after each.
//!
//! - With glibc: the bytes that `malloc` has handed out and not got back, to the byte. That is the allocator of C and, unless the plugin
//!   chooses another, of Rust.
//! - Everywhere: the pages of the process that are in memory. They show what other allocators do, in steps of pages; so here
//!   1 MiB more than the bound is allowed where the heap is counted too.
//!
//! Both are of the whole process, and other tests run in it, which take memory and give it back. So
//!
//! - measurements wait for each other;
//! - what counts is the whole growth, or 64 times the median round if that is more: what another test frees in some rounds does not
//!   hide a leak;
//! - growth above the bound is measured again, each time with twice as many calls, and the smallest figure counts: what another test
//!   allocates does not look like a leak, unless it goes on all the time. Growth in most rounds, as that of a leak is, is believed after
//!   three measurements; growth in a few, as that of a list that doubles its room, after eight.
//!
//! A sound plugin costs the calls that you ask for. A test that collects memory for as long as a measurement runs does
//! disturb it; give such a pair a test file each, since cargo runs those as processes one after another.
//!
//! What a plugin does not give back and a host cannot see is memory of the *plugin's*. Replies that the *testkit* did not give back are
//! counted by [`Plugin::outstanding`]: it is part of the check that this number does not change.

mod growth;
mod memory;
mod readings;

use std::ffi::CString;
use std::sync::{Mutex, PoisonError};

pub use growth::{Growth, Leak, Measure};
use readings::{Readings, Verdict};
use serde_json::Value;

use crate::plugin::{CallError, Plugin, Reply};

const ROUNDS: usize = 64;
/// After so many attempts memory that grows in most rounds counts as a leak.
const ATTEMPTS: usize = 3;
/// After so many attempts memory that grows in a few rounds does, which others in the process are the likelier reason for.
const MOST_ATTEMPTS: usize = 8;

/// Two measurements at once would measure each other.
static ALONE: Mutex<()> = Mutex::new(());

#[derive(Clone, Copy, Debug)]
struct Limits {
    calls: usize,
    bound: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { calls: 10_000, bound: 64 * 1024 }
    }
}

#[derive(Clone, Debug)]
enum Target {
    Info,
    Action(String),
    Qualifier(String),
}

/// A check that calls of one function of a plugin leave no memory behind.
///
/// [`action`](Self::action), [`qualifier`](Self::qualifier) or [`info`](Self::info) chooses the
/// function, and [`run`](Self::run) calls and measures.
///
/// ```no_run
/// use aro_host_testkit::leaks::LeakCheck;
/// use serde_json::json;
///
/// # fn main() -> Result<(), aro_host_testkit::leaks::Leak> {
/// # let plugin = aro_host_testkit::plugin!();
/// LeakCheck::new(&plugin).action("ParseCSV").input(json!({ "data": "a,b" })).calls(5_000).run()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is called before `run`"]
pub struct LeakCheck<'p> {
    plugin: &'p Plugin,
    target: Target,
    input: String,
    limits: Limits,
}

impl<'p> LeakCheck<'p> {
    /// A check of this plugin. It calls `aro_plugin_info` until another function is chosen.
    pub fn new(plugin: &'p Plugin) -> Self {
        Self { plugin, target: Target::Info, input: "{}".to_owned(), limits: Limits::default() }
    }

    /// Calls an action by its name or one of its verbs, or a service by `service:<method>`.
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.target = Target::Action(action.into());
        self
    }

    /// Calls a qualifier.
    pub fn qualifier(mut self, name: impl Into<String>) -> Self {
        self.target = Target::Qualifier(name.into());
        self
    }

    /// Calls `aro_plugin_info`, which takes no input; this is what is called when nothing is said.
    pub fn info(mut self) -> Self {
        self.target = Target::Info;
        self
    }

    /// The envelope of each call; nothing is added to it. `{}` when nothing is said.
    pub fn input(self, input: impl Into<Value>) -> Self {
        self.input_text(input.into().to_string())
    }

    /// The same as a text, be it JSON or not: refusing an input should not leak either.
    pub fn input_text(mut self, input: impl Into<String>) -> Self {
        self.input = input.into();
        self
    }

    /// How often; 10 000 times when nothing is said. More calls find smaller leaks.
    pub fn calls(mut self, calls: usize) -> Self {
        self.limits.calls = calls;
        self
    }

    /// By how many bytes the memory may grow in all the calls together; 64 KiB when nothing is said. So with 10 000 calls a leak of
    /// seven bytes a call is found.
    pub fn bound_bytes(mut self, bytes: usize) -> Self {
        self.limits.bound = bytes;
        self
    }

    /// Calls and measures.
    ///
    /// # Errors
    ///
    /// [`Leak::Grew`] with the action's name; [`Leak::Outstanding`]; [`Leak::Call`] when a call fails with a [`CallError`], while an
    /// error *reply* only counts in [`Growth::errors`]; [`Leak::NotMeasurable`].
    pub fn run(self) -> Result<Growth, Leak> {
        let Self { plugin, target, input, limits } = self;
        let what = match &target {
            Target::Info => "`aro_plugin_info`".to_owned(),
            Target::Action(name) => format!("the action `{name}`"),
            Target::Qualifier(name) => format!("the qualifier `{name}`"),
        };
        let text = |argument, text: &str| {
            CString::new(text)
                .map_err(|error| Leak::call(&what, &CallError::NulByte { argument, position: error.nul_position() }))
        };
        let input = text("input", &input)?;
        let name = match &target {
            Target::Info => text("action", "")?,
            Target::Action(name) | Target::Qualifier(name) => text("action", name)?,
        };
        let outstanding = plugin.outstanding();
        let growth = run(&what, limits, || match &target {
            Target::Info => plugin.info_reply().map(|_| false),
            Target::Action(_) => plugin.execute_raw(Some(&name), Some(&input)).map(|reply| is_error(&reply)),
            Target::Qualifier(_) => plugin.qualifier_raw(Some(&name), Some(&input)).map(|reply| is_error(&reply)),
        })?;
        match plugin.outstanding().saturating_sub(outstanding) {
            0 => Ok(growth),
            replies => Err(Leak::Outstanding { what, replies }),
        }
    }
}

/// Reading a long reply takes longer than making it, so only one that could be an error is read.
fn is_error(reply: &Reply) -> bool {
    let mentions = reply.as_bytes().windows(7).any(|window| window == b"\"error\"");
    mentions && reply.error().is_some()
}

/// A check that a closure leaves no memory behind: for calls past the testkit, and for sequences of
/// calls.
///
/// ```
/// use aro_host_testkit::leaks::ClosureLeakCheck;
///
/// let leak = ClosureLeakCheck::new("a forgetful function", || std::mem::forget(vec![0_u8; 100])).run();
/// # #[cfg(all(target_os = "linux", target_env = "gnu"))]
/// assert!(leak.unwrap_err().to_string().contains("a forgetful function"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is called before `run`"]
pub struct ClosureLeakCheck<F> {
    what: String,
    call: F,
    limits: Limits,
}

impl<F: FnMut()> ClosureLeakCheck<F> {
    /// A check of this closure. `what` names it in messages.
    pub fn new(what: impl Into<String>, call: F) -> Self {
        Self { what: what.into(), call, limits: Limits::default() }
    }

    /// As [`LeakCheck::calls`].
    pub fn calls(mut self, calls: usize) -> Self {
        self.limits.calls = calls;
        self
    }

    /// As [`LeakCheck::bound_bytes`].
    pub fn bound_bytes(mut self, bytes: usize) -> Self {
        self.limits.bound = bytes;
        self
    }

    /// Calls and measures.
    ///
    /// # Errors
    ///
    /// [`Leak::Grew`] with the name; [`Leak::NotMeasurable`].
    pub fn run(mut self) -> Result<Growth, Leak> {
        run(&self.what, self.limits, || {
            (self.call)();
            Ok(false)
        })
    }
}

/// `call` says whether it was answered by an error.
fn run(what: &str, limits: Limits, mut call: impl FnMut() -> Result<bool, CallError>) -> Result<Growth, Leak> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut repeat = |times: usize| -> Result<usize, Leak> {
        let mut errors = 0;
        for _ in 0..times {
            errors += usize::from(call().map_err(|error| Leak::call(what, &error))?);
        }
        Ok(errors)
    };
    repeat((limits.calls / 10).max(1))?;
    let mut smallest: Option<Growth> = None;
    for attempt in 0..MOST_ATTEMPTS {
        let calls = limits.calls << attempt;
        let mut errors = 0;
        let mut readings = Readings::begin(ROUNDS);
        for round in 0..ROUNDS {
            errors += repeat(calls * (round + 1) / ROUNDS - calls * round / ROUNDS)?;
            readings.after_round();
        }
        let (verdict, measure, bytes) = readings.judge(limits.bound).ok_or(Leak::NotMeasurable)?;
        let growth = Growth { what: what.to_owned(), calls, bytes, measure, errors };
        if verdict == Verdict::Within {
            return Ok(growth);
        }
        if smallest.as_ref().is_none_or(|before| growth.bytes < before.bytes) {
            smallest = Some(growth);
        }
        if verdict == Verdict::Steady && attempt + 1 >= ATTEMPTS {
            break;
        }
    }
    let growth = smallest.ok_or(Leak::NotMeasurable)?;
    Err(Leak::Grew { growth, bound: limits.bound })
}
