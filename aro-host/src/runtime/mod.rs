//! One runtime: a host with its plugins, and the program's callbacks.

mod calls;
mod gate;
mod listing;
mod packages;
mod plugins;
mod reload;
mod watch;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aro_host_testkit::Host;

use crate::callbacks::{Invoke, OnReload, Subscriptions};
use crate::failure::{Failure, Status};
use crate::inside::is_inside;
use gate::{Gate, Snapshot};
pub(crate) use reload::Look;
use reload::Seen;
use watch::Watcher;

/// How closely the host follows the real one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Compatibility {
    /// As the interpreter.
    #[default]
    Strict,
    /// Accepts what another host would, and what is only incomplete.
    Relaxed,
}

/// What the configuration chooses.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) compatibility: Compatibility,
    pub(crate) hot_reload: bool,
    /// How often a thread looks for changed files; `None` for no thread.
    pub(crate) watch_every: Option<Duration>,
    pub(crate) on_reload: Option<OnReload>,
}

#[derive(Debug)]
pub(crate) struct Runtime {
    handle: usize,
    options: Options,
    gate: Gate,
    subscriptions: Arc<Subscriptions>,
    invoke: Arc<Invoke>,
    last_error: Mutex<String>,
    watcher: Mutex<Option<Watcher>>,
    /// By the name of the plugin.
    looks: Mutex<BTreeMap<String, Seen>>,
}

impl Runtime {
    /// A runtime without plugins.
    pub(crate) fn new(handle: usize, options: Options) -> Result<Arc<Self>, Failure> {
        let subscriptions = Arc::<Subscriptions>::default();
        let mut host = Host::eager();
        host.keep_records(false).respell(options.compatibility == Compatibility::Relaxed);
        let observers = Arc::clone(&subscriptions);
        host.on_event(move |event| observers.publish(handle, event));
        let watch_every = options.watch_every.filter(|_| options.hot_reload);
        let runtime = Arc::new(Self {
            handle,
            options,
            gate: Gate::new(handle, Snapshot { host, packages: Vec::new() }),
            subscriptions,
            invoke: Arc::default(),
            last_error: Mutex::default(),
            watcher: Mutex::default(),
            looks: Mutex::default(),
        });
        if let Some(every) = watch_every {
            let watcher = Watcher::start(Arc::downgrade(&runtime), every).map_err(|error| {
                Failure::new(Status::Limit, format!("cannot start the thread that looks for changed files: {error}"))
            })?;
            *runtime.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(watcher);
        }
        Ok(runtime)
    }

    /// Whether [`end`](Self::end) would wait for this thread.
    pub(crate) fn check_end(&self) -> Result<(), Failure> {
        if is_inside(self.handle) {
            return Err(busy("aro_host_destroy would wait for the call or the callback that it is called from"));
        }
        Ok(())
    }

    /// Waits for the calls, and unloads the plugins.
    pub(crate) fn end(&self) {
        let snapshot = self.gate.end();
        let watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(watcher) = watcher {
            watcher.stop();
        }
        if let Some(snapshot) = snapshot {
            plugins::unload_all(snapshot);
        }
        self.invoke.set(self.handle, None);
    }

    pub(crate) fn handle(&self) -> usize {
        self.handle
    }

    pub(crate) fn subscriptions(&self) -> &Subscriptions {
        &self.subscriptions
    }

    /// The message of the last failure; empty if there was none.
    pub(crate) fn last_error(&self) -> String {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn record(&self, failure: &Failure) {
        failure.message.clone_into(&mut self.last_error.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn report(&self, phase: Phase, plugin: &str, message: &str) {
        if let Some(on_reload) = &self.options.on_reload {
            let _inside = crate::inside::Inside::enter(self.handle);
            on_reload.call(phase as i32, plugin, message);
        }
    }
}

/// The phases of `AroHostOnReload` in the header.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phase {
    BeforeUnload = 0,
    AfterLoad = 1,
    Failed = 2,
}

fn busy(why: &str) -> Failure {
    Failure::new(Status::Busy, format!("{why}; call it when the call or callback has returned"))
}
