//! One plugin in a host: its life cycle and its calls (ABI, sections 1, 2 and 4).

use std::ffi::CString;
use std::sync::{Arc, OnceLock};

use aro_abi::HostPath;
#[cfg(feature = "wasm")]
use aro_abi::keys;
use aro_abi::{RETRY_TEXT, snake_case, symbols};
use serde_json::Value;

use super::callback;
use super::invoke::{self, Handler};
use super::manifest::Manifest;
use super::metadata::PluginMetadata;
use super::outcome::RecordedCall;
#[cfg(feature = "wasm")]
use crate::plugin::End;
use crate::plugin::{CallError, Plugin, Reply};

/// A plugin as a host holds it: owned, shared, or borrowed from the test.
#[derive(Debug)]
pub enum PluginRef<'p> {
    /// Owned by the host, or shared with others.
    Shared(Arc<Plugin>),
    /// Borrowed from the test.
    Lent(&'p Plugin),
}

impl From<Plugin> for PluginRef<'_> {
    fn from(plugin: Plugin) -> Self {
        Self::Shared(Arc::new(plugin))
    }
}

impl From<Arc<Plugin>> for PluginRef<'_> {
    fn from(plugin: Arc<Plugin>) -> Self {
        Self::Shared(plugin)
    }
}

impl<'p> From<&'p Plugin> for PluginRef<'p> {
    fn from(plugin: &'p Plugin) -> Self {
        Self::Lent(plugin)
    }
}

impl PluginRef<'_> {
    /// A copy of a plugin that nothing else can refer to; others stay as they are.
    #[track_caller]
    pub(crate) fn fresh_copy(self) -> Self {
        match self {
            Self::Shared(plugin) if Arc::strong_count(&plugin) == 1 && !plugin.is_apart() => {
                match plugin.fresh_copy() {
                    Ok(copy) => copy.into(),
                    Err(error) => {
                        panic!("cannot load a copy of the plugin for this host; lend it to share it: {error}")
                    }
                }
            }
            shared => shared,
        }
    }

    pub(crate) fn plugin(&self) -> &Plugin {
        match self {
            Self::Shared(plugin) => plugin,
            Self::Lent(plugin) => plugin,
        }
    }
}

#[derive(Debug)]
pub(crate) struct LoadedPlugin<'p> {
    plugin: PluginRef<'p>,
    path: HostPath,
    manifest: Manifest,
    /// What the host read of the metadata; empty until a lazy plugin is used.
    metadata: OnceLock<PluginMetadata>,
}

/// The reply as hosts read it: invalid UTF-8 is replaced.
///
/// # Panics
///
/// When a plugin in a child ended its process, as the program would end. A module that is stopped
/// ends only its call, so that is an error reply.
#[track_caller]
fn text(reply: Result<Reply, CallError>) -> Option<String> {
    #[cfg(feature = "isolation")]
    if let Err(CallError::Crashed(crash)) = &reply {
        #[cfg(feature = "wasm")]
        if let End::Trap(_) = crash.end {
            return Some(serde_json::json!({ (keys::ERROR): crash.to_string() }).to_string());
        }
        panic!("the plugin ended the program: {crash}");
    }
    reply.ok().map(|reply| String::from_utf8_lossy(reply.as_bytes()).into_owned())
}

/// A C string ends at the first NUL.
fn c(text: &str) -> CString {
    let end = text.find('\0').unwrap_or(text.len());
    CString::new(&text[..end]).unwrap_or_default()
}

impl<'p> LoadedPlugin<'p> {
    pub(crate) fn new(path: HostPath, manifest: Manifest, plugin: PluginRef<'p>) -> Self {
        Self { plugin, path, manifest, metadata: OnceLock::new() }
    }

    /// A plugin that is registered and initialised already.
    pub(crate) fn started(path: HostPath, plugin: &'p Plugin) -> Self {
        let metadata = PluginMetadata::read(plugin.info_json().ok().as_ref());
        Self { plugin: PluginRef::Lent(plugin), path, manifest: Manifest::default(), metadata: metadata.into() }
    }

    pub(crate) fn plugin(&self) -> &Plugin {
        self.plugin.plugin()
    }

