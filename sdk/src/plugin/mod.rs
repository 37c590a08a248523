//! A plugin: what `plugin!` declares and what its attributes register.

mod describe;
mod faults;
mod items;
mod json;
mod metadata;
mod names;
mod order;
mod schema;
mod table;

pub use describe::{describe_events, describe_object, describe_qualifier, describe_service};
pub use items::{Action, DescribeEvents, Emits, Item, Qualifier, Run, Service, ServiceMethod};
pub use json::Json;
pub use schema::{ParamInfo, Schema};

use std::fmt;

use crate::boundary::{self, ACTION, InvokeCell, Kept, QUALIFIER};
use crate::error::{Error, Result, joined};
use crate::events::Handler;
use crate::lifecycle::{Hook, Lifecycle};
use crate::object::SystemObject;
use crate::reply::Lasting;
use crate::state::States;
use items::Items;
pub(crate) use names::Found;
use names::Names;

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
    /// Whether its actions have C entry points that are seen from outside.
    pub entry_points: bool,
}

/// One plugin. A static in the plugin's own crate, which no other plugin can reach: all that the
/// SDK keeps for a plugin is here.
pub struct Plugin {
    info: PluginInfo,
    /// Shows every registered item.
    show: fn(&mut dyn FnMut(Item)),
    /// Shuts this plugin down, when the library or the process ends.
    on_exit: extern "C" fn(),
    items: Kept<Items>,
    names: Kept<Names>,
    metadata: Kept<Lasting>,
    /// What stands for the metadata before anything is registered.
    unregistered: Kept<Lasting>,
    lifecycle: Lifecycle,
    states: Kept<States>,
    invoke: InvokeCell,
}

impl Plugin {
    /// A plugin whose items `show` shows.
    #[must_use]
    #[inline]
    pub const fn new(info: PluginInfo, show: fn(&mut dyn FnMut(Item)), on_exit: extern "C" fn()) -> Self {
        Self {
            info,
            show,
            on_exit,
            items: Kept::new(),
            names: Kept::new(),
            metadata: Kept::new(),
            unregistered: Kept::new(),
            lifecycle: Lifecycle::new(),
            states: Kept::new(),
            invoke: InvokeCell::new(),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.info.name
    }

    pub(crate) fn on_exit(&self) -> extern "C" fn() {
        self.on_exit
    }

    pub(crate) fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// What it keeps, if anything has asked for that.
    pub(crate) fn states_if_any(&self) -> Option<&'static States> {
        self.states.get()
    }

    pub(crate) fn keep_states(&self, states: States) -> &'static States {
        self.states.keep(states)
    }

    pub(crate) fn invoke_cell(&self) -> &InvokeCell {
        &self.invoke
    }

    /// All items. Before the library's constructors have run there are none, and nothing is
    /// remembered.
    fn items(&self) -> &Items {
        static NONE: Items = Items::EMPTY;
        if let Some(items) = self.items.get() {
            return items;
        }
        let items = Items::collect(self.show);
        if items.complete { self.items.keep(items) } else { &NONE }
    }

    /// An error while nothing is registered: this must not look like a plugin that has nothing.
    pub(crate) fn registered(&self) -> Result<()> {
        if self.items().complete {
            return Ok(());
        }
        Err(Error::invalid_state(joined(&[
            "the plugin \"",
            self.name(),
            "\" has registered nothing: the constructors of its library (`.init_array`) have not run; \
             call it after they have, and link it so that they are kept",
        ])))
    }

    #[inline(never)]
    fn names(&self) -> Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        self.registered()?;
        Ok(self.names.keep(Names::of(self.items())))
    }

    /// The action or service method that `name` means.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> Result<&Found> {
        if let Some(names) = self.names.get()
            && let Some(found) = names.callable.find(name)
        {
            return Ok(found);
        }
        self.find_slowly(name)
    }

    /// The first time, and for names in a spelling of their own.
    #[cold]
    #[inline(never)]
    fn find_slowly(&self, name: &[u8]) -> Result<&Found> {
        let first_time = self.names.get().is_none();
        let names = self.names()?;
        let found = if first_time { names.callable.look_up(name) } else { None };
        match found.or_else(|| names.callable.find_form(name)) {
            Some(found) => Ok(found),
            None => Err(names::unknown_action(self.name(), self.items(), names, boundary::valid(name, ACTION)?)),
        }
    }

    /// The qualifier that `name` means.
    pub(crate) fn find_qualifier(&self, name: &[u8]) -> Result<&Found> {
        let qualifiers = &self.names()?.qualifiers;
        match qualifiers.look_up(name).or_else(|| qualifiers.find_form(name)) {
            Some(found) => Ok(found),
            None => Err(names::unknown(self.name(), self.items(), names::QUALIFIER, boundary::valid(name, QUALIFIER)?)),
        }
    }

    /// The system object that `identifier` means.
    pub(crate) fn find_object(&self, identifier: &str) -> Result<&'static SystemObject> {
        let form = aro_abi::normal_form(identifier);
        for object in self.objects() {
            if aro_abi::normal_form(object.identifier) == form {
                return Ok(object);
            }
        }
        Err(names::unknown(self.name(), self.items(), names::SYSTEM_OBJECT, identifier))
    }

    /// There is no system object.
    pub(crate) fn without_objects(&self) -> Error {
        if let Err(error) = self.registered() {
            return error;
        }
        Error::unsupported(joined(&["the plugin \"", self.name(), "\" has no system objects"]))
    }

    /// There is no system object that can be listed.
    pub(crate) fn nothing_to_list(&self) -> Error {
        Error::unsupported(joined(&["the plugin \"", self.name(), "\" has no system object that can be listed"]))
    }

    /// The system objects.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &'static SystemObject> {
        self.items().iter().filter_map(|item| if let Item::SystemObject(object) = item { Some(object) } else { None })
    }

    /// Who may want to hear of an event.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = &'static Handler> {
        self.items().iter().filter_map(|item| if let Item::Handler(handler) = item { Some(handler) } else { None })
    }

    pub(crate) fn init_hook(&self) -> Option<&'static Hook> {
        self.items().iter().find_map(|item| if let Item::Init(hook) = item { Some(hook) } else { None })
    }

    pub(crate) fn shutdown_hook(&self) -> Option<&'static Hook> {
        self.items().iter().find_map(|item| if let Item::Shutdown(hook) = item { Some(hook) } else { None })
    }
}

impl fmt::Debug for Plugin {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin").field("info", &self.info).finish_non_exhaustive()
    }
}
