//! What a host has recorded: calls, events, variables, and what it read of its plugins' metadata.

use aro_abi::HostPath;
use serde_json::{Map, Value};

use super::error::RunError;
use super::outcome::RecordedCall;
use super::registry::{self, Registered};
use super::setup::Host;
use crate::plugin::{Event, Info};

impl Host<'_> {
    /// The host path.
    #[must_use]
    pub fn path(&self) -> HostPath {
        self.path
    }

    /// What plugins have invoked, with the answers, in order.
    #[must_use]
    pub fn invocations(&self) -> Vec<RecordedCall> {
        self.handler.as_ref().map(|handler| handler.asked()).unwrap_or_default()
    }

    /// All calls into plugins so far, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.state().calls.clone()
    }

    /// All events so far, published by plugins or emitted by the program, in order.
    #[must_use]
    pub fn emitted(&self) -> Vec<Event> {
        self.state().events.clone()
    }

    /// The names of the plugins, in the order in which they were loaded.
    #[must_use]
    pub fn plugin_names(&self) -> Vec<String> {
        self.plugins.iter().map(|loaded| loaded.name()).collect()
    }

    /// The metadata of a plugin, [as hosts read them](Info::as_hosts_read). This asks the plugin.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn info(&self, plugin: &str) -> Result<Info, RunError> {
        let json = self.plugins[self.index(plugin)?].plugin().info_json().unwrap_or_default();
        Ok(Info::as_hosts_read(&json))
    }

    /// What the host has registered of its plugins' metadata. What is missing here was silently
    /// ignored.
    #[must_use]
    pub fn registered(&self) -> Registered {
        registry::registered(self.path, &self.plugins)
    }

    /// The variables of the program, by their names.
    #[must_use]
    pub fn variables(&self) -> Map<String, Value> {
        self.root.variables()
    }

    /// A variable of the program.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Value> {
        self.root.variable(name)
    }
}
