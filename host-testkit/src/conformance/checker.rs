//! The state of a running check: the plugin, what is known of it, and the findings.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::check::ConformanceCheck;
use super::report::{Finding, Report};
use super::rules;
use crate::isolation::{Call, CallOutcome, Crash, End, Mode, Phase, Session};
use crate::library::{LoadError, Symbols};
#[cfg(feature = "wasm")]
use crate::wasm::{self, Trap};

pub(super) struct Checker<'c> {
    pub(super) check: &'c ConformanceCheck,
    pub(super) session: Session,
    pub(super) symbols: Symbols,
    /// The metadata; null until they are known.
    pub(super) info: Value,
    pub(super) report: Report,
    /// The parts of the plugin that ended or blocked the process in an ordinary call. They are not
    /// called again.
    failed_parts: BTreeSet<String>,
    /// The actions that were reached, each with the string that reached it.
    pub(super) reached: Vec<(String, String)>,
    ready: bool,
}

impl<'c> Checker<'c> {
    /// Checks the file. Returns the report if the library cannot be loaded.
    pub(super) fn begin(check: &'c ConformanceCheck) -> Result<Self, Box<Report>> {
        let mut report = Report::new(&check.library, check.accept.clone());
        match open(check) {
            Ok((session, symbols)) => {
                let (session, info) = (check.surround(session), Value::Null);
                if check.in_process && !check.variables.is_empty() {
                    report.skip("the plugin with environment variables, which need a child process".to_owned());
                }
                let (failed_parts, reached) = (BTreeSet::new(), Vec::new());
                Ok(Self { check, session, symbols, info, report, failed_parts, reached, ready: false })
            }
            Err(error) => {
                let id = if let LoadError::MissingSymbol { .. } = error { "missing-function" } else { "not-loaded" };
                if let Some(rule) = rules::find(id).filter(|_| !check.skip.contains(id)) {
                    let (subject, input) = ("the library".to_owned(), "checked its file".to_owned());
                    report.add(Finding { rule, subject, input, observed: error.to_string() });
                }
                Err(Box::new(report))
            }
        }
    }

    pub(super) fn add_finding(
        &mut self,
        id: &str,
        subject: impl Into<String>,
        input: impl ToString,
        observed: impl Into<String>,
    ) {
        debug_assert!(rules::find(id).is_some(), "{id}");
        if let Some(rule) = rules::find(id).filter(|_| !self.check.skip.contains(id)) {
            self.report.add(Finding {
                rule,
                subject: subject.into(),
                input: input.to_string(),
                observed: observed.into(),
            });
        }
    }

    /// Loads the library and reads the metadata, even if they cannot be given back. Returns `false`
    /// when there is no plugin.
    pub(super) fn load(&mut self) -> bool {
        let calls = [Call::register(), Call::info()];
        let batch = self.session.batch(0, Mode::FreeAtEnd, &calls);
        let subject = "aro_plugin_info";
        if let Some(crash) = &batch.crash {
            if crash.phase == Phase::Loading || matches!(crash.end, End::NoProcess { .. } | End::NotLoaded { .. }) {
                self.add_finding("not-loaded", "the library", "loaded it", crash.to_string());
                return false;
            }
            self.record_crash(subject, crash, None);
        }
        let given_back = batch.crash.is_none();
        match batch.outcomes.into_iter().nth(1).flatten() {
            Some(CallOutcome::FreedAtEnd { last, .. }) => match serde_json::from_slice(&last.0) {
                Ok(info @ Value::Object(_)) => self.info = info,
                Ok(_) => self.add_finding("info-reply", subject, &calls[1], String::from_utf8_lossy(&last.0)),
                Err(error) => {
                    self.add_finding("info-reply", subject, &calls[1], format!("{error}: {}", last.0.escape_ascii()));
                }
            },
            Some(CallOutcome::Null) => self.add_finding("info-reply", subject, &calls[1], "NULL"),
            _ => {}
        }
        if given_back {
            self.info_again();
        }
        let known: Vec<String> =
            self.declared("actions").iter().filter_map(|action| action["name"].as_str().map(str::to_owned)).collect();
        for name in self.check.actions.iter().flatten().filter(|name| !known.contains(name)) {
            self.report
                .skip(format!("the action `{name}`, which the metadata do not have; they have {}", known.join(", ")));
        }
        true
    }

