//! What attributes register.

use super::order;
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

/// A parameter, as the metadata tells of it.
#[derive(Debug)]
pub struct ParamInfo {
    /// The name that callers use.
    pub name: &'static str,
    /// Its doc comment; may be empty.
    pub description: &'static str,
    /// Its default as JSON, where it is a literal.
    pub default: Option<&'static str>,
    /// It has a default.
    pub has_default: bool,
    /// Which types it is read from.
    pub types: TypeSet,
    /// It is an argument's value, and not something of the call.
    pub is_value: bool,
    /// It takes all arguments.
    pub flatten: bool,
}

/// What `#[aro_action]` says.
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Its entry in the metadata, as JSON; where the macro could not say the schema of the parameters, the entry breaks off before it.
    pub info: &'static str,
    /// Where in it the member begins that names the C entry point.
    pub symbol_at: usize,
    /// Where the schema begins.
    pub schema_at: usize,
    /// What the macro took the parameters for: a byte for each, the first lowest.
    pub guess: u64,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// The events that it says it emits.
    pub emits: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

impl Action {
    /// Whether the schema is that of the parameters.
    pub(super) fn is_as_guessed(&self) -> bool {
        let mut guess = self.guess;
        for param in self.params {
            if !param.is(guess as u8) {
                return false;
            }
            guess >>= 8;
        }
        self.schema_at < self.info.len()
    }
}

impl ParamInfo {
    /// Whether the macro took it for what it is.
    fn is(&self, guess: u8) -> bool {
        match guess {
            ARGUMENTS => self.flatten,
            OF_CALL => !self.is_value,
            types => self.is_value && self.types.bits() == types,
        }
    }
}

/// What the macros guess, beside sets of types.
const OF_CALL: u8 = 0x80;
const ARGUMENTS: u8 = 0x81;

/// What `#[aro_qualifier]` says.
#[derive(Debug)]
pub struct Qualifier {
    /// Its name, as declared.
    pub name: &'static str,
    /// What it does; may be empty.
    pub description: &'static str,
    /// The types it takes, where the attribute names them; else those of its first parameter.
    pub input_types: Option<TypeSet>,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Its parameters; the first that is a value takes the value.
    pub params: &'static [ParamInfo],
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
