//! What attributes register.

use super::Plugin;
use super::describe::describe_events;
use super::json::Json;
use super::order::{self, Keyed};
use super::schema::{ParamInfo, Schema};
use crate::call::Call;
use crate::error::Result;
use crate::events::Handler;
use crate::lifecycle::Hook;
use crate::object::SystemObject;
use crate::reply::Reply;
use crate::types::TypeSet;

/// Reads the arguments, calls the function and writes the reply.
pub type Run = for<'call, 'input> fn(&'call Call<'input>) -> Result<Reply>;

/// What an attribute registers.
///
/// Behind what few plugins have stand pointers to the SDK's code for it, so that it is in the libraries of those plugins only.
#[derive(Clone, Copy)]
pub enum Item {
    /// `plugin!` itself: where it is missing, nothing has been registered yet.
    Plugin,
    /// `#[aro_action]`.
    Action(&'static Action),
    /// `#[aro_qualifier]`.
    Qualifier(&'static Qualifier),
    /// `#[aro_service]`.
    Service(&'static Service),
    /// `#[aro_system_object]`.
    SystemObject(&'static SystemObject),
    /// `#[aro_on_event]`.
    Handler(&'static Handler),
    /// `#[aro_init]`.
    Init(&'static Hook),
    /// `#[aro_shutdown]`.
    Shutdown(&'static Hook),
}

impl Item {
    /// What its order is made by: its kind, in the order of the lists in the metadata, and its names.
    pub(super) fn names(self) -> (u64, &'static str, &'static str) {
        match self {
            Item::Action(action) => (1, action.name, ""),
            Item::Qualifier(qualifier) => (2, qualifier.name, ""),
            Item::Service(service) => (3, service.name, ""),
            Item::SystemObject(object) => (4, object.identifier, ""),
            Item::Handler(handler) => (5, handler.pattern, handler.name),
            Item::Init(hook) | Item::Shutdown(hook) => (6, hook.name, ""),
            Item::Plugin => (7, "", ""),
        }
    }
}

/// Writes the events of a plugin into the metadata.
pub type DescribeEvents = fn(&Plugin, &mut Json);

/// The events that an action or a service says it emits.
pub struct Emits {
    pub(super) types: &'static [&'static str],
    /// If there are any.
    pub(super) describe: Option<DescribeEvents>,
}

impl Emits {
    /// Of these types.
    #[must_use]
    #[inline]
    pub const fn of(types: &'static [&'static str]) -> Self {
        Self { types, describe: if types.is_empty() { None } else { Some(describe_events) } }
    }
}

/// What `#[aro_action]` says.
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Spellings of its names that hosts send and that are not the same but for the case of ASCII letters.
    pub spellings: &'static [&'static str],
    /// Its entry in the metadata, as JSON; where the macro could not say the schema of the parameters, the entry breaks off before it.
    pub info: &'static str,
    /// Where in it the member begins that names the C entry point.
    pub symbol_at: usize,
    /// Where the schema begins.
    pub schema_at: usize,
    /// The schema, if it has to be written.
    pub schema: Schema,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// The events that it says it emits.
    pub emits: Emits,
    /// The call.
    pub run: Run,
}

/// What `#[aro_qualifier]` says.
pub struct Qualifier {
    /// Its name, as declared.
    pub name: &'static str,
    /// Other spellings, as for an action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// The types it takes, where the attribute names them; else those of its first parameter.
    pub input_types: Option<TypeSet>,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Its parameters; the first that is a value takes the value.
    pub params: &'static [ParamInfo],
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &Qualifier),
    /// The call.
    pub run: Run,
}

/// What `#[aro_service]` says.
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The events that it says it emits.
    pub emits: Emits,
    /// Its methods.
    pub methods: &'static [ServiceMethod],
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &Service),
}

/// A method of a service.
pub struct ServiceMethod {
    /// Its name.
    pub name: &'static str,
    /// What hosts call it: its name with `service:` before it; then other spellings, as for an action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

/// Room for the items of a usual plugin.
const USUAL: usize = 32;

/// Everything that a plugin has registered, in the order of names: the linker's order says nothing.
pub(crate) struct Items {
    /// The library's constructors have run, so this is everything.
    pub(crate) complete: bool,
    /// Each with what it was put in order by.
    all: Vec<Keyed>,
}

impl Items {
    /// Nothing.
    pub(crate) const EMPTY: Items = Items { complete: false, all: Vec::new() };

    pub(crate) fn collect(show: fn(&mut dyn FnMut(Item))) -> Self {
        let mut items = Self { complete: false, all: Vec::with_capacity(USUAL) };
        show(&mut |item| match item {
            Item::Plugin => items.complete = true,
            item => items.all.push(order::keyed(item)),
        });
        order::sort(&mut items.all);
        items
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Item> {
        self.all.iter().map(|(_, item)| *item)
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = &'static Action> {
        self.iter().filter_map(|item| if let Item::Action(action) = item { Some(action) } else { None })
    }
}
