//! Runs many random cases, or single ones made from bytes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use arbitrary::Unstructured;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use thiserror::Error;

use super::bytes;
use super::case::{Callee, Case};
use super::fault::{self, Fault};
use super::plan::{self, Target};
use crate::caught::catch;
use crate::plugin::{CallError, Plugin, Reply};

type Check<'c> = Box<dyn Fn(&Case, &Reply) -> Result<(), String> + 'c>;

/// A check that a plugin handles random calls of everything that it declares.
///
/// ```no_run
/// use aro_host_testkit::fuzz::FuzzCheck;
///
/// # fn main() -> Result<(), aro_host_testkit::fuzz::FuzzError> {
/// # let plugin = aro_host_testkit::plugin!();
/// FuzzCheck::new(&plugin).cases(500).run()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is called before `run` or `prepare`"]
pub struct FuzzCheck<'p> {
    plugin: &'p Plugin,
    cases: u32,
    seed: u64,
    panics_count: bool,
    /// The names of the actions that are called; `None` for everything.
    actions: Option<BTreeSet<String>>,
    /// The names of the actions that are not called.
    without: BTreeSet<String>,
    checks: Vec<Check<'p>>,
}

impl fmt::Debug for FuzzCheck<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FuzzCheck").field("cases", &self.cases).field("seed", &self.seed).finish_non_exhaustive()
    }
}

/// What was called in a run without a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// How many calls were made.
    pub calls: usize,
    /// How many functions they went to.
    pub functions: usize,
    /// How many calls returned an error reply.
    pub errors: usize,
}

/// A case that makes a plugin fail, shrunk as far as possible. `Display` and `Debug` show it as a
/// statement.
#[derive(Clone, Error)]
pub struct Failure {
    /// The case.
    pub case: Box<Case>,
    /// What is wrong.
    pub fault: Fault,
    /// The reply, if there was one.
    pub reply: Option<Reply>,
    seed: Option<u64>,
}

/// Why a run failed.
#[derive(Clone, Error)]
#[non_exhaustive]
pub enum FuzzError {
    /// A case failed.
    #[error(transparent)]
    Failed(Failure),
    /// The plugin could not be called: its metadata cannot be read, or a function is missing. The
    /// message of the [`CallError`].
    #[error("the plugin cannot be called: {0}")]
    Call(String),
    /// The metadata declare nothing that could be called, or nothing of it was chosen.
    #[error("the metadata declare no action, qualifier or service that was chosen, so there is nothing to call")]
    NothingToCall,
    /// The metadata declare no action with a name that was chosen.
    #[error("there is no action `{name}` to choose or to leave out; the actions are {}", .known.join(", "))]
    UnknownAction {
        /// The name.
        name: String,
        /// The names of the actions.
        known: Vec<String>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, fault, reply, seed } = self;
        writeln!(f, "{} {fault}", case.callee)?;
        writeln!(f, "smallest failing case, on the {} path:", case.path)?;
        for line in case.to_string().lines() {
            writeln!(f, "    {line}")?;
        }
        write!(f, "input:\n    {}", case.input_text())?;
        if let Some(reply) = reply {
            write!(f, "\nreply:\n    {reply}")?;
        }
        seed.map_or(Ok(()), |seed| write!(f, "\nto repeat it: `.seed({seed})`"))
    }
}

debug_like_display!(Failure, FuzzError);

impl<'p> FuzzCheck<'p> {
    /// A check of this plugin.
    pub fn new(plugin: &'p Plugin) -> Self {
        let (actions, without, checks) = (None, BTreeSet::new(), Vec::new());
        Self { plugin, cases: 256, seed: 0, panics_count: true, actions, without, checks }
    }

