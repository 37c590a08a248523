//! One plugin in a host: its life cycle and its calls (ABI, sections 1, 2 and 4).

use std::ffi::CString;
use std::sync::{Arc, OnceLock};

use aro_abi::{RETRY_TEXT, snake_case, symbols};
use serde_json::Value;

use super::HostPath;
use super::callback;
use super::invoke::{self, Handler};
use super::kept::Kept;
use super::manifest::Manifest;
use super::outcome::Call;
use crate::plugin::{CallError, Plugin, Reply};

/// A plugin as a host has it: its own, shared, or lent by the test.
#[derive(Debug)]
pub enum Held<'p> {
    /// The host's, or shared with others.
    Shared(Arc<Plugin>),
    /// The test's.
    Lent(&'p Plugin),
}

impl From<Plugin> for Held<'_> {
    fn from(plugin: Plugin) -> Self {
        Self::Shared(Arc::new(plugin))
    }
}

impl From<Arc<Plugin>> for Held<'_> {
    fn from(plugin: Arc<Plugin>) -> Self {
        Self::Shared(plugin)
    }
}

impl<'p> From<&'p Plugin> for Held<'p> {
    fn from(plugin: &'p Plugin) -> Self {
        Self::Lent(plugin)
    }
}

impl Held<'_> {
    pub(crate) fn plugin(&self) -> &Plugin {
        match self {
            Self::Shared(plugin) => plugin,
            Self::Lent(plugin) => plugin,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Resident<'p> {
    held: Held<'p>,
    path: HostPath,
    manifest: Manifest,
    /// What the host kept of the metadata; empty until a lazy plugin is used.
    kept: OnceLock<Kept>,
}

/// The reply as the hosts read it.
fn text(reply: Result<Reply, CallError>) -> Option<String> {
    reply.ok().map(|reply| String::from_utf8_lossy(reply.as_bytes()).into_owned())
}

/// A host's text ends where C sees its end.
fn c(text: &str) -> CString {
    let end = text.find('\0').unwrap_or(text.len());
    CString::new(&text[..end]).unwrap_or_default()
}

impl<'p> Resident<'p> {
    pub(crate) fn new(path: HostPath, manifest: Manifest, held: Held<'p>) -> Self {
        Self { held, path, manifest, kept: OnceLock::new() }
    }

    /// One that is registered and initialised already.
    pub(crate) fn started(path: HostPath, plugin: &'p Plugin) -> Self {
        let kept = Kept::read(plugin.info_json().ok().as_ref());
        Self { held: Held::Lent(plugin), path, manifest: Manifest::default(), kept: kept.into() }
    }

    pub(crate) fn plugin(&self) -> &Plugin {
        self.held.plugin()
    }

    pub(crate) fn into_held(self) -> Held<'p> {
        self.held
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The name in the host: that of plugin.yaml, or in its place that of the metadata.
    pub(crate) fn name(&self) -> String {
        let name = self.manifest.name.clone().or_else(|| self.kept.get()?.name.clone());
        name.unwrap_or_else(|| "plugin".to_owned())
    }

    /// The handle: that of plugin.yaml; where there is no plugin.yaml, that of the metadata stands in for it.
    pub(crate) fn handle(&self) -> Option<String> {
        let stand_in = || self.kept.get()?.handle.clone().filter(|_| self.manifest.name.is_none());
        self.manifest.handle.clone().or_else(stand_in)
    }

    pub(crate) fn kept(&self) -> Option<&Kept> {
        self.kept.get()
    }

    pub(crate) fn call(&self, function: &'static str, arguments: &[&str], reply: Option<String>) -> Call {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Call { plugin: self.name(), function, arguments, reply }
    }

    /// Loads the plugin as the path does it, if it was not done yet.
    pub(crate) fn start(&self, handler: Option<&Arc<Handler>>, calls: &mut Vec<Call>) {
        self.kept.get_or_init(|| {
            let (kept, mut made) = self.first_calls(handler);
            calls.append(&mut made);
            kept
        });
        // The name may be known only now.
        let name = self.name();
        calls.iter_mut().filter(|call| call.plugin == "plugin").for_each(|call| call.plugin.clone_from(&name));
    }

    fn first_calls(&self, handler: Option<&Arc<Handler>>) -> (Kept, Vec<Call>) {
        let _current = invoke::enter(handler);
        let mut calls = Vec::new();
        let hook = |name: &'static str, result: Result<(), CallError>, calls: &mut Vec<Call>| {
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
        let kept = Kept::read(info.as_deref().and_then(|info| crate::json::read::<Value>(info).ok()).as_ref());
        calls.push(self.call(symbols::INFO, &[], info));
        if self.path.is_interpreter() {
            hook(symbols::INIT, self.plugin().init(), &mut calls);
        }
        (kept, calls)
    }

    /// Gives the plugin the callback after it was loaded.
    pub(crate) fn set_invoke(&self, handler: &Arc<Handler>) {
        if self.kept.get().is_some() {
            // A plugin that does not export the function is not interested.
            let _ = self.plugin().set_invoke(callback::function(handler.slot()));
        }
    }

    pub(crate) fn has_execute(&self) -> bool {
        self.plugin().has_symbol(symbols::EXECUTE)
    }

    /// Runs an action or service, again and again as the interpreter does it. Gives the action string of the last call
    /// that was answered, and the reply.
    pub(crate) fn execute(&self, action: &str, input: &str, calls: &mut Vec<Call>) -> Option<String> {
        let mut last = None;
        for candidate in self.candidates(action) {
            let reply = text(self.plugin().execute_raw(Some(&c(&candidate)), Some(&c(input))));
            calls.push(self.call(symbols::EXECUTE, &[&candidate, input], reply.clone()));
            let Some(reply) = reply else { continue };
            let again = reply.contains(RETRY_TEXT);
            last = Some(reply);
            if !again {
                break;
            }
        }
        last
    }

    /// The names to try, one after the other; some may be the same.
    fn candidates(&self, action: &str) -> Vec<String> {
        let mut names = vec![action.to_owned()];
        if self.path.is_interpreter() {
            let lower = action.to_lowercase();
            let is_meant = |name: &String| name.to_lowercase() == lower;
            let actions = self.kept.get().map(|kept| kept.actions.as_slice()).unwrap_or_default();
            let meant = actions.iter().filter(|action| is_meant(&action.name) || action.verbs.iter().any(is_meant));
            names.extend(meant.map(|action| snake_case(&action.name)));
            names.push(snake_case(action));
        }
        names
    }

    pub(crate) fn qualifier(&self, name: &str, input: &str, calls: &mut Vec<Call>) -> Option<String> {
        let reply = self
            .plugin()
            .has_symbol(symbols::QUALIFIER)
            .then(|| self.plugin().qualifier_raw(Some(&c(name)), Some(&c(input))));
        let reply = reply.and_then(text);
        calls.push(self.call(symbols::QUALIFIER, &[name, input], reply.clone()));
        reply
    }

    pub(crate) fn on_event(&self, event_type: &str, payload: &str, calls: &mut Vec<Call>) {
        if self.plugin().on_event_raw(Some(&c(event_type)), Some(&c(payload))).is_ok() {
            calls.push(self.call(symbols::ON_EVENT, &[event_type, payload], None));
        }
    }

    /// What unloading by hand calls before the library goes: shutdown, and on the older paths nothing.
    pub(crate) fn stop(&self, calls: &mut Vec<Call>) {
        if self.path.is_interpreter() && self.kept.get().is_some() && self.plugin().shutdown().is_ok() {
            calls.push(self.call(symbols::SHUTDOWN, &[], None));
        }
    }
}
