//! A host, and how plugins get into it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aro_abi::HostPath;
use serde_json::{Map, Value};

use super::error::RunError;
use super::invoke::Handler;
use super::loaded_plugin::{LoadedPlugin, PluginRef};
use super::manifest::Manifest;
use super::outcome::RecordedCall;
use crate::plugin::{Event, Plugin};

/// A host with its plugins, which runs ARO statements by the rules of one of the five [paths](HostPath).
///
/// A host keeps the program's variables: the bindings of each statement and the results of all. It records the calls
/// into its plugins and the events. Two hosts share nothing, except what the plugins' own libraries keep: a library is
/// in a process once, here as in the real hosts.
///
/// A host can be shared between threads, whose statements then overlap, as those of a program do.
///
/// ```no_run
/// use aro_host_testkit::{Host, assert_value};
/// use serde_json::json;
///
/// let mut host = Host::eager();
/// host.load(aro_host_testkit::plugin!());
/// let outcome = host.run("ParseCSV the <table> from the <text> with { headers: true }.", json!({ "text": "a\n1" }));
/// assert_value!(outcome, { "rows": [{ "a": "1" }] });
/// ```
pub struct Host<'p> {
    pub(super) path: HostPath,
    pub(super) plugins: Vec<LoadedPlugin<'p>>,
    pub(super) handler: Option<Arc<Handler>>,
    pub(super) respells: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) variables: Map<String, Value>,
    pub(super) calls: Vec<RecordedCall>,
    pub(super) events: Vec<Event>,
    /// The values behind the last `with` and of the last expression, which a compiled program leaves lying.
    pub(super) left_with: Option<Value>,
    pub(super) left_expression: Option<Value>,
}

impl<'p> Host<'p> {
    /// A host of this path, without plugins.
    #[must_use]
    pub fn new(path: HostPath) -> Self {
        Self { path, plugins: Vec::new(), handler: None, respells: false, state: Mutex::default() }
    }

    /// The interpreter, for plugins whose `plugin.yaml` lists no actions.
    #[must_use]
    pub fn eager() -> Self {
        Self::new(HostPath::Eager)
    }

    /// The interpreter, for plugins whose `plugin.yaml` lists their actions: a plugin is loaded at the first use of
    /// one, or of its service.
    #[must_use]
    pub fn lazy() -> Self {
        Self::new(HostPath::Lazy)
    }

    /// The older loader of plugins with a `plugin.yaml`.
    #[must_use]
    pub fn legacy_managed() -> Self {
        Self::new(HostPath::LegacyManaged)
    }

    /// The older loader of bare libraries. It reads no `plugin.yaml`, so verbs have no handle here, and qualifiers have the
    /// plugin's name in front.
    #[must_use]
    pub fn legacy_dylib() -> Self {
        Self::new(HostPath::LegacyDylib)
    }

    /// A program built by `aro build`. With-arguments of earlier statements are sent again, as such programs do it.
    ///
    /// That the plugin links into a program is not tried: two Rust plugins in one program do not (ABI, section 9), and here
    /// they are loaded all the same.
    #[must_use]
    pub fn compiled() -> Self {
        Self::new(HostPath::Compiled)
    }

    /// Takes `Verb` for `Handle.Verb` and the other way round where the path has only the other, and says so in the
    /// outcome's [notes](crate::Outcome::notes). No one spelling is known to all five paths when a plugin has a handle, so
    /// [`for_each_host`](crate::for_each_host) turns this on.
    pub fn respell(&mut self, respells: bool) -> &mut Self {
        self.respells = respells;
        self
    }

    /// Loads a plugin that has no `plugin.yaml` at hand: its metadata stand in for one, with their name, their
    /// `handle`, and, on the lazy path, the verbs of their actions.
    ///
    /// The plugin is the host's, shared by an `Arc`, or lent by a reference. The path's life-cycle calls are made (ABI,
    /// section 2); on the lazy path at the first use.
    pub fn load(&mut self, plugin: impl Into<PluginRef<'p>>) -> &mut Self {
        self.load_with(Manifest::default(), plugin)
    }

    /// Loads a plugin as its `plugin.yaml` says.
    pub fn load_with(&mut self, mut manifest: Manifest, plugin: impl Into<PluginRef<'p>>) -> &mut Self {
        let plugin = plugin.into();
        if self.path == HostPath::Lazy {
            manifest.fill_from_metadata(&plugin);
        }
        let loaded = LoadedPlugin::new(self.path, manifest, plugin);
        if self.path != HostPath::Lazy {
            let mut calls = Vec::new();
            loaded.start(self.handler.as_ref(), &mut calls);
            self.state().calls.append(&mut calls);
        }
        self.plugins.push(loaded);
        self
    }

    /// Loads a plugin that [`Plugin::run`](crate::Plugin::run) loads again and again: with register and init only once.
    pub(crate) fn adopt(&mut self, plugin: &'p Plugin) {
        let mut loaded = false;
        plugin.started.call_once(|| {
            self.load(plugin);
            loaded = true;
        });
        if !loaded {
            self.plugins.push(LoadedPlugin::started(self.path, plugin));
        }
    }

    /// Unloads a plugin by hand: the interpreter calls its shutdown, the older paths do not. A plugin that is the
    /// host's alone is closed; one that is lent or shared stays open for its owner.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn unload(&mut self, plugin: &str) -> Result<(), RunError> {
        let index = self.index(plugin)?;
        let loaded = self.plugins.remove(index);
        let mut calls = Vec::new();
        loaded.stop(&mut calls);
        self.state().calls.append(&mut calls);
        if let PluginRef::Shared(plugin) = loaded.into_plugin_ref()
            && let Some(plugin) = Arc::into_inner(plugin)
        {
            // The loader's refusal leaves the library mapped, which the real hosts do not see either.
            let _ = plugin.close();
        }
        Ok(())
    }

    /// Answers what plugins invoke: `answer` gets the name of the feature set and the input, and gives the result.
    ///
    /// No released host lends plugins this function; here it is lent on every path, before register, so set it before
    /// [`load`](Self::load) if the plugin invokes while it is loaded.
    ///
    /// A call that a plugin makes on the thread of a statement goes to the host of that statement. A call from another
    /// thread goes to the host that lent the plugin its function last.
    ///
    /// # Panics
    ///
    /// When 64 hosts in this process answer already.
    pub fn on_invoke(&mut self, answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static) -> &mut Self {
        let handler = Handler::new(Box::new(answer));
        let handler = handler.expect("at most 64 hosts in a process can answer: drop some of them first");
        self.plugins.iter().for_each(|loaded| loaded.set_invoke(&handler));
        self.handler = Some(handler);
        self
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Only whole values are put in, so a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn index(&self, plugin: &str) -> Result<usize, RunError> {
        self.plugins.iter().position(|loaded| loaded.name() == plugin).ok_or_else(|| RunError::UnknownPlugin {
            name: plugin.to_owned(),
            known: self.plugins.iter().map(LoadedPlugin::name).collect(),
        })
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plugins: Vec<String> = self.plugins.iter().map(LoadedPlugin::name).collect();
        f.debug_struct("Host").field("path", &self.path).field("plugins", &plugins).finish_non_exhaustive()
    }
}
