//! What attributes register.

use super::entry::Entry;
use super::order;
use crate::call::Call;
use crate::error::Result;
use crate::events::Handler;
use crate::lifecycle::Hook;
use crate::object::SystemObject;
use crate::reply::Reply;

/// Reads the arguments, calls the function and writes the reply.
pub type Run = for<'call, 'input> fn(&'call Call<'input>) -> Result<Reply>;

/// What an attribute registers.
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
    /// What its order is made by.
    pub(super) fn names(self) -> (&'static str, &'static str) {
        match self {
            Item::Plugin => ("", ""),
            Item::Action(action) => (action.name, ""),
            Item::Qualifier(qualifier) => (qualifier.name, ""),
            Item::Service(service) => (service.name, ""),
            Item::SystemObject(object) => (object.identifier, ""),
            Item::Handler(handler) => (handler.pattern, handler.name),
            Item::Init(hook) | Item::Shutdown(hook) => (hook.name, ""),
        }
    }
}

/// What `#[aro_action]` says.
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Its entry in the metadata.
    pub info: &'static Entry,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// The events that it says it emits.
    pub emits: &'static [&'static str],
    /// The call.
    pub run: Run,
}

/// What `#[aro_qualifier]` says.
#[derive(Debug)]
pub struct Qualifier {
    /// Its name, as declared.
    pub name: &'static str,
    /// Its entry in the metadata.
    pub info: &'static Entry,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
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
    pub emits: &'static [&'static str],
    /// Its methods.
    pub methods: &'static [ServiceMethod],
}

/// A method of a service.
pub struct ServiceMethod {
    /// Its name.
    pub name: &'static str,
    /// Its entry in the metadata, under its name.
    pub info: &'static Entry,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// The call.
    pub run: Run,
}

/// Room for the items of a usual plugin.
const USUAL: usize = 32;

/// Everything that a plugin has registered, in the order of names: the linker's order says nothing.
pub(crate) struct Items {
    /// The library's constructors have run, so this is everything.
    pub(crate) complete: bool,
    pub(crate) actions: Vec<&'static Action>,
    pub(crate) qualifiers: Vec<&'static Qualifier>,
    pub(crate) services: Vec<&'static Service>,
    pub(crate) objects: Vec<&'static SystemObject>,
    pub(crate) handlers: Vec<&'static Handler>,
    pub(crate) inits: Vec<&'static Hook>,
    pub(crate) shutdowns: Vec<&'static Hook>,
}

impl Items {
    /// Nothing.
    pub(crate) const EMPTY: Items = Items {
        complete: false,
        actions: Vec::new(),
        qualifiers: Vec::new(),
        services: Vec::new(),
        objects: Vec::new(),
        handlers: Vec::new(),
        inits: Vec::new(),
        shutdowns: Vec::new(),
    };

    pub(crate) fn collect(show: fn(&mut dyn FnMut(Item))) -> Self {
        let mut shown = Vec::with_capacity(USUAL);
        show(&mut |item| shown.push(order::keyed(item)));
        order::sort(&mut shown);
        let mut items = Self { actions: Vec::with_capacity(shown.len()), ..Self::EMPTY };
        for (_, item) in shown {
            match item {
                Item::Plugin => items.complete = true,
                Item::Action(action) => items.actions.push(action),
                Item::Qualifier(qualifier) => items.qualifiers.push(qualifier),
                Item::Service(service) => items.services.push(service),
                Item::SystemObject(object) => items.objects.push(object),
                Item::Handler(handler) => items.handlers.push(handler),
                Item::Init(hook) => items.inits.push(hook),
                Item::Shutdown(hook) => items.shutdowns.push(hook),
            }
        }
        items
    }
}