    /// Reads the metadata again. The first string was given back, so this one must be other memory,
    /// or memory that is never freed.
    fn info_again(&mut self) {
        let calls = [Call::info(), Call::info()];
        let batch = self.session.batch(0, Mode::Sequential, &calls);
        let broken = |outcome: &Option<CallOutcome>| match outcome {
            Some(CallOutcome::Text(bytes)) => serde_json::from_slice::<serde::de::IgnoredAny>(&bytes.0).is_err(),
            _ => false,
        };
        if let Some(crash) = batch.crash {
            let input = format!("{0}, given back, and {0} again", calls[0]);
            self.add_finding("pointer-twice", "aro_plugin_info", input, observed(&crash));
            self.ready = false;
            self.failed_parts.insert("aro_plugin_info".to_owned());
        } else if batch.outcomes.iter().any(broken) && !self.info.is_null() {
            let input = format!("{0}, given back, and {0} again", calls[0]);
            self.add_finding("pointer-twice", "aro_plugin_info", input, "the string is no longer JSON");
        }
    }

    /// One ordinary call of `subject`. `None` if it does not return, or an earlier call did not.
    pub(super) fn call(&mut self, subject: &str, call: &Call) -> Option<CallOutcome> {
        if self.failed_parts.contains(subject) {
            return None;
        }
        let (mut outcomes, crash) = self.run(Mode::Sequential, std::slice::from_ref(call));
        match crash {
            None => outcomes.pop().flatten(),
            Some(crash) => {
                self.record_crash(subject, &crash, None);
                None
            }
        }
    }

    /// A malformed call. If it does not return, that breaks rule `id`.
    pub(super) fn malformed_call(&mut self, id: &str, subject: &str, call: &Call) -> Option<CallOutcome> {
        if self.failed_parts.contains(subject) || self.check.skip.contains(id) {
            return None;
        }
        let (mut outcomes, crash) = self.run(Mode::Sequential, std::slice::from_ref(call));
        match crash {
            None => outcomes.pop().flatten(),
            Some(crash) => {
                self.record_crash(subject, &crash, Some(id));
                None
            }
        }
    }

    /// Makes calls, after those with which the eager interpreter starts a plugin.
    pub(super) fn run(&mut self, mode: Mode, calls: &[Call]) -> (Vec<Option<CallOutcome>>, Option<Crash>) {
        if !self.ready {
            self.ready = true;
            for call in [Call::register(), Call::init()] {
                let subject = call.symbol().to_owned();
                if self.failed_parts.contains(&subject) {
                    continue;
                }
                if let Some(crash) = self.session.batch(0, Mode::Sequential, &[call]).crash {
                    self.record_crash(&subject, &crash, None);
                    self.ready = true;
                }
            }
        }
        let batch = self.session.batch(0, mode, calls);
        (batch.outcomes, batch.crash)
    }

