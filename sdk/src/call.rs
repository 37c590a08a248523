//! One call of an action.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::ops::Deref;

use aro_abi::keys;
use serde::Deserialize;

use crate::arena::Arena;
use crate::binding::{self, Param};
use crate::error::Result;
use crate::events::Event;
use crate::json::{self, Envelope};
use crate::plugin::Plugin;

/// One call of an action: what a type that implements [`FromCall`] can look at.
///
/// It lives until the reply is written; everything borrowed from it does too.
pub struct Call<'input> {
    plugin: &'static Plugin,
    action: &'static str,
    text: &'input str,
    envelope: Envelope<'input>,
    object_name: OnceCell<Option<Cow<'input, str>>>,
    subject_taken: Cell<bool>,
    arena: Arena,
    events: RefCell<Vec<Event>>,
}

impl<'input> Call<'input> {
    pub(crate) fn new(plugin: &'static Plugin, action: &'static str, text: &'input str) -> Result<Self> {
        Ok(Call {
            plugin,
            action,
            text,
            envelope: json::scan(text).map_err(|_| binding::broken(text))?,
            object_name: OnceCell::new(),
            subject_taken: Cell::new(false),
            arena: Arena::default(),
            events: RefCell::default(),
        })
    }

    /// The name of the plugin, as in its metadata.
    #[must_use]
    pub fn plugin_name(&self) -> &'static str {
        self.plugin.name()
    }

    /// The name of the action that runs, as in the metadata.
    #[must_use]
    pub fn action_name(&self) -> &'static str {
        self.action
    }

    /// The whole envelope, as it came.
    #[must_use]
    pub fn raw_input(&self) -> &'input str {
        self.text
    }

    /// The argument `name`, bound as a parameter of that name that is not the subject would be.
    ///
    /// # Errors
    ///
    /// When it is absent and `T` is not an `Option`, and when it cannot be read as a `T`; the message names it.
    pub fn argument<'call, T: Deserialize<'call>>(&'call self, name: &str) -> Result<T> {
        binding::value(self, &Param { name, eligible: false, with_only: false })?
            .ok_or_else(|| binding::absent(name, false))
    }

    pub(crate) fn envelope(&self) -> &Envelope<'input> {
        &self.envelope
    }

    pub(crate) fn arena(&self) -> &Arena {
        &self.arena
    }

    pub(crate) fn event_queue(&self) -> &RefCell<Vec<Event>> {
        &self.events
    }

    pub(crate) fn take_events(&self) -> Vec<Event> {
        self.events.take()
    }

    /// Whether the subject is still to be had; it is taken then.
    pub(crate) fn take_subject(&self) -> bool {
        !self.subject_taken.replace(true)
    }

    /// What stands under one of the host's own keys, if it looks as the host writes it.
    pub(crate) fn host_value<'call, T: Deserialize<'call>>(&'call self, key: &str) -> Option<T> {
        json::read(self.envelope.top.get(key)?, &self.arena).ok()
    }

    /// The name of the statement's object: `source.base`, which only the eager path sends.
    pub(crate) fn object_name(&self) -> Option<&str> {
        self.object_name
            .get_or_init(|| {
                let base = json::members(self.envelope.top.get(keys::SOURCE)?)?.get("base")?;
                serde_json::from_str(base).ok().map(Cow::Owned)
            })
            .as_deref()
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("action", &self.action).field("input", &self.text).finish_non_exhaustive()
    }
}

/// A type that a parameter can ask for, made from the call instead of an argument.
///
/// [`Statement`](crate::Statement), [`RawInput`] and [`Events`](crate::Events) are such types. Implement it for your own: the
/// parameter needs no attribute then, and takes no argument's place.
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
    label = "does not implement `FromCall`"
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

/// The whole envelope as it came, as JSON text: a parameter of the type `&RawInput` (or `RawInput`) is not an argument of the statement.
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
