//! A host, its constructors, and how it loads plugins.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aro_abi::HostPath;
use serde_json::Value;

use super::context::Context;
use super::error::RunError;
use super::invoke::Handler;
use super::loaded_plugin::{LoadedPlugin, PluginRef};
use super::manifest::Manifest;
use super::outcome::RecordedCall;
use crate::plugin::{Event, Plugin};

/// A host with its plugins, which runs ARO statements by the rules of one of the five
/// [paths](HostPath).
///
/// A host keeps the program's variables: the bindings of each statement, and all results. It
/// records the calls into its plugins and the events. Two hosts share nothing except the state
/// inside the plugins' libraries: a process loads a library once, here as in the real hosts.
///
/// Several threads can share a host. Their statements then overlap, as those of a program do.
///
/// ```no_run
/// use aro_host_testkit::{Host, assert_value};
/// use serde_json::json;
///
/// let mut host = Host::eager();
/// host.load(aro_host_testkit::plugin!());
/// let statement = "ParseCSV the <table> from the <text> with { headers: true }.";
/// let outcome = host.run(statement, json!({ "text": "a\n1" }));
/// assert_value!(outcome, { "rows": [{ "a": "1" }] });
/// ```
pub struct Host<'p> {
    pub(super) path: HostPath,
    pub(super) plugins: Vec<Arc<LoadedPlugin<'p>>>,
    pub(super) handler: Option<Arc<Handler>>,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) respells: bool,
    pub(super) copies: bool,
    pub(super) records: bool,
    /// The variables of statements that belong to no feature set.
    pub(super) root: Arc<Context>,
    pub(super) state: Arc<Mutex<State>>,
}

/// The test's closure for events.
pub(super) type Observer = dyn Fn(&Event) + Send + Sync;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) calls: Vec<RecordedCall>,
    pub(super) events: Vec<Event>,
    /// What the host has warned of and no outcome has shown.
    pub(super) warnings: Vec<Warning>,
    /// The values of the last `with` and of the last expression, which a compiled program does not
    /// clear.
    pub(super) left_with: Option<Value>,
    pub(super) left_expression: Option<Value>,
}

/// The level of what only the testkit says: it is among the notes, and not printed.
pub(super) const NOTE: &str = "note";

/// What the real host prints to the standard error stream while it loads a plugin.
#[derive(Clone, Debug)]
pub(super) struct Warning {
    pub(super) level: &'static str,
    pub(super) text: String,
}

impl<'p> Host<'p> {
    /// A host of this path, without plugins.
    #[must_use]
    pub fn new(path: HostPath) -> Self {
        Self {
            path,
            plugins: Vec::new(),
            handler: None,
            observer: None,
            respells: false,
            copies: false,
            records: true,
            root: Arc::default(),
            state: Arc::default(),
        }
    }

    /// The interpreter, for plugins whose `plugin.yaml` lists no actions.
    #[must_use]
    pub fn eager() -> Self {
        Self::new(HostPath::Eager)
    }

    /// The interpreter, for plugins whose `plugin.yaml` lists their actions. A plugin is loaded at
    /// the first use of one of its actions or of its service.
    #[must_use]
    pub fn lazy() -> Self {
        Self::new(HostPath::Lazy)
    }

    /// An older loader: a compiled program that loads the plugins in a folder `Plugins/` beside it.
    #[must_use]
    pub fn legacy_managed() -> Self {
        Self::new(HostPath::LegacyManaged)
    }

    /// An older loader: the interpreter with a bare library, `plugins/*.so`. It reads no
    /// `plugin.yaml`, so verbs have no handle, and qualifiers have the plugin's name before them.
    #[must_use]
    pub fn legacy_dylib() -> Self {
        Self::new(HostPath::LegacyDylib)
    }

    /// A program built by `aro build`. It sends with-arguments of earlier statements again, as such
    /// programs do.
    ///
    /// The testkit does not link the plugin into a program. Two Rust plugins cannot be linked into
    /// one ([ABI, section 9](aro_abi::reference#9-compiled-programs)), but can be loaded here.
    #[must_use]
    pub fn compiled() -> Self {
        Self::new(HostPath::Compiled)
    }

