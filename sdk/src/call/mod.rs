//! One call: what came, what a parameter can take from it, and the reply.
//!
//! | module | what it does |
//! |---|---|
//! | `binding` | which value of the envelope a parameter takes |
//! | `from_call`, `statement`, `events`, `state`, `runtime` | parameters that are no arguments |
//! | `param_kind` | which of both a parameter is |
//! | `for_test` | such values without a call, for unit tests |
//! | `future` | runs what an `async` function returned |
//! | `respond` | writes what the function returned |

mod binding;
mod events;
mod for_test;
mod from_call;
mod future;
mod param_kind;
mod respond;
pub mod runtime;
mod state;
mod statement;

pub use binding::{
    Argument, ByOptionalReference, ByReference, ByShape, ByTrait, ByValue, Extractor, Lend, Param, Value, ViaCall,
    ViaValue,
};
pub(crate) use binding::{input_as_str, invalid_envelope};
pub use events::{EventType, Events};
pub use from_call::{
    FromCall, InService, OfCall, OfReference, RawInput, ReferenceFallback, ServiceArgument, ValueFallback,
};
pub(crate) use future::{EXECUTORS, TIMERS};
pub use future::{block_on, block_on_within};
pub(crate) use param_kind::ArgumentType;
pub use param_kind::{KindOf, ParamKind, ReturnedState, StateType};
pub use respond::{discard, respond, respond_qualifier};
pub use state::{Shared, State, keep_state, state};
pub use statement::{Descriptor, Statement};

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;

use aro_json_scan::is_plain;
use serde::Deserialize;

use crate::context::PluginContext;
use crate::error::Result;
use crate::json::{self, Arena, Envelope};
use events::Event;

/// What is called. It decides where an argument is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An action: the binding rules apply.
    Action,
    /// A method of a service: the envelope has the arguments, and `_with` is a copy of them.
    Service,
    /// A qualifier: the value is under `value`, the parameters are in `_with`.
    Qualifier,
    /// An event handler: the payload is the value.
    Event,
    /// A method of a system object: the arguments are C strings.
    Object,
    /// Init or shutdown: there are no arguments.
    Hook,
}

/// One argument of a system object's method.
#[derive(Clone, Copy)]
pub(crate) struct Field<'input> {
    pub(crate) name: &'static str,
    pub(crate) text: &'input str,
    /// The text is read as JSON first, and as plain text if that fails; else the other way round.
    pub(crate) json: bool,
}

/// One call: what a type that implements [`FromCall`] can read.
///
/// It lives until the reply is written, and so does everything that is borrowed from it.
pub struct Call<'input> {
    plugin: &'static PluginContext,
    name: &'static str,
    kind: Kind,
    event: Option<&'input str>,
    fields: &'input [Field<'input>],
    fields_taken: Cell<usize>,
    envelope: Envelope<'input>,
    /// `source.base` as JSON, once it has been looked up.
    object_name: Cell<Option<Option<&'input str>>>,
    unescaped_object_name: OnceCell<Option<String>>,
    subject_taken: Cell<bool>,
    arena: Arena,
    events: OnceCell<RefCell<Vec<Event>>>,
}

impl<'input> Call<'input> {
    #[inline]
    fn without_input(plugin: &'static PluginContext, name: &'static str, kind: Kind) -> Self {
        Call {
            plugin,
            name,
            kind,
            event: None,
            fields: &[],
            fields_taken: Cell::new(0),
            envelope: Envelope::of(b""),
            object_name: Cell::new(None),
            unescaped_object_name: OnceCell::new(),
            subject_taken: Cell::new(false),
            arena: Arena::default(),
            events: OnceCell::new(),
        }
    }

    /// A call whose arguments are in an envelope, which has still to be [indexed](Self::index).
    #[inline]
    pub(crate) fn with_envelope(plugin: &'static PluginContext, name: &'static str, kind: Kind) -> Self {
        Self::without_input(plugin, name, kind)
    }