    /// How many cases each function gets; 256 by default.
    pub fn cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    /// The seed of the random numbers; 0 by default. A seed always gives the same cases, as long as
    /// the plugin's metadata and the testkit's version stay the same.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Calls only these actions, by their names in the metadata; no qualifier and no service.
    pub fn actions<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.actions.get_or_insert_default().extend(names.into_iter().map(Into::into));
        self
    }

    /// Does not call these actions, by their names in the metadata: for example those that send
    /// something over a network.
    ///
    /// ```no_run
    /// use aro_host_testkit::fuzz::FuzzCheck;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::fuzz::FuzzError> {
    /// # let plugin = aro_host_testkit::plugin!();
    /// FuzzCheck::new(&plugin).without_actions(["SendMail"]).run()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn without_actions<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.without.extend(names.into_iter().map(Into::into));
        self
    }

    /// Accepts panics that the plugin turned into an error reply. By default they are failures.
    pub fn allow_panics(mut self) -> Self {
        self.panics_count = false;
        self
    }

    /// Adds a check of every reply, error replies included. It returns `Err` or panics to reject
    /// the reply.
    pub fn check(mut self, check: impl Fn(&Case, &Reply) -> Result<(), String> + 'p) -> Self {
        self.checks.push(Box::new(check));
        self
    }

    /// Reads the plugin's metadata and derives what to call.
    ///
    /// # Errors
    ///
    /// [`FuzzError::Call`] when the metadata cannot be read; [`FuzzError::UnknownAction`];
    /// [`FuzzError::NothingToCall`].
    pub fn prepare(self) -> Result<Fuzzer<'p>, FuzzError> {
        let info = self.plugin.info_json().map_err(|error| FuzzError::Call(error.to_string()))?;
        let mut targets = plan::targets(&info);
        let known: Vec<String> = targets.iter().filter_map(|target| target.action.clone()).collect();
        if let Some(name) = self.actions.iter().flatten().chain(&self.without).find(|name| !known.contains(name)) {
            return Err(FuzzError::UnknownAction { name: name.clone(), known });
        }
        targets.retain(|target| match (&target.action, &self.actions) {
            (Some(name), Some(chosen)) => chosen.contains(name) && !self.without.contains(name),
            (Some(name), None) => !self.without.contains(name),
            (None, chosen) => chosen.is_none(),
        });
        if targets.is_empty() {
            return Err(FuzzError::NothingToCall);
        }
        Ok(Fuzzer { run: self, targets })
    }

    /// Calls every action, qualifier and service with random cases.
    ///
    /// # Errors
    ///
    /// [`FuzzError::Failed`] with the first failing case, shrunk as far as possible; and those of
    /// [`prepare`](FuzzCheck::prepare).
    pub fn run(self) -> Result<Summary, FuzzError> {
        self.prepare()?.run()
    }
}

/// A plugin, prepared for random calls.
#[derive(Debug)]
pub struct Fuzzer<'p> {
    run: FuzzCheck<'p>,
    targets: Vec<Target>,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.callee.fmt(f)
    }
}

/// The fault of a failed case, and its reply.
type FailedCase = (Fault, Option<Reply>);

