//! The action that adds an entry.

use aro_sdk::prelude::*;
use serde_json::{Map, Value};

use crate::entry::Entry;
use crate::events::RECORDED;
use crate::trail::Trail;

/// Adds an entry to the trail and publishes it as `AuditRecorded`.
///
/// `event` is the type of the event, `actor` who caused it, and `details` anything else.
#[aro_action(verbs = ["RecordAudit"], prepositions = ["for", "with"], emits = ["AuditRecorded"])]
fn record_audit(
    event: &str,
    actor: &str,
    details: Option<Map<String, Value>>,
    trail: State<Trail>,
    events: Events<'_>,
) -> Result<Entry> {
    if event.is_empty() {
        return Err(Error::invalid_input("argument \"event\": expected what happened, got the empty string"));
    }
    let mut data = details.unwrap_or_default();
    data.insert("actor".to_owned(), actor.into());
    let entry = trail.add(event, data.into());
    events.emit(RECORDED, &entry)?;
    Ok(entry)
}
