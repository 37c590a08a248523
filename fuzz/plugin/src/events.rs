//! Event handlers, and what they have heard.

use std::sync::{Mutex, PoisonError};

use aro_sdk::prelude::*;
use serde_json::{Value, json};

static HEARD: Mutex<Option<Value>> = Mutex::new(None);

/// The payload that the handler of all events was given last.
pub(crate) fn take_heard() -> Option<Value> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[aro_on_event("*")]
fn on_all(payload: Value) {
    *HEARD.lock().unwrap_or_else(PoisonError::into_inner) = Some(payload);
}

#[derive(Deserialize)]
struct Order {
    id: u64,
    items: Vec<String>,
}

#[aro_on_event("Order")]
fn on_order(order: Order, id: u64, note: Option<String>, kind: EventType<'_>) -> Result<()> {
    match (order.id == id, note) {
        (true, None) => Ok(()),
        (_, note) => Err(Error::not_found(format!("{} {:?} {note:?}", kind.as_str(), order.items))),
    }
}

#[aro_on_event("User*")]
fn on_user(name: &str, events: Events<'_>) -> Result<()> {
    events.emit("Seen", json!({ "name": name }))
}
