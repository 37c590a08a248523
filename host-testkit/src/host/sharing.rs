//! Hosts that share plugins, for programs that load and unload while calls are running.

use std::fmt;
use std::sync::Arc;

use super::Host;
use super::error::RunError;
use super::loaded_plugin::LoadedPlugin;
use super::outcome::RecordedCall;

impl<'p> Host<'p> {
    /// Another host with the same plugins, records and closures, and with no variables. What is
    /// loaded into one of them later, or removed from it, the other does not notice.
    ///
    /// So a program can run statements on one host while it prepares another one with a further
    /// plugin, and statements that run at the same time can have variables of their own.
    ///
    /// ```no_run
    /// use aro_host_testkit::{Host, assert_value};
    /// use serde_json::json;
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// let before = host.share();
    /// let removed = host.remove("csv-plugin")?;
    /// assert!(removed.is_shared(), "`before` can still call it");
    /// let outcome = before.execute("csv-plugin", "ParseCSV", &json!({ "data": "a" }))?;
    /// assert_value!(outcome, { "rows": [["a"]] });
    /// drop(before);
    /// assert!(!removed.is_shared());
    /// removed.unload();
    /// # Ok::<(), aro_host_testkit::RunError>(())
    /// ```
    #[must_use]
    pub fn share(&self) -> Self {
        Self {
            path: self.path,
            plugins: self.plugins.clone(),
            handler: self.handler.clone(),
            observer: self.observer.clone(),
            respells: self.respells,
            copies: self.copies,
            records: self.records,
            root: Arc::default(),
            state: Arc::clone(&self.state),
        }
    }

    /// Removes a plugin, without a call into it. [`Removed::unload`] completes the unloading.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn remove(&mut self, plugin: &str) -> Result<Removed<'p>, RunError> {
        let index = self.index(plugin)?;
        Ok(Removed(self.plugins.remove(index)))
    }

    /// With `false`, [`calls`](Self::calls), [`emitted`](Self::emitted) and
    /// [`invocations`](Self::invocations) are not recorded from now on, and an
    /// [`Outcome`](crate::Outcome) has its events, but no calls. A host that runs for long would
    /// otherwise need ever more memory.
    pub fn keep_records(&mut self, records: bool) -> &mut Self {
        self.records = records;
        self
    }

    pub(super) fn keep(&self, mut calls: Vec<RecordedCall>) {
        if self.records {
            self.state().calls.append(&mut calls);
        }
    }
}

/// A plugin that was [removed](Host::remove) from a host. Dropping it leaves the library loaded.
#[must_use = "a removed plugin stays loaded until it is unloaded"]
pub struct Removed<'p>(Arc<LoadedPlugin<'p>>);

impl Removed<'_> {
    /// The plugin's name in the host.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Whether another [host](Host::share) still has the plugin, and so may be calling it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Calls the plugin's shutdown, if the host path does so, and closes its library unless it has
    /// other owners. Returns the calls. If [another host](Self::is_shared) has the plugin, it does
    /// nothing: the plugin may be in use.
    pub fn unload(self) -> Vec<RecordedCall> {
        let mut calls = Vec::new();
        if let Some(loaded) = Arc::into_inner(self.0) {
            loaded.stop(&mut calls);
            loaded.close();
        }
        calls
    }
}

impl fmt::Debug for Removed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Removed").field(&self.name()).finish()
    }
}
