//! One plugin: what `plugin!` declares, what the attributes register, and how it lives.
//!
//! | module | what it does |
//! |---|---|
//! | `descriptors` | what the attributes register |
//! | `registry` | collects it |
//! | `names`, `name_table` | which item a name means |
//! | `metadata`, `schema` | describes all items to the host |
//! | `validation` | what can be wrong with that, for the plugin's own test |
//! | `states` | which states are wanted, and what provides them |
//! | `library` | crates that share items with plugins |
//! | `caches` | frees what is kept of this, when the library is unloaded |
//! | `lifecycle` | init, shutdown, and what is between them |
//! | `init` | runs init once in a life |
//! | `handlers`, `objects` | dispatch of events and of system objects |

mod caches;
mod descriptors;
mod handlers;
mod init;
mod library;
mod lifecycle;
mod metadata;
#[cfg(all(test, loom))]
mod models;
mod name_table;
mod names;
mod objects;
mod registry;
mod schema;
mod states;
mod validation;

pub use descriptors::{
    Action, AsyncInfo, DefaultValue, Deprecation, Handler, Hook, Item, ParamInfo, Qualifier, ResultInfo, Run, RunHook,
    Service, ServiceMethod, SystemObject,
};
pub(crate) use handlers::handle_event;
pub(crate) use library::plugin_of;
pub use library::{Library, Linked};
pub(crate) use names::Callee;
pub(crate) use objects::{Access, access};

use std::fmt;
use std::time::Duration;

use crate::asynchronous::Executor;
use crate::cache::Cache;
pub use crate::context::DEFAULT_INIT_LIMIT;
use crate::context::{PluginContext, run_constructors};
use crate::error::{Error, Result, utf8};
use crate::reply::StaticReply;
use crate::sync::const_fn;
use lifecycle::Lifecycle;
use names::{Names, What};
use registry::Items;

/// What `plugin!` declares.
#[derive(Debug)]
pub struct PluginInfo {
    /// The plugin's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The handle that programs write before its verbs.
    pub handle: Option<&'static str>,
    /// Whether its actions have exported C entry points.
    pub entry_points: bool,
    /// The crates whose items it has too.
    pub uses: &'static [&'static Library],
    /// How long a call waits for init, or for the default of a state.
    pub init_limit: Duration,
    /// What runs its `async` functions.
    pub executor: Executor,
}

/// One plugin. A static in the plugin's own crate, which no other plugin can reach: everything that
/// the SDK keeps for a plugin is here.
pub struct Plugin {
    info: PluginInfo,
    /// Visits every registered item.
    for_each_item: fn(&mut dyn FnMut(Item)),
    /// Shuts the plugin down when the library or the process ends.
    on_exit: extern "C" fn(),
    context: PluginContext,
    lifecycle: Lifecycle,
    items: Cache<Items>,
    names: Cache<Names>,
    metadata: Cache<StaticReply>,
    /// The metadata as long as nothing is registered.
    incomplete_metadata: Cache<StaticReply>,
}

impl Plugin {
    const_fn! {
        /// A plugin with the items that `for_each_item` visits.
        #[must_use]
        pub fn new(info: PluginInfo, for_each_item: fn(&mut dyn FnMut(Item)), on_exit: extern "C" fn()) -> Self {
            Self {
                context: PluginContext::new(info.name, info.init_limit, info.executor),
                info,
                for_each_item,
                on_exit,
                lifecycle: Lifecycle::new(),
                items: Cache::new(),
                names: Cache::new(),
                metadata: Cache::new(),
                incomplete_metadata: Cache::new(),
            }
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.info.name
    }

    pub(crate) fn context(&self) -> &PluginContext {
        &self.context
    }

    /// All items. Before the library's constructors have run there are none, and nothing is cached.
    fn items(&self) -> &Items {
        static NONE: Items = Items::EMPTY;
        if let Some(items) = self.items.get() {
            return items;
        }
        run_constructors();
        let items = Items::collect(&self.info, self.for_each_item);
        if items.complete { self.items.get_or_init(|| Box::new(items)) } else { &NONE }
    }

    /// An error as long as nothing is registered: a plugin whose constructors have not run must not
    /// look like one without items.
    pub(crate) fn check_registered(&self) -> Result<()> {
        if self.items().complete {
            return Ok(());
        }
        Err(Error::invalid_state(format!(
            "the plugin \"{}\" has registered nothing: the constructors of its library (`.init_array`) have not run; \
             call it after they have, and link it so that they are kept",
            self.name()
        )))
    }

    fn names(&self) -> Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        self.check_registered()?;
        Ok(self.names.get_or_init(|| Box::new(Names::of(self.items()))))
    }

    /// The action or the service method of this name.
    ///
    /// # Errors
    ///
    /// Code 2 with the names that exist; code 1 when `name` is not UTF-8.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> Result<&Callee> {
        match self.names.get().and_then(|names| names.callable.find(name)) {
            Some(callee) => Ok(callee),
            None => self.find_normalized(name),
        }
    }

    /// The first call, and names with other separators than the declared ones.
    #[cold]
    fn find_normalized(&self, name: &[u8]) -> Result<&Callee> {
        let names = self.names()?;
        match names.callable.get(name).or_else(|| names.callable.get_normalized(name)) {
            Some(callee) => Ok(callee),
            None => Err(names.unknown_action(self.name(), self.items(), utf8(name, "the action's name")?)),
        }
    }

    /// The qualifier of this name.
    pub(crate) fn find_qualifier(&self, name: &[u8]) -> Result<&Callee> {
        let qualifiers = &self.names()?.qualifiers;
        match qualifiers.get(name).or_else(|| qualifiers.get_normalized(name)) {
            Some(callee) => Ok(callee),
            None => {
                let name = utf8(name, "the qualifier's name")?;
                Err(names::unknown(self.name(), self.items(), What::Qualifier, name))
            }
        }
    }

    /// The system object of this name.
    fn find_object(&self, identifier: &str) -> Result<&'static SystemObject> {
        let form = aro_abi::normal_form(identifier);
        self.objects()
            .find(|object| aro_abi::normal_form(object.identifier) == form)
            .ok_or_else(|| names::unknown(self.name(), self.items(), What::SystemObject, identifier))
    }

    /// The error for a request to a plugin without system objects.
    pub(crate) fn without_objects(&self) -> Error {
        let error = || Error::unsupported(format!("the plugin \"{}\" has no system objects", self.name()));
        self.check_registered().err().unwrap_or_else(error)
    }

    /// The error for a plugin without a system object that can be listed.
    fn nothing_to_list(&self) -> Error {
        Error::unsupported(format!("the plugin \"{}\" has no system object that can be listed", self.name()))
    }

    /// The system objects.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &'static SystemObject> {
        self.items().objects()
    }

    /// The event handlers.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = &'static Handler> {
        self.items().handlers()
    }

    /// The init hooks: those of the libraries first, the plugin's own last.
    fn init_hooks(&self) -> impl Iterator<Item = &'static Hook> {
        self.items().iter().filter_map(|item| if let Item::Init(hook) = item { Some(hook) } else { None })
    }

    /// The shutdown hooks, in the opposite order: the plugin's own first.
    fn shutdown_hooks(&self) -> impl Iterator<Item = &'static Hook> {
        self.items().iter().rev().filter_map(|item| if let Item::Shutdown(hook) = item { Some(hook) } else { None })
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin").field("info", &self.info).finish_non_exhaustive()
    }
}
