//! The entries, in order.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::entry::{self, Entry};
use crate::pattern::Pattern;

/// The number of entries that are kept; the oldest are dropped.
pub(crate) const CAPACITY: usize = 10_000;

/// The plugin's trail. Events arrive on another thread while actions run, so a mutex guards it.
#[derive(Default)]
pub(crate) struct Trail(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    /// The number of entries that were ever added.
    count: u64,
    kept: VecDeque<Entry>,
}

impl Trail {
    /// Adds an entry, and returns it.
    pub(crate) fn add(&self, event: &str, data: Value) -> Entry {
        self.with(|entries| {
            entries.count += 1;
            let entry = Entry { number: entries.count, time: entry::now(), event: event.to_owned(), data };
            if entries.kept.len() == CAPACITY {
                entries.kept.pop_front();
            }
            entries.kept.push_back(entry.clone());
            entry
        })
    }

    /// The latest entries of these events, at most `limit`, the oldest first.
    pub(crate) fn latest(&self, pattern: Pattern<'_>, limit: usize) -> Vec<Entry> {
        self.with(|entries| {
            let newest_first = entries.kept.iter().rev().filter(|entry| pattern.matches(&entry.event));
            let mut latest: Vec<Entry> = newest_first.take(limit).cloned().collect();
            latest.reverse();
            latest
        })
    }

    /// The number of entries that were dropped.
    pub(crate) fn forgotten(&self) -> u64 {
        self.with(|entries| entries.count - entries.kept.len() as u64)
    }

    fn with<T>(&self, use_entries: impl FnOnce(&mut Entries) -> T) -> T {
        // No code under this lock leaves the entries half changed, so it may be used again after a
        // panic has poisoned it.
        use_entries(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(trail: &Trail, pattern: &str, limit: usize) -> Vec<u64> {
        trail.latest(Pattern(pattern), limit).iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn the_latest_entries_are_in_their_order() {
        let trail = Trail::default();
        for event in ["A", "B", "AB", "B", "A"] {
            trail.add(event, Value::Null);
        }
        assert_eq!(numbers(&trail, "*", 9), [1, 2, 3, 4, 5]);
        assert_eq!(numbers(&trail, "A*", 2), [3, 5]);
        assert_eq!(numbers(&trail, "B", 1), [4]);
        assert!(numbers(&trail, "*", 0).is_empty());
    }

    #[test]
    fn the_oldest_entries_are_dropped_and_counted() {
        let trail = Trail::default();
        for _ in 0..CAPACITY + 2 {
            trail.add("A", Value::Null);
        }
        assert_eq!((numbers(&trail, "*", usize::MAX).len(), trail.forgotten()), (CAPACITY, 2));
        assert_eq!(trail.latest(Pattern("*"), usize::MAX)[0].number, 3);
    }
}
