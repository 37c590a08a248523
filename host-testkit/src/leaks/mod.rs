//! Checks that calls do not leak memory.
//!
//! [`LeakCheck`] calls one function of a plugin many times and compares the growth of the memory in
//! use with a bound:
//!
//! ```no_run
//! use aro_host_testkit::leaks::{Leak, LeakCheck};
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Leak> {
//! # let plugin = aro_host_testkit::plugin!();
//! let input = json!({ "data": "a,b\n1,2" });
//! let growth = LeakCheck::new(&plugin).action("ParseCSV").input(input).calls(10_000).run()?;
//! println!("{growth}");
//! # Ok(())
//! # }
//! ```
//!
//! # What is measured
//!
//! The check uses no clock and does not wait. It begins with a tenth of the calls as a warm-up,
//! because first calls fill caches, tables and thread-locals. Then the calls run in 64 rounds, with
//! a reading after each.
//!
//! - With glibc: the bytes that `malloc` has allocated and that were not freed, exactly. This is
//!   the allocator of C and, unless the plugin chooses another, of Rust. Blocks that were freed and
//!   that a thread keeps for its next calls count as in use: some hundred KiB in the worst case,
//!   which a plugin with blocks of many sizes reaches slowly. A process that is started with
//!   `GLIBC_TUNABLES=glibc.malloc.tcache_count=0` keeps none.
//! - Everywhere: the resident pages of the process. They include other allocators, but change in
//!   steps of pages. Where the heap is measured too, 1 MiB more than the bound is therefore
//!   allowed.
//!
//! Both measure the whole process, in which other tests allocate and free memory. Therefore
//!
//! - measurements wait for each other;
//! - the result is the whole growth, or 64 times a typical round if that is more: memory that
//!   another test frees in some rounds does not hide a leak;
//! - a growth above the bound is measured again, each time with twice as many calls, and the
//!   smallest result counts: memory that another test allocates does not look like a leak, unless
//!   it does so all the time. Growth in most rounds, which a leak causes, is accepted after three
//!   measurements; growth in a few rounds, as of a list that doubles its capacity, after eight.
//!
//! A plugin without leaks costs only the requested calls. A test that allocates during a whole
//! measurement disturbs it: put the two into test files of their own, since cargo runs those as
//! processes one after another.
//!
//! The check measures the *plugin's* memory. It also checks that [`Plugin::outstanding`], which
//! counts the replies that the *testkit* has not given back, does not change.

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
/// Growth in most rounds counts as a leak after this number of attempts.
const ATTEMPTS: usize = 3;
/// Growth in a few rounds, which other threads probably cause, counts as a leak after this number
/// of attempts.
const MOST_ATTEMPTS: usize = 8;

/// Held during a measurement, so that two measurements do not disturb each other.
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

/// A check that calls of one function of a plugin do not leak memory.
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
/// let input = json!({ "data": "a,b" });
/// LeakCheck::new(&plugin).action("ParseCSV").input(input).calls(5_000).run()?;
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

    /// Calls `aro_plugin_info`, which takes no input. This is the default.
    pub fn info(mut self) -> Self {
        self.target = Target::Info;
        self
    }

    /// The envelope of each call, to which nothing is added; `{}` by default.
    pub fn input(self, input: impl Into<Value>) -> Self {
        self.input_text(input.into().to_string())
    }

    /// The envelope as a string, which need not be JSON: rejecting an input should not leak either.
    pub fn input_text(mut self, input: impl Into<String>) -> Self {
        self.input = input.into();
        self
    }

    /// The number of calls; 10 000 by default. More calls find smaller leaks.
    pub fn calls(mut self, calls: usize) -> Self {
        self.limits.calls = calls;
        self
    }

    /// The number of bytes by which the memory may grow in all calls together; 64 KiB by default.
    /// With 10 000 calls this finds a leak of seven bytes per call.
    pub fn bound_bytes(mut self, bytes: usize) -> Self {
        self.limits.bound = bytes;
        self
    }

    /// Calls and measures.
    ///
    /// # Errors
    ///
    /// [`Leak::Grew`]; [`Leak::Outstanding`]; [`Leak::Call`] when a call fails with a
    /// [`CallError`], while an error *reply* only counts in [`Growth::errors`];
    /// [`Leak::NotMeasurable`].
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

/// Parsing a long reply takes longer than making it, so only a reply that may be an error is
/// parsed.
fn is_error(reply: &Reply) -> bool {
    let mentions = reply.as_bytes().windows(7).any(|window| window == b"\"error\"");
    mentions && reply.error().is_some()
}

/// A check that a closure does not leak memory, for calls past the testkit and for sequences of
/// calls.
///
/// ```
/// use aro_host_testkit::leaks::ClosureLeakCheck;
///
/// let forget = || std::mem::forget(vec![0_u8; 100]);
/// let leak = ClosureLeakCheck::new("a forgetful function", forget).run();
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

/// `call` returns whether the reply was an error.
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