    /// Accepts `Verb` for `Handle.Verb`, and `Handle.Verb` for `Verb`, where the path has only the
    /// other one, and adds a [note](crate::Outcome::notes) to the outcome. When a plugin has a
    /// handle, no single spelling exists on all five paths, so
    /// [`for_each_host`](crate::for_each_host) turns this on.
    pub fn respell(&mut self, respells: bool) -> &mut Self {
        self.respells = respells;
        self
    }

    /// Loads a [fresh copy](crate::Plugin::fresh_copy) of each plugin that is passed by value, so
    /// that its state begins again. A plugin that is borrowed, or shared by an `Arc`, is loaded as
    /// it is. [`for_each_host`](crate::for_each_host) turns this on.
    pub fn copy_plugins(&mut self, copies: bool) -> &mut Self {
        self.copies = copies;
        self
    }

    /// Loads a plugin without a `plugin.yaml`. Its metadata provide the name, the `handle`, and, on
    /// the lazy path, the verbs.
    ///
    /// The host owns the plugin, shares it by an `Arc`, or borrows it. It makes the life-cycle
    /// calls of its path ([ABI, section 2](aro_abi::reference#2-five-host-paths)); on the
    /// lazy path at the first use.
    ///
    /// # Panics
    ///
    /// When the host [copies](Self::copy_plugins) plugins and cannot copy this one.
    #[track_caller]
    pub fn load(&mut self, plugin: impl Into<PluginRef<'p>>) -> &mut Self {
        self.load_with(Manifest::default(), plugin)
    }

    /// Loads a plugin by its `plugin.yaml`.
    ///
    /// # Panics
    ///
    /// When the host [copies](Self::copy_plugins) plugins and cannot copy this one.
    #[track_caller]
    pub fn load_with(&mut self, mut manifest: Manifest, plugin: impl Into<PluginRef<'p>>) -> &mut Self {
        let mut plugin = plugin.into();
        if self.copies {
            plugin = plugin.fresh_copy();
        }
        if self.path == HostPath::Lazy {
            manifest.fill_from_metadata(&plugin);
        }
        self.check_handle(&mut manifest);
        let loaded = LoadedPlugin::new(self.path, manifest, plugin);
        if self.path != HostPath::Lazy {
            let mut calls = Vec::new();
            self.start(&loaded, &mut calls);
            self.keep(calls);
        }
        self.plugins.push(Arc::new(loaded));
        self
    }

    /// Makes the first calls of a plugin, unless they were made already.
    pub(super) fn start(&self, loaded: &LoadedPlugin<'_>, calls: &mut Vec<RecordedCall>) {
        if loaded.start(self.handler.as_ref(), calls) {
            for (feature, message) in loaded.metadata().into_iter().flat_map(|metadata| &metadata.deprecations) {
                self.warn("warning", format!("Deprecation in {}: {feature} - {message}", loaded.name()));
            }
        }
    }

    /// Records what the interpreter prints to the standard error stream, or a note of the testkit.
    pub(super) fn warn(&self, level: &'static str, text: String) {
        if level == NOTE || self.path.is_interpreter() {
            self.state().warnings.push(Warning { level, text });
        }
    }

