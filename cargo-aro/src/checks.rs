//! The checks of `cargo aro check`: each is one of the testkit's, made small enough for everyday
//! use, and its result in one form.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use aro_host_testkit::conformance::{ConformanceCheck, rules};
use aro_host_testkit::fuzz::{FuzzCheck, FuzzError, Fuzzer};
use aro_host_testkit::isolation::Session;
use aro_host_testkit::leaks::{ClosureLeakCheck, Leak};
use aro_host_testkit::reload::{ReloadCheck, Unloading};
use aro_host_testkit::{Action, Info, LoadError, Plugin};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::schema;

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Deserialize, Serialize)]
pub(crate) enum Kind {
    /// The file against the metadata and the library
    #[value(name = "plugin.yaml")]
    Manifest,
    /// The rules of the ABI
    Conformance,
    /// Memory that calls allocate and do not free
    Leaks,
    /// Unloading and loading again
    Reload,
    /// Random calls
    Fuzz,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Manifest, Self::Conformance, Self::Leaks, Self::Reload, Self::Fuzz];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Manifest => "plugin.yaml",
            Self::Conformance => "conformance",
            Self::Leaks => "leaks",
            Self::Reload => "reload",
            Self::Fuzz => "fuzz",
        }
    }
}

/// The rules beside those of the ABI.
pub(crate) const OTHER_RULES: [&str; 6] = ["crash", "fuzz", "leak", "reload", "static-library", "unload"];

/// Whether something can be accepted under this name.
pub(crate) fn is_rule(name: &str) -> bool {
    OTHER_RULES.contains(&name) || rules().iter().any(|rule| rule.id == name)
}

/// What is checked, and how thoroughly.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Plan {
    pub(crate) library: PathBuf,
    /// The actions that are called; empty for everything.
    pub(crate) actions: Vec<String>,
    pub(crate) cases: u32,
    pub(crate) seed: u64,
    /// How many seconds a check may take.
    pub(crate) timeout: u64,
}

/// Something that is wrong with a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    /// The part of the plugin.
    pub(crate) subject: String,
    /// What was done.
    pub(crate) input: String,
    pub(crate) observed: String,
    pub(crate) fix: String,
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Checked {
    /// What was done, in a few words.
    pub(crate) summary: String,
    pub(crate) findings: Vec<Finding>,
    pub(crate) notes: Vec<String>,
    /// There was nothing to check.
    pub(crate) is_skipped: bool,
}

impl Checked {
    pub(crate) fn skipped(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), is_skipped: true, ..Self::default() }
    }

    pub(crate) fn passed(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), ..Self::default() }
    }

    fn failed(rule: &str, subject: &str, observed: impl Into<String>, fix: &str) -> Self {
        Self { findings: vec![finding(rule, subject, observed, fix)], ..Self::default() }
    }

    /// The process of a check has ended before the check.
    pub(crate) fn ended(kind: Kind, how: &str, stderr: &str) -> Self {
        let output = if stderr.is_empty() { String::new() } else { format!("\n{stderr}") };
        let fix = "find the call with `cargo aro check --only fuzz` or with a debugger";
        Self::failed("crash", kind.name(), format!("the process ended ({how}){output}"), fix)
    }
}

pub(crate) fn finding(rule: &str, subject: &str, observed: impl Into<String>, fix: &str) -> Finding {
    Finding {
        rule: rule.to_owned(),
        subject: subject.to_owned(),
        input: String::new(),
        observed: observed.into(),
        fix: fix.to_owned(),
    }
}

/// Runs a check in this process. It may end the process if the plugin does.
pub(crate) fn run(kind: Kind, plan: &Plan) -> Checked {
    match kind {
        // It needs no loaded plugin.
        Kind::Manifest => Checked::skipped(""),
        Kind::Conformance => conformance(plan),
        Kind::Leaks => leaks(plan),
        Kind::Reload => reload(plan).unwrap_or_else(|error| not_loaded(&error)),
        Kind::Fuzz => fuzz(plan),
    }
}

fn not_loaded(error: &LoadError) -> Checked {
    Checked::failed("not-loaded", "the library", error.to_string(), "see `cargo aro inspect`")
}

fn conformance(plan: &Plan) -> Checked {
    // A call that does not return is a finding only if it ends before the check.
    let deadline = Duration::from_secs((plan.timeout / 4).clamp(1, 30));
    let mut check = ConformanceCheck::library(&plan.library).deadline(deadline);
    if !plan.actions.is_empty() {
        check = check.actions(plan.actions.iter().cloned());
    }
    let report = check.run();
    let findings: Vec<Finding> = report
        .findings()
        .iter()
        .map(|found| Finding {
            rule: found.rule.id.to_owned(),
            subject: found.subject.clone(),
            input: found.input.clone(),
            observed: found.observed.clone(),
            fix: found.rule.fix.to_owned(),
        })
        .collect();
    let skipped = report.skipped().iter().map(|skipped| format!("not checked: {skipped}"));
    Checked {
        summary: "breaks no rule of the ABI".to_owned(),
        findings,
        notes: report.notes().iter().cloned().chain(skipped).collect(),
        is_skipped: false,
    }
}

fn fuzz_check<'p>(plugin: &'p Plugin, plan: &Plan) -> FuzzCheck<'p> {
    let check = FuzzCheck::new(plugin).cases(plan.cases).seed(plan.seed);
    if plan.actions.is_empty() { check } else { check.actions(plan.actions.iter().cloned()) }
}