    /// Closes the library if only this host owns the plugin.
    pub(crate) fn close(self) {
        if let PluginRef::Shared(plugin) = self.plugin
            && let Some(plugin) = Arc::into_inner(plugin)
        {
            // If the loader refuses, the library stays mapped, which real hosts ignore too.
            let _ = plugin.close();
        }
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The name from plugin.yaml, or else from the metadata.
    pub(crate) fn name(&self) -> String {
        let name = self.manifest.name.clone().or_else(|| self.metadata.get()?.name.clone());
        name.unwrap_or_else(|| "plugin".to_owned())
    }

    /// The name by which programs call its service and its qualifiers. Older hosts take that of the
    /// file or of the folder (ABI, section 2).
    pub(crate) fn name_in_programs(&self) -> String {
        let older = match self.path {
            HostPath::LegacyDylib => self.file_name(),
            HostPath::LegacyManaged | HostPath::Compiled => self.manifest.folder.clone(),
            HostPath::Eager | HostPath::Lazy => None,
        };
        older.unwrap_or_else(|| self.name())
    }

    /// `kv_store` for `libkv_store.so`.
    fn file_name(&self) -> Option<String> {
        let stem = self.plugin().path().file_stem()?.to_string_lossy().into_owned();
        Some(stem.strip_prefix("lib").map_or_else(|| stem.clone(), str::to_owned))
    }

    /// The handle from plugin.yaml. Without a plugin.yaml, the handle from the metadata.
    pub(crate) fn handle(&self) -> Option<String> {
        let fill_from_metadata = || self.metadata.get()?.handle.clone().filter(|_| self.manifest.name.is_none());
        self.manifest.handle.clone().or_else(fill_from_metadata)
    }

    pub(crate) fn metadata(&self) -> Option<&PluginMetadata> {
        self.metadata.get()
    }

    pub(crate) fn call(&self, function: &'static str, arguments: &[&str], reply: Option<String>) -> RecordedCall {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        RecordedCall { plugin: self.name(), function, arguments, reply }
    }

    /// Makes the first calls of this host path, unless they were made already. Returns whether it
    /// made them.
    pub(crate) fn start(&self, handler: Option<&Arc<Handler>>, calls: &mut Vec<RecordedCall>) -> bool {
        let mut started = false;
        self.metadata.get_or_init(|| {
            let (metadata, mut made) = self.first_calls(handler);
            calls.append(&mut made);
            started = true;
            metadata
        });
        // The name may be known only after these calls.
        let name = self.name();
        calls.iter_mut().filter(|call| call.plugin == "plugin").for_each(|call| call.plugin.clone_from(&name));
        started
    }

    fn first_calls(&self, handler: Option<&Arc<Handler>>) -> (PluginMetadata, Vec<RecordedCall>) {
        let _current = invoke::enter(handler);
        let mut calls = Vec::new();
        let hook = |name: &'static str, result: Result<(), CallError>, calls: &mut Vec<RecordedCall>| {
            if result.is_ok() {
                calls.push(self.call(name, &[], None));
            }
            result.is_ok()
        };
        if let Some(handler) = handler
            && self.plugin().set_invoke(callback::function(handler.slot())).is_ok()
        {
            calls.push(self.call(symbols::SET_INVOKE, &["<the host's function>"], None));
        }
        let registered = hook(symbols::REGISTER, self.plugin().register(), &mut calls);
        let first = matches!(self.path, HostPath::LegacyManaged | HostPath::Compiled) && !registered;
        if first {
            hook(symbols::INIT, self.plugin().init(), &mut calls);
        }
        let info = text(self.plugin().info_reply());
        let metadata =
            PluginMetadata::read(info.as_deref().and_then(|info| crate::json::read::<Value>(info).ok()).as_ref());
        calls.push(self.call(symbols::INFO, &[], info));
        if self.path.is_interpreter() {
            hook(symbols::INIT, self.plugin().init(), &mut calls);
        }
        (metadata, calls)
    }

    /// Gives the plugin the callback after it was loaded.
    pub(crate) fn set_invoke(&self, handler: &Arc<Handler>) {
        if self.metadata.get().is_some() {
            // A plugin need not export the function.
            let _ = self.plugin().set_invoke(callback::function(handler.slot()));
        }
    }

    pub(crate) fn has_execute(&self) -> bool {
        self.plugin().has_symbol(symbols::EXECUTE)
    }

    /// Calls an action or service, with the interpreter's retries. Returns the last reply, and
    /// records the calls if `calls` is there.
    pub(crate) fn execute(
        &self,
        action: &str,
        input: &str,
        mut calls: Option<&mut Vec<RecordedCall>>,
    ) -> Option<String> {
        let mut last = None;
        let others = std::iter::once_with(|| self.other_candidates(action)).flatten();
        for candidate in std::iter::once(action.to_owned()).chain(others) {
            let reply = text(self.plugin().execute_raw(Some(&c(&candidate)), Some(&c(input))));
            if let Some(calls) = &mut calls {
                calls.push(self.call(symbols::EXECUTE, &[&candidate, input], reply.clone()));
            }
            let Some(reply) = reply else { continue };
            let again = reply.contains(RETRY_TEXT);
            last = Some(reply);
            if !again {
                break;
            }
        }
        last
    }

    /// The action strings to try after the first, in order. Some may be equal.
    fn other_candidates(&self, action: &str) -> Vec<String> {
        let mut names = Vec::new();
        if self.path.is_interpreter() {
            let lower = action.to_lowercase();
            let is_meant = |name: &String| name.to_lowercase() == lower;
            let actions = self.metadata.get().map(|metadata| metadata.actions.as_slice()).unwrap_or_default();
            let meant = actions.iter().filter(|action| is_meant(&action.name) || action.verbs.iter().any(is_meant));
            names.extend(meant.map(|action| snake_case(&action.name)));
            names.push(snake_case(action));
        }
        names
    }

    pub(crate) fn qualifier(&self, name: &str, input: &str, calls: &mut Vec<RecordedCall>) -> Option<String> {
        let reply = self
            .plugin()
            .has_symbol(symbols::QUALIFIER)
            .then(|| self.plugin().qualifier_raw(Some(&c(name)), Some(&c(input))));
        let reply = reply.and_then(text);
        calls.push(self.call(symbols::QUALIFIER, &[name, input], reply.clone()));
        reply
    }

    pub(crate) fn on_event(&self, event_type: &str, payload: &str, calls: &mut Vec<RecordedCall>) {
        if self.plugin().on_event_raw(Some(&c(event_type)), Some(&c(payload))).is_ok() {
            calls.push(self.call(symbols::ON_EVENT, &[event_type, payload], None));
        }
    }

    /// The calls of an unload before the library is closed: shutdown, and on the legacy and
    /// compiled paths none.
    pub(crate) fn stop(&self, calls: &mut Vec<RecordedCall>) {
        if self.path.is_interpreter() && self.metadata.get().is_some() && self.plugin().shutdown().is_ok() {
            calls.push(self.call(symbols::SHUTDOWN, &[], None));
        }
    }
}
