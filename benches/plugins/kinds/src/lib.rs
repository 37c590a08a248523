//! One item of every kind with the SDK; `bench-kinds-by-hand` does the same by hand.

use std::sync::{Mutex, PoisonError};

use aro_sdk::prelude::*;

aro_sdk::plugin! { name = "bench-kinds" }

/// What the plugin keeps.
struct Shelf(Mutex<Vec<String>>);

impl Shelf {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<String>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes the shelf.
#[aro_init]
fn open() -> Shelf {
    Shelf(Mutex::default())
}

/// Empties it.
#[aro_shutdown]
fn close(shelf: State<Shelf>) {
    shelf.with(Vec::clear);
}

/// The length of a text.
#[aro_action(verbs = ["TextLength"], returns = "length")]
fn text_length(text: &str) -> usize {
    text.len()
}

/// The last element of a list.
#[aro_qualifier]
fn last(list: Vec<serde_json::Value>) -> Result<serde_json::Value> {
    list.into_iter().next_back().ok_or_else(|| Error::invalid_input("the list is empty"))
}

/// Counts what is on the shelf.
#[aro_service]
impl Shelf {
    fn count(&self) -> usize {
        self.with(|shelf| shelf.len())
    }
}

/// The shelf.
#[aro_system_object]
impl Shelf {
    fn read(&self, qualifier: usize) -> Result<String> {
        self.with(|shelf| shelf.get(qualifier).cloned()).ok_or_else(|| Error::not_found("nothing there"))
    }

    fn write(&self, value: String) {
        self.with(|shelf| shelf.push(value));
    }
}

/// Puts a name on the shelf.
#[aro_on_event("UserCreated")]
fn on_user(name: String, shelf: State<Shelf>) {
    shelf.with(|shelf| shelf.push(name));
}
