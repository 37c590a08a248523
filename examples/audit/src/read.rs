//! Actions that read the trail.

use std::collections::BTreeMap;

use aro_sdk::prelude::*;

use crate::alarms::Alarms;
use crate::entry::Entry;
use crate::pattern::Pattern;
use crate::trail::Trail;

/// The latest entries of these events under `entries`, oldest first, at most `limit`.
#[aro_action(verbs = ["ReadAudit"], prepositions = ["for", "with"], role = "request", returns = "entries")]
fn read_audit(events: &str, #[arg(default = 100)] limit: usize, trail: State<Trail>) -> Vec<Entry> {
    trail.latest(Pattern(events), limit)
}

#[derive(Serialize)]
struct Summary {
    /// The number of entries of these events.
    total: usize,
    /// The number of entries of each type.
    by_event: BTreeMap<String, usize>,
    /// The number of entries, of any events, that were dropped.
    forgotten: u64,
    /// The number of security events of each actor.
    alarms: BTreeMap<String, u64>,
}

/// Counts the entries of these events, in total and by type, and the alarms of each actor.
#[aro_action(verbs = ["SummarizeAudit"], prepositions = ["for", "with"], role = "request")]
fn summarize_audit(events: &str, trail: State<Trail>, alarms: State<Alarms>) -> Summary {
    let entries = trail.latest(Pattern(events), usize::MAX);
    let mut by_event = BTreeMap::new();
    for entry in &entries {
        *by_event.entry(entry.event.clone()).or_default() += 1;
    }
    Summary { total: entries.len(), by_event, forgotten: trail.forgotten(), alarms: alarms.counts() }
}
