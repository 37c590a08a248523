//! The builder of a check.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::checker::Checker;
use super::report::Report;
use super::rules::{self, rules};
use super::{actions, exports, functions, life_cycle, malformed, memory, metadata};
use crate::isolation::Session;
use crate::plugin::Plugin;
#[cfg(feature = "wasm")]
use crate::wasm;

/// A check of a plugin against the ABI.
///
/// The plugin's library is loaded again in child processes; the one at hand is not called.
///
/// ```no_run
/// use aro_host_testkit::conformance::ConformanceCheck;
///
/// let plugin = aro_host_testkit::plugin!();
/// let report = ConformanceCheck::new(&plugin).run();
/// assert!(report.is_sound(), "{report}");
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is checked before `run`"]
pub struct ConformanceCheck {
    pub(super) library: PathBuf,
    /// What may be used, if the plugin is a module.
    #[cfg(feature = "wasm")]
    pub(super) module: Option<wasm::Module>,
    pub(super) skip: BTreeSet<String>,
    /// Rules that the plugin may break, each with the reason.
    pub(super) accept: BTreeMap<String, String>,
    pub(super) actions: Option<Vec<String>>,
    pub(super) deadline: Duration,
    pub(super) in_process: bool,
    metadata_only: bool,
    pub(super) variables: Vec<(OsString, OsString)>,
    working_dir: Option<PathBuf>,
    pub(super) plugin_yaml: Option<PathBuf>,
}

impl ConformanceCheck {
    /// A check of this plugin's library, or of its module, with the limits of the module.
    pub fn new(plugin: &Plugin) -> Self {
        #[cfg(feature = "wasm")]
        if let Some(running) = plugin.elsewhere_as::<wasm::Running>() {
            return Self::module(running.module());
        }
        Self::library(plugin.path())
    }