impl Fuzzer<'_> {
    /// Makes one case from the bytes and calls. [`fuzz_target!`](crate::fuzz_target) does this with
    /// the fuzzer's bytes: the first byte selects the function, the others everything else.
    ///
    /// # Errors
    ///
    /// [`FuzzError::Failed`]; the case is not shrunk, since fuzzers shrink the bytes.
    /// [`FuzzError::Call`] when a function is missing.
    pub fn feed(&self, bytes: &[u8]) -> Result<(), FuzzError> {
        let Some(case) = self.case(bytes) else { return Ok(()) };
        match self.attempt(&case)? {
            Ok(_) => Ok(()),
            Err((fault, reply)) => Err(FuzzError::Failed(Failure { case: Box::new(case), fault, reply, seed: None })),
        }
    }

    /// What is called: the function that the first byte of [`feed`](Fuzzer::feed) selects by its
    /// place here, counted again from the beginning behind the last one.
    pub fn callees(&self) -> impl Iterator<Item = &Callee> {
        self.targets.iter().map(|target| &target.callee)
    }

    /// The case that [`feed`](Fuzzer::feed) makes of the bytes; `None` for no bytes.
    #[must_use]
    pub fn case(&self, bytes: &[u8]) -> Option<Case> {
        let (first, rest) = bytes.split_first()?;
        let target = &self.targets[usize::from(*first) % self.targets.len()];
        // It fails only when bytes are missing, and replaces missing bytes by the simplest values.
        bytes::case(target, &mut Unstructured::new(rest)).ok()
    }

    fn run(&self) -> Result<Summary, FuzzError> {
        let mut summary = Summary { calls: 0, functions: self.targets.len(), errors: 0 };
        for (number, target) in (0_u64..).zip(&self.targets) {
            self.run_target(number, target, &mut summary)?;
        }
        Ok(summary)
    }

    fn run_target(&self, number: u64, target: &Target, summary: &mut Summary) -> Result<(), FuzzError> {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.run.seed.to_le_bytes());
        seed[8..16].copy_from_slice(&number.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(config(self.run.cases), rng);
        // The last failed case is the one that proptest reports.
        let failed: RefCell<Option<FailedCase>> = RefCell::default();
        let broken: RefCell<Option<FuzzError>> = RefCell::default();
        let summary = RefCell::new(summary);
        let outcome = runner.run(&target.cases, |case| {
            let attempt = match self.attempt(&case) {
                Ok(attempt) => attempt,
                // Report it once; there is nothing to shrink.
                Err(_) if broken.borrow().is_some() => return Ok(()),
                Err(error) => {
                    *broken.borrow_mut() = Some(error);
                    return Err(TestCaseError::fail("the call cannot be made"));
                }
            };
            let mut failed = failed.borrow_mut();
            match attempt {
                Err((fault, reply)) if failed.as_ref().is_none_or(|(first, _)| first.same_kind(&fault)) => {
                    let words = fault.to_string();
                    *failed = Some((fault, reply));
                    Err(TestCaseError::fail(words))
                }
                Err(_) => Ok(()),
                Ok(is_error) => {
                    let mut summary = summary.borrow_mut();
                    summary.calls += 1;
                    summary.errors += usize::from(is_error);
                    Ok(())
                }
            }
        });
        if let Some(error) = broken.into_inner() {
            return Err(error);
        }
        match outcome {
            Ok(()) => Ok(()),
            Err(TestError::Abort(reason)) => Err(FuzzError::Call(reason.to_string())),
            Err(TestError::Fail(reason, case)) => {
                let refused = || (Fault::Refused(reason.to_string()), None);
                let (fault, reply) = failed.into_inner().unwrap_or_else(refused);
                Err(FuzzError::Failed(Failure { case: Box::new(case), fault, reply, seed: Some(self.run.seed) }))
            }
        }
    }

    /// One call. The inner `Ok` says whether the reply was an error.
    fn attempt(&self, case: &Case) -> Result<Result<bool, FailedCase>, FuzzError> {
        let before = self.run.plugin.outstanding();
        let reply = match fault::call(self.run.plugin, case) {
            Ok(reply) => reply,
            Err(CallError::NullReply { .. }) => return Ok(Err((Fault::Null, None))),
            Err(error) => return Err(FuzzError::Call(error.to_string())),
        };
        let own = |check: &Check<'_>| match catch(|| check(case, &reply)) {
            Ok(outcome) => outcome.err(),
            Err(panic) => Some(panic.message),
        };
        let found = fault::of_reply(case, &reply, self.run.panics_count)
            .or_else(|| self.run.checks.iter().find_map(own).map(Fault::Refused))
            .or_else(|| (self.run.plugin.outstanding() > before).then_some(Fault::Outstanding));
        Ok(match found {
            Some(fault) => Err((fault, Some(reply))),
            None => Ok(reply.error().is_some()),
        })
    }
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}
