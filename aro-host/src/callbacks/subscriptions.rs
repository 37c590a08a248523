//! Subscriptions to events.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aro_abi::EventPattern;
use aro_host_testkit::Event;
use serde_json::Value;

use super::function::OnEvent;
use super::running::Running;
use crate::failure::{Failure, Status};
use crate::inside::{Inside, is_inside};

/// The subscriptions of one runtime, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions {
    list: Mutex<List>,
}

#[derive(Debug, Default)]
struct List {
    last: u64,
    entries: Vec<Arc<Subscription>>,
}

#[derive(Debug)]
struct Subscription {
    number: u64,
    pattern: String,
    callback: OnEvent,
    running: Running,
}

impl Subscriptions {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of the subscription, which is never 0.
    pub(crate) fn add(&self, pattern: &str, callback: OnEvent) -> Result<u64, Failure> {
        if let Some(fault) = EventPattern::new(pattern).fault() {
            return Err(Failure::argument(format!(
                "the pattern `{pattern}` matches no event: {fault}; write a type, `Prefix*` or `*`"
            )));
        }
        let mut list = self.list();
        list.last += 1;
        let number = list.last;
        let pattern = pattern.to_owned();
        list.entries.push(Arc::new(Subscription { number, pattern, callback, running: Running::default() }));
        Ok(number)
    }

    /// Removes a subscription, and waits until its callback does not run any more, unless this
    /// thread is inside the runtime.
    pub(crate) fn remove(&self, runtime: usize, number: u64) -> Result<(), Failure> {
        let removed = {
            let mut list = self.list();
            let index = list.entries.iter().position(|entry| entry.number == number);
            index.map(|index| list.entries.remove(index))
        };
        let removed = removed
            .ok_or_else(|| Failure::new(Status::NotFound, format!("the runtime has no subscription {number}")))?;
        if !is_inside(runtime) {
            removed.running.wait_for_end();
        }
        Ok(())
    }

    /// Calls the callbacks whose pattern matches. One that is removed meanwhile is not called any
    /// more.
    pub(crate) fn publish(&self, runtime: usize, event: &Event) {
        let mut payload = None;
        let mut done = 0;
        while let Some(next) = self.after(done, &event.event_type) {
            done = next.number;
            let _inside = Inside::enter(runtime);
            let payload = payload.get_or_insert_with(|| Value::Object(event.data.clone()).to_string());
            // The run began in `after`.
            let _run = EndOfRun(&next);
            next.callback.call(&event.event_type, payload);
        }
    }

    /// The next subscription that matches, whose run begins: the lock is held, so `remove` either
    /// waits for this run or comes before it.
    fn after(&self, number: u64, event_type: &str) -> Option<Arc<Subscription>> {
        let list = self.list();
        let matches =
            |entry: &&Arc<Subscription>| entry.number > number && EventPattern::new(&entry.pattern).matches(event_type);
        let next = list.entries.iter().find(matches).cloned()?;
        next.running.begin();
        Some(next)
    }
}

struct EndOfRun<'s>(&'s Subscription);

impl Drop for EndOfRun<'_> {
    fn drop(&mut self) {
        self.0.running.end();
    }
}
