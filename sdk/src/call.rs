//! One call of an action.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use aro_json_scan::is_plain;
use serde::Deserialize;

use crate::arena::Arena;
use crate::binding::{self, Param};
use crate::boundary::{self, INPUT};
use crate::error::Result;
use crate::events::Event;
use crate::json::{self, Envelope};
use crate::plugin::Plugin;

/// What is called: this decides where an argument is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An action: the binding rules hold.
    Action,
    /// A method of a service: the arguments are the envelope, and `_with` is a copy of them.
    Service,
    /// A qualifier: the value stands under `value`, the parameters in `_with`.
    Qualifier,
    /// An event's handler: the payload is the value.
    Event,
    /// A method of a system object: the arguments are C strings of their own.
    Object,
    /// Init or shutdown: there are no arguments.
    Hook,
}

/// One argument of a system object's method, as the text that came.
#[derive(Clone, Copy)]
pub(crate) struct Field<'input> {
    pub(crate) name: &'static str,
    pub(crate) text: &'input str,
    /// It is JSON before it is plain text.
    pub(crate) json: bool,
}

/// One call: what a type that implements [`FromCall`] can look at.
///
/// It lives until the reply is written; everything borrowed from it does too.
pub struct Call<'input> {
    plugin: &'static Plugin,
    name: &'static str,
    kind: Kind,
    event: Option<&'input str>,
    fields: &'input [Field<'input>],
    fields_taken: Cell<usize>,
    envelope: Envelope<'input>,
    object_name: Cell<Option<Option<&'input str>>>,
    unescaped_object_name: OnceCell<Option<String>>,
    subject_taken: Cell<bool>,
    arena: Arena,
    events: OnceCell<RefCell<Vec<Event>>>,
}

impl<'input> Call<'input> {
    #[inline]
    fn bare(plugin: &'static Plugin, name: &'static str, kind: Kind, input: &'input [u8]) -> Self {
        Call {
            plugin,
            name,
            kind,
            event: None,
            fields: &[],
            fields_taken: Cell::new(0),
            envelope: Envelope::of(input),
            object_name: Cell::new(None),
            unescaped_object_name: OnceCell::new(),
            subject_taken: Cell::new(false),
            arena: Arena::default(),
            events: OnceCell::new(),
        }
    }

    /// A call whose arguments stand in an envelope, which has still to be [scanned](Self::scan).
    #[inline]
    pub(crate) fn new(plugin: &'static Plugin, name: &'static str, kind: Kind) -> Self {
        Self::bare(plugin, name, kind, b"")
    }

    /// Finds the values of the envelope. Gives its text if it is no valid envelope.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    #[inline(always)]
    pub(crate) fn scan(&mut self, input: &'input [u8]) -> Result<Option<&'input str>> {
        match self.envelope.scan(input) {
            Ok(()) => Ok(None),
            Err(_) => boundary::valid(input, INPUT).map(Some),
        }
    }

    pub(crate) fn of_event(
        plugin: &'static Plugin,
        name: &'static str,
        event: &'input str,
        payload: &'input str,
    ) -> Self {
        let mut call = Call { event: Some(event), ..Self::bare(plugin, name, Kind::Event, payload.as_bytes()) };
        // A payload that is no object has no members; the handler that wants more of it will say
        // so.
        if call.envelope.scan(payload.as_bytes()).is_err() {
            call.envelope = Envelope::of(payload.as_bytes());
        }
        call
    }

    pub(crate) fn of_object(plugin: &'static Plugin, name: &'static str, fields: &'input [Field<'input>]) -> Self {
        Call { fields, ..Self::bare(plugin, name, Kind::Object, b"") }
    }

    pub(crate) fn of_hook(plugin: &'static Plugin, name: &'static str) -> Self {
        Self::bare(plugin, name, Kind::Hook, b"")
    }