fn fuzz(plan: &Plan) -> Checked {
    // In a child of its own, so that a crash is told with its call.
    let plugin = match Session::isolated(&plan.library).and_then(Session::into_plugin) {
        Ok(plugin) => plugin,
        Err(error) => return not_loaded(&error),
    };
    let fix = "answer every input with a result or an error reply; a panic becomes one, but tells of a mistake";
    match fuzz_check(&plugin, plan).run() {
        Ok(summary) => {
            let functions = if summary.functions == 1 { "function" } else { "functions" };
            Checked::passed(format!(
                "{} random calls of {} {functions} got a result or an error reply",
                summary.calls, summary.functions
            ))
        }
        Err(FuzzError::NothingToCall) => Checked::skipped("there is nothing to call"),
        Err(FuzzError::Failed(failure)) => {
            Checked::failed("fuzz", &failure.case.callee().to_string(), failure.to_string(), fix)
        }
        Err(error) => Checked::failed("fuzz", "the plugin", error.to_string(), fix),
    }
}

/// How many rounds of calls of each function are measured, how many calls a round has, and how many
/// bytes all of them may leak: less than one allocation in each round.
const LEAK_ROUNDS: usize = 400;
const LEAK_STATEMENTS: u8 = 8;
const LEAK_BYTES: usize = 24 * 1024;

fn leaks(plan: &Plan) -> Checked {
    let plugin = match Plugin::open(&plan.library) {
        Ok(plugin) => plugin,
        Err(error) => return not_loaded(&error),
    };
    // A plugin need not have them.
    let _ = (plugin.register(), plugin.init());
    let fuzzer = match fuzz_check(&plugin, plan).prepare() {
        Ok(fuzzer) => fuzzer,
        Err(FuzzError::NothingToCall) => return Checked::skipped("there is nothing to call"),
        Err(error) => return Checked::failed("leak", "the plugin", error.to_string(), "see `cargo aro inspect`"),
    };
    let mut checked = Checked::default();
    let callees: Vec<String> = fuzzer.callees().map(ToString::to_string).collect();
    for (place, callee) in (0_u8..=u8::MAX).zip(&callees) {
        match leak(&fuzzer, place, callee) {
            Ok(_) => {}
            Err(Leak::NotMeasurable) => return Checked::skipped("this system does not report the memory in use"),
            Err(error) => checked.findings.push(finding(
                "leak",
                callee,
                error.to_string(),
                "free what a call allocates; if the plugin keeps it on purpose, accept the rule",
            )),
        }
    }
    let calls = LEAK_ROUNDS * usize::from(LEAK_STATEMENTS);
    checked.summary = match callees.len() {
        1 => format!("{calls} calls of {} leave nothing behind", callees[0]),
        count => format!("{calls} calls of each of {count} functions leave nothing behind"),
    };
    checked
}

/// Measures one function. Each round has the same few statements, since a plugin may keep the last
/// one, and a cache has its limit.
fn leak(fuzzer: &Fuzzer<'_>, place: u8, callee: &str) -> Result<(), Leak> {
    let statements: Vec<Vec<u8>> = (0..LEAK_STATEMENTS)
        .map(|number| {
            let mut state = u32::from(number) + 1;
            let mut random = || {
                // A linear congruential generator: any bytes will do.
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            };
            std::iter::once(place).chain(std::iter::repeat_with(&mut random).take(64)).collect()
        })
        .collect();
    let round = || {
        // A failure is for the check by random calls.
        statements.iter().for_each(|bytes| drop(fuzzer.feed(bytes)));
    };
    let what = format!("{LEAK_STATEMENTS} statements for {callee}");
    ClosureLeakCheck::new(what, round).calls(LEAK_ROUNDS).bound_bytes(LEAK_BYTES).run().map(drop)
}

fn reload(plan: &Plan) -> Result<Checked, LoadError> {
    let plugin = Plugin::open(&plan.library)?;
    let info = Info::as_hosts_read(&plugin.info_json().unwrap_or_default());
    let is_chosen = |action: &&Action| plan.actions.is_empty() || plan.actions.contains(&action.name);
    let mut check = ReloadCheck::library(&plan.library);
    for verb in info.actions.iter().filter(is_chosen).filter_map(|action| schema::verbs(action).into_iter().next()) {
        check = check.calling(move |plugin: &Plugin| plugin.execute(&verb, &json!({})).map(drop));
    }
    let mut checked = Checked::default();
    let unloading = check.run()?;
    if let Unloading::StaysMapped { .. } = &unloading {
        let fix = "end threads in the shutdown hook, and keep no thread-local with a destructor; hosts that do not \
                   reload plugins do not mind";
        checked.findings.push(finding("unload", "the library", unloading.to_string(), fix));
    }
    let revival = check.same_path()?;
    if !revival.is_alive() {
        checked.findings.push(finding("reload", "the plugin", revival.to_string(), "begin again in the init hook"));
    }
    checked.summary = match unloading {
        Unloading::CannotBeTold => "works when it is loaded again".to_owned(),
        _ => "can be unloaded, and works when it is loaded again".to_owned(),
    };
    Ok(checked)
}

/// How many findings each rule has, over all checks.
pub(crate) fn by_rule<'c>(all: impl Iterator<Item = &'c Checked>) -> BTreeMap<&'c str, usize> {
    let mut counts = BTreeMap::new();
    for finding in all.flat_map(|checked| &checked.findings) {
        *counts.entry(finding.rule.as_str()).or_default() += 1;
    }
    counts
}