    /// A check of this WebAssembly module, with its limits of memory, fuel and time, and with the
    /// directories that it is granted. [`deadline`](Self::deadline) changes the time.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use aro_host_testkit::conformance::ConformanceCheck;
    /// use aro_host_testkit::wasm::Module;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let module = Module::build(env!("CARGO_MANIFEST_DIR"))?.deadline(Duration::from_secs(1));
    /// ConformanceCheck::module(&module).run().assert_sound();
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "wasm")]
    pub fn module(module: &wasm::Module) -> Self {
        let mut check = Self::library(module.path()).deadline(module.deadline_of_calls());
        check.module = Some(module.clone());
        check
    }

    /// A check of this library, which need not be loaded, or even loadable. It may be the file of a
    /// WebAssembly module, which then has the usual limits.
    pub fn library(library: impl AsRef<Path>) -> Self {
        let library = library.as_ref().to_owned();
        Self {
            library,
            #[cfg(feature = "wasm")]
            module: None,
            skip: BTreeSet::new(),
            accept: BTreeMap::new(),
            actions: None,
            deadline: Duration::from_secs(30),
            in_process: false,
            metadata_only: false,
            variables: Vec::new(),
            working_dir: None,
            plugin_yaml: None,
        }
    }

    /// Leaves a rule out: it is not checked. To check it and allow what it finds, use
    /// [`accept`](Self::accept).
    ///
    /// # Panics
    ///
    /// When no rule has this id.
    #[track_caller]
    pub fn skip(mut self, id: &str) -> Self {
        assert_rule(id, "skip");
        self.skip.insert(id.to_owned());
        self
    }

    /// Accepts that the plugin breaks a rule, for this reason. The rule is still checked. Its
    /// findings are in [`Report::accepted`] and not in [`Report::findings`], so the plugin counts
    /// as sound. If the plugin keeps the rule, [`Report::unused`] has its id.
    ///
    /// ```no_run
    /// use aro_host_testkit::conformance::ConformanceCheck;
    ///
    /// let plugin = aro_host_testkit::plugin!();
    /// let check = ConformanceCheck::new(&plugin);
    /// let reason = "programs compare with the string null";
    /// check.accept("reply-null-value", reason).run().assert_sound();
    /// ```
    ///
    /// # Panics
    ///
    /// When no rule has this id, or when the reason is empty.
    #[track_caller]
    pub fn accept(mut self, id: &str, reason: impl Into<String>) -> Self {
        assert_rule(id, "accept");
        let reason = reason.into();
        assert!(!reason.trim().is_empty(), "`{id}` is accepted without a reason; write why the plugin may break it");
        self.accept.insert(id.to_owned(), reason);
        self
    }

    /// Calls only these actions, by their names in the metadata. Of the others only the metadata
    /// are checked; qualifiers, services, events and system objects are not called.
    pub fn actions<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.actions.get_or_insert_default().extend(names.into_iter().map(Into::into));
        self
    }

    /// How long a call may take before it counts as one that does not return; 30 seconds by
    /// default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets an environment variable in the processes in which the plugin is called. It has no
    /// effect [in this process](Self::in_process).
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Calls the plugin in this directory. By default it is a new and empty one, which is deleted
    /// after the check, so that the plugin does not write into its package. It has no effect [in
    /// this process](Self::in_process).
    pub fn working_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.working_dir = Some(directory.into());
        self
    }

    /// The session with this check's options.
    pub(super) fn surround(&self, session: Session) -> Session {
        let session = session.deadline(self.deadline);
        if !session.has_process() {
            return session;
        }
        let session = match &self.working_dir {
            Some(directory) => session.working_dir(directory),
            None => session,
        };
        self.variables.iter().fold(session, |session, (name, value)| session.env(name, value))
    }

    /// Compares the `plugin.yaml` in this folder with the library and its metadata. Without such a
    /// file there is nothing to compare. [`conformance_test!`](crate::conformance_test) does it for
    /// the folder of the package.
    pub fn plugin_yaml(mut self, folder: impl Into<PathBuf>) -> Self {
        self.plugin_yaml = Some(folder.into());
        self
    }

    /// Runs in this process, for a debugger or a sanitizer. A crash of the plugin then ends the
    /// test, and rules that need several processes are left out.
    pub fn in_process(mut self) -> Self {
        self.in_process = true;
        self
    }

    /// Checks only the file and what `aro_plugin_info` returns. Beside that function, only
    /// `aro_plugin_register` and `aro_plugin_free` are called: no action, no qualifier and no
    /// service.
    ///
    /// ```no_run
    /// use aro_host_testkit::conformance::ConformanceCheck;
    ///
    /// let report = ConformanceCheck::library("Plugins/csv/libcsv.so").metadata_only().run();
    /// for finding in report.findings() {
    ///     println!("hosts ignore {}: {}", finding.subject, finding.observed);
    /// }
    /// ```
    pub fn metadata_only(mut self) -> Self {
        self.metadata_only = true;
        self
    }

    /// Checks the plugin.
    pub fn run(&self) -> Report {
        match Checker::begin(self) {
            Ok(mut checker) => {
                run_all(&mut checker);
                checker.report
            }
            Err(report) => *report,
        }
    }
}

#[track_caller]
fn assert_rule(id: &str, to: &str) {
    let ids = || rules().iter().map(|rule| rule.id).collect::<Vec<_>>().join(", ");
    assert!(rules::find(id).is_some(), "there is no rule `{id}` to {to}; the rules are {}", ids());
}

fn run_all(checker: &mut Checker<'_>) {
    exports::names(checker);
    if !checker.load() {
        return;
    }
    metadata::check(checker);
    if checker.check.metadata_only {
        return;
    }
    exports::functions(checker);
    actions::check(checker);
    functions::check(checker);
    malformed::check(checker);
    memory::check(checker);
    life_cycle::check(checker);
    exports::two_plugins(checker);
}
