//! Events: what an action publishes, and what handlers are told.

use std::cell::RefCell;
use std::ffi::c_char;
use std::fmt;

use aro_abi::ErrorCode;
use serde::Serialize;

use std::ops::Deref;

use crate::boundary;
use crate::call::{Call, FromCall, Kind};
use crate::error::{Error, Result, joined};
use crate::logging;
use crate::plugin::{DescribeEvents, Plugin};
use crate::reply::write_text;

/// Publishes events with an action's reply: a parameter of this type is not an argument of the statement.
///
/// The events travel in the reply as `"_events": [{"type": …, "data": {…}}]`. Only the interpreter's **eager** path publishes them and takes
/// them out of the reply; on the lazy, legacy and compiled paths nobody does, and the program sees the key `_events` in the bound value (ABI,
/// section 2). An action that fails publishes nothing.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// #[derive(Serialize)]
/// struct UserCreated<'a> { name: &'a str }
///
/// #[aro_action(verbs = ["RegisterUser"])]
/// fn register_user(name: &str, events: Events) -> Result<bool> {
///     events.emit("UserCreated", UserCreated { name })?;
///     Ok(true)
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Events<'call> {
    queue: &'call RefCell<Vec<Event>>,
}

/// One event, as it stands in the reply.
pub(crate) struct Event {
    json: Vec<u8>,
}

impl Event {
    pub(crate) fn json(&self) -> &[u8] {
        &self.json
    }
}

impl Events<'_> {
    /// Adds an event to the reply. `data` must become a JSON object.
    ///
    /// # Errors
    ///
    /// Code [`ErrorCode::InvalidInput`] when `data` becomes something else than an object (the host would drop it without a word), when it
    /// cannot be written as JSON, or when `kind` is empty. Nothing is added then.
    pub fn emit(&self, kind: impl Into<String>, data: impl Serialize) -> Result<()> {
        self.add(&kind.into(), serde_json::to_string(&data))
    }

    #[inline]
    fn add(&self, kind: &str, data: serde_json::Result<String>) -> Result<()> {
        if kind.is_empty() {
            return Err(Error::invalid_input("an event needs a type, got the empty string"));
        }
        let data = data.map_err(|error| {
            Error::new(
                ErrorCode::InvalidInput,
                format!("the data of event \"{kind}\" cannot be written as JSON: {error}"),
            )
        })?;
        let data = data.trim_start();
        if !data.starts_with('{') {
            let came = crate::json::kind_of(data);
            return Err(Error::invalid_input(format!(
                "the data of event \"{kind}\" must be an object, got {came}: put it into a struct or a map"
            )));
        }
        let mut json = b"{\"type\":".to_vec();
        write_text(&mut json, kind);
        json.extend_from_slice(b",\"data\":");
        json.extend_from_slice(data.as_bytes());
        json.push(b'}');
        self.queue.borrow_mut().push(Event { json });
        Ok(())
    }
}

impl fmt::Debug for Events<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("queued", &self.queue.borrow().len()).finish()
    }
}

impl<'call> FromCall<'call> for Events<'call> {
    #[inline]
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        match call.kind() {
            Kind::Action | Kind::Service => Ok(Events { queue: call.event_queue() }),
            _ => Err(Error::unsupported(format!(
                "{} cannot emit events: only the replies of actions and services carry them",
                call.name()
            ))),
        }
    }
}

/// The type of the event that a handler is told of, such as `UserCreated`: a parameter of this type takes no argument's place.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// #[aro_on_event("User*")]
/// fn on_user(kind: EventType, payload: serde_json::Value) {
///     eprintln!("{kind}: {payload}");
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventType<'call>(&'call str);

impl<'call> EventType<'call> {
    /// The type as text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &'call str {
        self.0
    }
}

impl Deref for EventType<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for EventType<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'call> FromCall<'call> for EventType<'call> {
    #[inline]
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        call.event().map(EventType).ok_or_else(|| Error::unsupported(format!("{} is told of no event", call.name())))
    }
}

/// What `#[aro_on_event]` says, and the code that reads the payload and calls the function.
pub struct Handler {
    /// The function's name.
    pub name: &'static str,
    /// The pattern: a type, `Prefix*`, or `*`. Case counts (ABI, section 7).
    pub pattern: &'static str,
    /// Reads the payload and calls the function.
    pub run: for<'call, 'input> fn(&'call Call<'input>) -> Result<()>,
    /// Writes the plugin's events into the metadata.
    pub describe: DescribeEvents,
    /// [`tell`](crate::__private::tell), for all handlers of the plugin.
    pub tell: unsafe fn(&'static Plugin, *const c_char, *const c_char),
}

/// Tells each handler that wants to hear of it of an event.
#[inline]
pub(crate) fn tell_each(plugin: &'static Plugin, kind: &str, payload: &str) {
    for handler in plugin.handlers() {
        if !handler.hears(kind) {
            continue;
        }
        // Each handler is guarded on its own, so that one does not take the event from the next.
        let done = boundary::guarded_seldom(plugin, handler.name, &mut |_| {
            (handler.run)(&Call::of_event(plugin, handler.name, kind, payload))
        });
        if let Err(error) = done {
            logging::report(plugin, handler.name, &joined(&["the event \"", kind, "\": ", error.message()]));
        }
    }
}

impl Handler {
    #[inline]
    pub(crate) fn hears(&self, kind: &str) -> bool {
        match self.pattern.strip_suffix('*') {
            Some(prefix) => kind.starts_with(prefix),
            None => kind == self.pattern,
        }
    }
}
