//! What the plugin hears, and what it says.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::alarms::Alarms;
use crate::pattern::Pattern;
use crate::trail::Trail;

/// An entry was added by `RecordAudit`.
pub(crate) const RECORDED: &str = "AuditRecorded";
/// A review was made by `ReviewAudit`.
pub(crate) const REVIEWED: &str = "AuditReviewed";

/// Keeps every event.
#[aro_on_event("*")]
fn keep(kind: EventType<'_>, data: Value, trail: State<Trail>) {
    // Its own events come back to it; `RecordAudit` has kept the entry already, for hosts that
    // deliver no events.
    if !Pattern("Audit*").matches(&kind) {
        trail.add(&kind, data);
    }
}

/// Counts the alarms of each actor.
#[aro_on_event("Security*")]
fn raise(alarm: Alarm<'_>, alarms: State<Alarms>) {
    alarms.raise(alarm.actor);
}

/// What an event about security tells.
#[derive(Deserialize)]
struct Alarm<'a> {
    actor: &'a str,
}
