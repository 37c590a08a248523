//! The entries, in order.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::entry::{self, Entry};
use crate::pattern::Pattern;

/// How many entries are kept; the oldest make room.
pub(crate) const CAPACITY: usize = 10_000;

/// The plugin's trail. Events come on a thread of their own while actions run, so it stands behind
/// a lock.
#[derive(Default)]
pub(crate) struct Trail(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    /// How many there have ever been.
    count: u64,
    kept: VecDeque<Entry>,
}

impl Trail {
    /// Adds an entry, and gives it.
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

    /// The latest entries of these events, at most `limit`, in the order in which they came.
    pub(crate) fn latest(&self, pattern: Pattern<'_>, limit: usize) -> Vec<Entry> {
        self.with(|entries| {
            let newest_first = entries.kept.iter().rev().filter(|entry| pattern.matches(&entry.event));
            let mut latest: Vec<Entry> = newest_first.take(limit).cloned().collect();
            latest.reverse();
            latest
        })
    }

    /// How many entries made room for later ones.
    pub(crate) fn forgotten(&self) -> u64 {
        self.with(|entries| entries.count - entries.kept.len() as u64)
    }

    fn with<T>(&self, use_entries: impl FnOnce(&mut Entries) -> T) -> T {
        // Nothing in here leaves the entries half changed, so a lock that a panic poisoned can be
        // used on.
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
    fn the_latest_come_in_their_order() {
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
    fn the_oldest_make_room_and_are_counted() {
        let trail = Trail::default();
        for _ in 0..CAPACITY + 2 {
            trail.add("A", Value::Null);
        }
        assert_eq!((numbers(&trail, "*", usize::MAX).len(), trail.forgotten()), (CAPACITY, 2));
        assert_eq!(trail.latest(Pattern("*"), usize::MAX)[0].number, 3);
    }
}
