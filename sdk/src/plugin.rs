//! A plugin: what `plugin!` declares and what its attributes register.

use std::collections::HashMap;
use std::sync::OnceLock;

use aro_abi::normal_form;

use crate::call::Call;
use crate::error::{Error, Result};
use crate::reply::{Lasting, Reply};

/// What `plugin!` says.
#[derive(Debug)]
pub struct PluginInfo {
    /// The plugin's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The handle that programs put before its verbs.
    pub handle: Option<&'static str>,
}

/// What an attribute registers.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// `#[aro_action]`.
    Action(&'static Action),
}

/// What `#[aro_action]` says, and the code that reads the arguments and calls the function.
#[derive(Debug)]
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Its entry in the metadata, as JSON.
    pub info: &'static str,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Reads the arguments, calls the function and writes the reply.
    pub run: for<'call, 'input> fn(&'call Call<'input>) -> Result<Reply>,
}

/// One plugin. A static in the plugin's own crate, which no other plugin can reach: all that the SDK keeps for a plugin is here.
pub struct Plugin {
    info: PluginInfo,
    /// Shows every registered item.
    items: fn(&mut dyn FnMut(Item)),
    actions: OnceLock<HashMap<String, &'static Action>>,
    metadata: OnceLock<Lasting>,
}

impl Plugin {
    /// A plugin whose items `items` shows.
    #[must_use]
    pub const fn new(info: PluginInfo, items: fn(&mut dyn FnMut(Item))) -> Self {
        Self { info, items, actions: OnceLock::new(), metadata: OnceLock::new() }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.info.name
    }

    /// The actions in the order of their names: the linker's order says nothing.
    fn sorted_actions(&self) -> Vec<&'static Action> {
        let mut actions = Vec::new();
        (self.items)(&mut |item| match item {
            Item::Action(action) => actions.push(action),
        });
        actions.sort_by_key(|action| action.name);
        actions
    }

    /// The action that `name` means.
    pub(crate) fn action(&self, name: &str) -> Result<&'static Action> {
        let table = self.actions.get_or_init(|| {
            let mut table = HashMap::new();
            for action in self.sorted_actions() {
                for name in action.verbs.iter().chain([&action.name]) {
                    table.entry(normal_form(name)).or_insert(action);
                }
            }
            table
        });
        table.get(&normal_form(name)).copied().ok_or_else(|| self.unknown(name))
    }

    /// Must not contain the host's retry text: no other spelling of the name would be known either.
    fn unknown(&self, name: &str) -> Error {
        let verbs: Vec<&str> = self.sorted_actions().iter().flat_map(|action| action.verbs).copied().collect();
        let has = if verbs.is_empty() { "it has none".to_owned() } else { format!("it has {}", verbs.join(", ")) };
        Error::not_found(format!("the plugin \"{}\" has no action \"{name}\": {has}", self.info.name))
    }

    /// The metadata as the host reads it (ABI, section 7), as a block that the boundary can hand out; made once.
    pub(crate) fn metadata(&self) -> &Lasting {
        self.metadata.get_or_init(|| {
            let actions = self.sorted_actions();
            let text = |value: &str| serde_json::Value::from(value).to_string();
            let mut out = format!(
                "{{\"name\":{},\"version\":{},\"language\":\"rust\"",
                text(self.info.name),
                text(self.info.version)
            );
            if !self.info.description.is_empty() {
                out += &format!(",\"description\":{}", text(self.info.description));
            }
            if let Some(handle) = self.info.handle {
                out += &format!(",\"handle\":{}", text(handle));
            }
            let entries: Vec<&str> = actions.iter().map(|action| action.info).collect();
            out += &format!(",\"actions\":[{}]", entries.join(","));
            let deprecations: Vec<&str> = actions.iter().filter_map(|action| action.deprecation).collect();
            if !deprecations.is_empty() {
                out += &format!(",\"deprecations\":[{}]", deprecations.join(","));
            }
            out.push('}');
            Lasting::new(&out)
        })
    }

    /// What is wrong with the metadata; the plugin's own unit test calls it.
    ///
    /// # Panics
    ///
    /// When something is wrong; the message lists all of it.
    pub fn assert_metadata(&self) {
        let faults = self.metadata_faults();
        assert!(faults.is_empty(), "the metadata of the plugin \"{}\":\n- {}", self.info.name, faults.join("\n- "));
    }

    fn metadata_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.info.name.is_empty() {
            faults.push("the plugin has no name: write `plugin! { name = \"…\" }`".to_owned());
        }
        if self.info.version.is_empty() {
            faults.push("the plugin has no version: give the package one in Cargo.toml".to_owned());
        }
        let actions = self.sorted_actions();
        let mut owner: HashMap<String, &str> = HashMap::new();
        for action in &actions {
            for name in action.verbs.iter().chain([&action.name]) {
                let form = normal_form(name);
                match owner.insert(form, action.name) {
                    Some(other) if other != action.name => {
                        faults.push(format!("\"{name}\" means both the action {other} and the action {}", action.name));
                    }
                    _ => {}
                }
            }
        }
        match serde_json::from_str::<serde_json::Value>(self.metadata().text()) {
            Err(error) => faults.push(format!("it is not valid JSON: {error}")),
            Ok(value) => {
                let listed = value["actions"].as_array().map_or(0, Vec::len);
                if listed != actions.len() {
                    faults.push(format!("it lists {listed} actions of {}", actions.len()));
                }
            }
        }
        faults
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin").field("info", &self.info).finish_non_exhaustive()
    }
}
