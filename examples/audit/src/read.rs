//! Reading the trail.

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
    /// How many entries of these events there are.
    total: usize,
    /// How many there are of each type.
    by_event: BTreeMap<String, usize>,
    /// How many entries, of whatever events, made room for later ones.
    forgotten: u64,
    /// How many events about security each actor has caused.
    alarms: BTreeMap<String, u64>,
}

/// Counts the entries of these events, in all and by type; and the alarms of each actor.
#[aro_action(verbs = ["SummarizeAudit"], prepositions = ["for", "with"], role = "request")]
fn summarize_audit(events: &str, trail: State<Trail>, alarms: State<Alarms>) -> Summary {
    let entries = trail.latest(Pattern(events), usize::MAX);
    let mut by_event = BTreeMap::new();
    for entry in &entries {
        *by_event.entry(entry.event.clone()).or_default() += 1;
    }
    Summary { total: entries.len(), by_event, forgotten: trail.forgotten(), alarms: alarms.counts() }
}
