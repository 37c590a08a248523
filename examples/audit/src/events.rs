//! The events that the plugin handles, and those that it emits.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::alarms::Alarms;
use crate::pattern::Pattern;
use crate::trail::Trail;

/// The event that `RecordAudit` emits.
pub(crate) const RECORDED: &str = "AuditRecorded";
/// The event that `ReviewAudit` emits.
pub(crate) const REVIEWED: &str = "AuditReviewed";

/// Records every event.
#[aro_on_event("*")]
fn keep(kind: EventType<'_>, data: Value, trail: State<Trail>) {
    // The host delivers the plugin's own events, too. `RecordAudit` has recorded its entry already,
    // for hosts that deliver no events.
    if !Pattern("Audit*").matches(&kind) {
        trail.add(&kind, data);
    }
}

/// Counts the alarms of each actor.
#[aro_on_event("Security*")]
fn raise(alarm: Alarm<'_>, alarms: State<Alarms>) {
    alarms.raise(alarm.actor);
}

/// The object of a security event.
#[derive(Deserialize)]
struct Alarm<'a> {
    actor: &'a str,
}