    /// Records a crash: under rule `id` if there is one, else under the rule for its kind.
    pub(super) fn record_crash(&mut self, subject: &str, crash: &Crash, id: Option<&str>) {
        self.ready = false;
        let ordinary = match crash.end {
            _ if crash.phase == Phase::GivingBack => "not-freeable",
            End::Signal { .. } => "kills-host",
            End::Exit { .. } if cfg!(windows) => "kills-host",
            End::Exit { .. } => "exits-host",
            End::Hang { .. } => "hangs",
            #[cfg(feature = "wasm")]
            End::Trap(Trap::Deadline { .. } | Trap::Fuel { .. }) => "hangs",
            #[cfg(feature = "wasm")]
            End::Trap(_) => "kills-host",
            End::NotLoaded { .. } | End::NoProcess { .. } => "not-loaded",
        };
        // A hang costs the whole deadline, so the part is not called again.
        let is_last = id.is_none() || matches!(crash.end, End::Hang { .. });
        if is_last && self.failed_parts.insert(subject.to_owned()) {
            self.report.skip(format!("further calls of {subject}, after one that did not return"));
        }
        let id = id.filter(|id| crash.phase != Phase::GivingBack || *id == "pointer-twice");
        let input = if crash.calls.is_empty() { "called it".to_owned() } else { crash.calls.join("\n") };
        self.add_finding(id.unwrap_or(ordinary), subject, input, observed(crash));
    }

    /// Restarts the child process, so that the plugin has not been called before.
    pub(super) fn restart(&mut self) {
        self.session.restart();
        self.ready = false;
    }

    pub(super) fn has_failed(&self, subject: &str) -> bool {
        self.failed_parts.contains(subject)
    }

    /// The entry points of the actions that may be called. Each call checks in the metadata that
    /// they are declared.
    pub(super) fn entry_points(&self) -> Vec<(String, Value)> {
        let named = |action: Value| Some((action["symbol"].as_str()?.to_owned(), action));
        let named = self.actions().into_iter().filter_map(named);
        named.filter(|(symbol, _)| self.exports(symbol) && !self.has_failed("aro_plugin_info")).collect()
    }

    /// The entries of a list in the metadata that are objects. Actions may be a list of names, each
    /// of which is also the verb.
    pub(super) fn declared(&self, list: &str) -> Vec<Value> {
        let entries = self.info.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        if list == "actions" && entries.iter().all(Value::is_string) {
            return entries.into_iter().map(|name| json!({ "verbs": [name], "name": name })).collect();
        }
        entries.into_iter().filter(Value::is_object).collect()
    }

    /// Reports that a part of the plugin is not examined, since no name reaches it.
    pub(super) fn not_reached(&mut self, subject: &str) {
        if !self.has_failed(subject) {
            self.report.skip(format!("the replies of {subject}, which no name reached"));
        }
    }

    /// The actions that may be called.
    pub(super) fn actions(&self) -> Vec<Value> {
        let mut actions = self.declared("actions");
        if let Some(chosen) = &self.check.actions {
            actions.retain(|action| chosen.iter().any(|name| action["name"].as_str() == Some(name)));
        }
        actions
    }

    /// Whether more than chosen actions may be called.
    pub(super) fn everything(&self) -> bool {
        self.check.actions.is_none()
    }

    pub(super) fn exports(&self, symbol: &str) -> bool {
        self.symbols.exports().contains(symbol)
    }
}

/// The plugin, and the names in its file.
fn open(check: &ConformanceCheck) -> Result<(Session, Symbols), LoadError> {
    #[cfg(feature = "wasm")]
    if check.module.is_some() || wasm::is_module(&check.library) {
        let module = check.module.clone().map_or_else(|| wasm::Module::open(&check.library), Ok)?;
        return Ok((Session::module(&module), Symbols::of_module(module.exports().clone())));
    }
    let session = if check.in_process { Session::in_process } else { Session::isolated }(&check.library)?;
    Ok((session, Symbols::read(&check.library)?))
}

/// Describes a crash, without the calls, which the finding shows as its input.
fn observed(crash: &Crash) -> String {
    let place = match crash.phase {
        Phase::GivingBack => ", while the returned string was read and given back to aro_plugin_free",
        _ => "",
    };
    let stderr = if crash.stderr.is_empty() { String::new() } else { format!("\nstandard error: {}", crash.stderr) };
    format!("{}{place}{stderr}", crash.end)
}