    /// The handle of a plugin.yaml is free, and in the form that hosts want. Of two plugins with
    /// one handle the first keeps it.
    fn check_handle(&self, manifest: &mut Manifest) {
        let Manifest { name: Some(name), handle: Some(handle), .. } = &*manifest else { return };
        if !self.path.is_interpreter() {
            return;
        }
        let taken = self.plugins.iter().find(|loaded| {
            loaded.manifest().name.as_deref() != Some(name) && loaded.manifest().handle.as_ref() == Some(handle)
        });
        if handle.is_empty() {
            self.warn("warning", format!("plugin '{name}' has an empty handle."));
            manifest.handle = None;
        } else if let Some(other) = taken {
            let other = other.name();
            self.warn(
                "error",
                format!(
                    "plugin '{name}' handle '{handle}' conflicts with already-loaded plugin '{other}'. Plugin will be \
                     loaded without namespace."
                ),
            );
            manifest.handle = None;
        } else if handle.contains(['-', '_']) {
            let wanted = "should be PascalCase without hyphens or underscores.";
            self.warn("warning", format!("plugin '{name}' handle '{handle}' {wanted}"));
        } else if !handle.starts_with(char::is_uppercase) {
            let wanted = capitalized(handle);
            self.warn(
                "warning",
                format!(
                    "plugin '{name}' handle '{handle}' should be PascalCase (e.g., '{wanted}'). Handles must start \
                     with an uppercase letter."
                ),
            );
        }
    }

    /// Loads a plugin for [`Plugin::run`](crate::Plugin::run), which does so many times: with
    /// register and init only once.
    pub(crate) fn adopt(&mut self, plugin: &'p Plugin) {
        let mut loaded = false;
        plugin.started.call_once(|| {
            self.load(plugin);
            loaded = true;
        });
        if !loaded {
            self.plugins.push(Arc::new(LoadedPlugin::started(self.path, plugin)));
        }
    }

    /// Unloads a plugin. The interpreter calls its shutdown, the other paths do not. A plugin that
    /// only the host owns is closed; one that is borrowed or shared, with other owners or with
    /// [another host](Self::share), stays open for them.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn unload(&mut self, plugin: &str) -> Result<(), RunError> {
        let calls = self.remove(plugin)?.unload();
        self.keep(calls);
        Ok(())
    }

    /// Answers what plugins invoke: `answer` gets the name of the feature set and the input, and
    /// returns the result.
    ///
    /// No released host gives plugins this function ([ABI, section
    /// 1](aro_abi::reference#1-exported-functions)). This host gives it to them on every path,
    /// before register. Call this before [`load`](Self::load) if the plugin invokes while it is
    /// loaded.
    ///
    /// A call that a plugin makes on the thread of a statement goes to the host of that statement.
    /// A call from another thread goes to the host that gave the plugin its function last.
    ///
    /// # Panics
    ///
    /// When 64 hosts in this process answer already.
    #[track_caller]
    pub fn on_invoke(&mut self, answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static) -> &mut Self {
        assert!(self.try_on_invoke(answer), "at most 64 hosts in a process can answer: drop some of them first");
        self
    }

    /// Whether this host answers what plugins invoke.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.handler.is_some()
    }

    /// As [`on_invoke`](Self::on_invoke), but returns `false` when 64 hosts in this process answer
    /// already. Then nothing has changed.
    #[must_use]
    pub fn try_on_invoke(&mut self, answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static) -> bool {
        let Some(handler) = Handler::new(Box::new(answer), self.records) else { return false };
        self.plugins.iter().for_each(|loaded| loaded.set_invoke(&handler));
        self.handler = Some(handler);
        true
    }

    /// Calls `observe` with each event that a plugin or a program publishes, after the plugins that
    /// subscribe to it have handled it. It replaces the closure of an earlier call.
    pub fn on_event(&mut self, observe: impl Fn(&Event) + Send + Sync + 'static) -> &mut Self {
        self.observer = Some(Arc::new(observe));
        self
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Updates are complete values, so a panic elsewhere leaves the state consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn index(&self, plugin: &str) -> Result<usize, RunError> {
        self.plugins.iter().position(|loaded| loaded.name() == plugin).ok_or_else(|| RunError::UnknownPlugin {
            name: plugin.to_owned(),
            known: self.plugins.iter().map(|loaded| loaded.name()).collect(),
        })
    }
}

/// The word with a capital letter.
pub(super) fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plugins: Vec<String> = self.plugins.iter().map(|loaded| loaded.name()).collect();
        f.debug_struct("Host").field("path", &self.path).field("plugins", &plugins).finish_non_exhaustive()
    }
}
