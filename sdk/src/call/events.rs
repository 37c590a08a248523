//! The parameter types [`Events`] and [`EventType`].

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;

use aro_abi::ErrorCode;
use serde::Serialize;

use super::{Call, FromCall, Kind};
use crate::error::{Error, Result};
use crate::json::{SerializeError, kind_of, put, write_string, write_value};

/// Publishes events with an action's reply: a parameter of this type is not an argument of the
/// statement.
///
/// The events travel in the reply as `"_events": [{"type": …, "data": {…}}]`. Only the
/// interpreter's **eager** path publishes them and removes them from the reply. The lazy, legacy
/// and compiled paths do not, and the program sees the key `_events` in the bound value ([ABI,
/// section 2](aro_abi::reference#2-five-host-paths)). An action that fails publishes nothing.
/// [`Call::for_test`] shows a unit test.
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

/// The data is inside an event, inside the list of events, inside the reply.
const EVENT_DEPTH: usize = 3;

/// One event, as JSON.
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
    /// Code [`ErrorCode::InvalidInput`] when `data` does not become an object (the host would drop
    /// it silently), when it cannot be written as JSON, or when `kind` is empty. Nothing is added
    /// then.
    pub fn emit(&self, kind: impl Into<String>, data: impl Serialize) -> Result<()> {
        let mut json = Vec::new();
        let written = write_value(&mut json, EVENT_DEPTH, &data);
        self.add(&kind.into(), written.map(|()| json))
    }

    fn add(&self, kind: &str, data: Result<Vec<u8>, SerializeError>) -> Result<()> {
        if kind.is_empty() {
            return Err(Error::invalid_input("an event needs a type, got the empty string"));
        }
        let data = data.map_err(|error| {
            Error::new(
                ErrorCode::InvalidInput,
                format!("the data of event \"{kind}\" cannot be written as JSON: {error}"),
            )
        })?;
        let data = data.trim_ascii_start();
        if !data.starts_with(b"{") {
            return Err(Error::invalid_input(format!(
                "the data of event \"{kind}\" must be an object, got {}: put it into a struct or a map",
                kind_of(&String::from_utf8_lossy(data))
            )));
        }
        let mut json = b"{\"type\":".to_vec();
        write_string(&mut json, kind);
        put(&mut json, b",\"data\":");
        put(&mut json, data);
        put(&mut json, b"}");
        self.queue.borrow_mut().push(Event { json });
        Ok(())
    }
}

impl fmt::Debug for Events<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("queued", &self.queue.borrow().len()).finish()
    }
}

impl<'call> FromCall<'call> for Events<'call> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        match call.kind() {
            Kind::Action => Ok(Events { queue: call.event_queue() }),
            _ => Err(Error::unsupported(format!(
                "{} cannot emit events: hosts publish the events of actions only",
                call.name()
            ))),
        }
    }
}

/// The type of the event that a handler gets, such as `UserCreated`: a parameter of this type takes
/// no argument's place.
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
pub struct EventType<'call>(pub(super) &'call str);

impl<'call> EventType<'call> {
    /// The type as a string.
    #[must_use]
    pub fn as_str(&self) -> &'call str {
        self.0
    }
}

impl Deref for EventType<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for EventType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'call> FromCall<'call> for EventType<'call> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        call.event().map(EventType).ok_or_else(|| Error::unsupported(format!("{} gets no event", call.name())))
    }
}