    /// The name of the plugin, as in its metadata.
    #[must_use]
    pub fn plugin_name(&self) -> &'static str {
        self.plugin.name()
    }

    /// The name of the action that runs, as in the metadata; else of the method, the qualifier, the
    /// handler or the hook.
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

    /// The argument `name`, bound as a parameter of that name that is not the subject would be.
    ///
    /// # Errors
    ///
    /// When it is absent and `T` is not an `Option`, and when it cannot be read as a `T`; the
    /// message names it.
    pub fn argument<'call, T: Deserialize<'call>>(&'call self, name: &str) -> Result<T> {
        binding::value(self, &Param::named(name))
    }

    pub(crate) fn plugin(&self) -> &'static Plugin {
        self.plugin
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn event(&self) -> Option<&'input str> {
        self.event
    }

    /// The field of this name, else the next one that has not been taken so.
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

    pub(crate) fn event_queue(&self) -> &RefCell<Vec<Event>> {
        self.events.get_or_init(RefCell::default)
    }

    /// The events, if any was wanted.
    #[inline]
    pub(crate) fn events(&self) -> Option<&RefCell<Vec<Event>>> {
        self.events.get()
    }

    /// Whether the subject is still to be had; it is taken then.
    pub(crate) fn take_subject(&self) -> bool {
        !self.subject_taken.replace(true)
    }

    /// What stands under one of the host's own keys, if it looks as the host writes it.
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
    fn unescaped_object_name(&self, text: &str) -> Option<&str> {
        self.unescaped_object_name.get_or_init(|| aro_json_scan::string_of(text)).as_deref()
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

/// A type that a parameter can ask for, made from the call instead of an argument.
///
/// [`Statement`](crate::Statement), [`RawInput`] and [`Events`](crate::Events) are such types.
/// Implement it for your own: the parameter needs no attribute then, and takes no argument's place.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// struct Tenant(String);
///
/// impl<'call> FromCall<'call> for Tenant {
///     fn from_call(call: &'call Call<'_>) -> Result<Self> {
///         Ok(Tenant(call.argument::<Option<String>>("tenant")?.unwrap_or_else(|| "default".into())))
///     }
/// }
///
/// #[aro_action(verbs = ["CountUsers"])]
/// fn count_users(group: &str, tenant: Tenant) -> String {
///     format!("{group} of {}", tenant.0)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from the call",
    label = "does not implement `FromCall`",
    note = "init and shutdown get no arguments: take `State<T>` or your own type with `FromCall`, and read settings from the environment"
)]
pub trait FromCall<'call>: Sized {
    /// Makes the value.
    ///
    /// # Errors
    ///
    /// What is returned becomes the reply; the action is not called then.
    fn from_call(call: &'call Call<'_>) -> Result<Self>;
}

/// Marks a parameter that is made from the call.
#[derive(Debug)]
pub struct ViaCall;

/// Marks a parameter that is an argument's value.
#[derive(Debug)]
pub struct ViaValue;

/// Asks a type whether a parameter of it is an argument's value, without a bound:
/// `OfCall::<T>::IS_VALUE` is the first of these for a `T` that is made from the call, else the
/// second.
#[derive(Debug)]
pub struct OfCall<T>(PhantomData<T>);

impl<'call, T: FromCall<'call>> OfCall<T> {
    /// It is not.
    pub const IS_VALUE: bool = false;
}

/// For a type that is not made from the call.
pub trait UnlessOfCall {
    /// It is.
    const IS_VALUE: bool = true;
}

impl<T> UnlessOfCall for OfCall<T> {}

/// The whole envelope as it came, as JSON text: a parameter of the type `&RawInput` (or `RawInput`)
/// is not an argument of the statement.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// #[aro_action(verbs = ["MeasureEnvelope"])]
/// fn measure_envelope(input: &RawInput) -> usize {
///     input.len()
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RawInput<'call>(&'call str);

impl<'call> RawInput<'call> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &'call str {
        self.0
    }
}

impl Deref for RawInput<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl<'call> FromCall<'call> for RawInput<'call> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        Ok(RawInput(call.raw_input()))
    }
}