    /// Indexes the envelope. Returns it as a string if it is not valid.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    #[inline(always)]
    pub(crate) fn index(&mut self, input: &'input [u8]) -> Result<Option<&'input str>> {
        match self.envelope.scan(input) {
            Ok(()) => Ok(None),
            Err(_) => input_as_str(input).map(Some),
        }
    }

    pub(crate) fn of_event(
        plugin: &'static PluginContext,
        name: &'static str,
        event: &'input str,
        payload: &'input str,
    ) -> Self {
        let mut call = Self::without_input(plugin, name, Kind::Event);
        call.event = Some(event);
        // A payload that is not an object has no members; only a handler that asks for one fails.
        if call.envelope.scan(payload.as_bytes()).is_err() {
            call.envelope = Envelope::of(payload.as_bytes());
        }
        call
    }

    pub(crate) fn of_object(
        plugin: &'static PluginContext,
        name: &'static str,
        fields: &'input [Field<'input>],
    ) -> Self {
        Call { fields, ..Self::without_input(plugin, name, Kind::Object) }
    }

    pub(crate) fn of_hook(plugin: &'static PluginContext, name: &'static str) -> Self {
        Self::without_input(plugin, name, Kind::Hook)
    }

    /// The name of the plugin, as in its metadata.
    #[must_use]
    pub fn plugin_name(&self) -> &'static str {
        self.plugin.name()
    }

    /// The name of what runs: the action, as in the metadata, or the method, the qualifier, the
    /// handler, the hook.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The JSON that came, as it came: the envelope, or an event's payload. Empty for system
    /// objects, init and shutdown.
    #[must_use]
    pub fn raw_input(&self) -> &'input str {
        self.envelope.text()
    }

    /// The argument `name`, bound like a parameter of that name that is not the subject.
    ///
    /// # Errors
    ///
    /// When it is absent and `T` is not an `Option`, and when it cannot be read as a `T`; the
    /// message names it.
    pub fn argument<'call, T: Deserialize<'call>>(&'call self, name: &str) -> Result<T> {
        binding::value(self, &Param::named(name))
    }

    pub(crate) fn context(&self) -> &'static PluginContext {
        self.plugin
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn event(&self) -> Option<&'input str> {
        self.event
    }

    /// The field of this name, else the next one by position.
    pub(crate) fn field(&self, name: &str) -> Option<Field<'input>> {
        self.fields.iter().find(|field| field.name == name).copied().or_else(|| {
            let next = self.fields_taken.get();
            self.fields_taken.set(next + 1);
            self.fields.get(next).copied()
        })
    }

    pub(crate) fn envelope(&self) -> &Envelope<'input> {
        &self.envelope
    }

    pub(crate) fn arena(&self) -> &Arena {
        &self.arena
    }

    /// The events that travel with the reply.
    fn event_queue(&self) -> &RefCell<Vec<Event>> {
        self.events.get_or_init(RefCell::default)
    }

    /// The events, if a parameter asked for them.
    #[inline]
    fn events(&self) -> Option<&RefCell<Vec<Event>>> {
        self.events.get()
    }

    /// Takes the subject. `false` if another parameter has taken it.
    pub(crate) fn take_subject(&self) -> bool {
        !self.subject_taken.replace(true)
    }

    /// The value of one of the host's own keys, if it has the form that the host writes.
    pub(crate) fn host_value<'call, T: Deserialize<'call>>(&'call self, key: &str) -> Option<T> {
        json::read(self.envelope.top().get(key)?, &self.arena).ok()
    }

    /// The name of the statement's object: `source.base`, which only the eager path sends.
    pub(crate) fn object_name(&self) -> Option<&str> {
        let json = match self.object_name.get() {
            Some(known) => known,
            None => {
                let json = self.envelope.object_name();
                self.object_name.set(Some(json));
                json
            }
        }?;
        match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(name) if is_plain(name.as_bytes()) => Some(name),
            _ => self.unescaped_object_name(json),
        }
    }

    #[cold]
    fn unescaped_object_name(&self, json: &str) -> Option<&str> {
        self.unescaped_object_name.get_or_init(|| aro_json_scan::string_of(json)).as_deref()
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("kind", &self.kind)
            .field("name", &self.name)
            .field("input", &self.raw_input())
            .finish_non_exhaustive()
    }
}
