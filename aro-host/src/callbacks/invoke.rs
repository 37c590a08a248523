//! Answers what plugins invoke, by the program's callback.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::function::OnInvoke;
use super::running::Running;
use crate::inside::{Inside, is_inside};

thread_local! {
    /// The invocations on this thread, innermost last: the runtime, and the reply.
    static REPLIES: RefCell<Vec<(usize, String)>> = const { RefCell::new(Vec::new()) };
}

/// The callback of one runtime. It is in the closure that the host has, and outlives changes.
#[derive(Debug, Default)]
pub(crate) struct Invoke {
    current: Mutex<Option<Arc<Entry>>>,
}

#[derive(Debug)]
struct Entry {
    callback: OnInvoke,
    running: Running,
}

impl Invoke {
    /// Replaces the callback, and waits until the former one does not run any more, unless this
    /// thread is inside the runtime.
    pub(crate) fn set(&self, runtime: usize, callback: Option<OnInvoke>) {
        let entry = callback.map(|callback| Arc::new(Entry { callback, running: Running::default() }));
        let former = std::mem::replace(&mut *self.current.lock().unwrap_or_else(PoisonError::into_inner), entry);
        if let Some(former) = former.filter(|_| !is_inside(runtime)) {
            former.running.wait_for_end();
        }
    }

    /// The answer to a plugin.
    pub(crate) fn answer(&self, runtime: usize, feature_set: &str, input: &Value) -> Value {
        // The run begins while the lock is held, so `set` either waits for it or it sees the new
        // callback.
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = current.clone() else {
            return json!({ "error": "the program that embeds the host answers no invocations" });
        };
        entry.running.begin();
        drop(current);
        let _run = EndOfRun(&entry);
        let _inside = Inside::enter(runtime);
        REPLIES.with_borrow_mut(|replies| replies.push((runtime, String::new())));
        let _replied = Replied;
        let status = entry.callback.call(feature_set, &input.to_string());
        let reply = REPLIES.with_borrow(|replies| replies.last().map(|(_, reply)| reply.clone())).unwrap_or_default();
        read(status, &reply)
    }
}

struct EndOfRun<'e>(&'e Entry);

impl Drop for EndOfRun<'_> {
    fn drop(&mut self) {
        self.0.running.end();
    }
}

/// Ends an invocation.
struct Replied;

impl Drop for Replied {
    fn drop(&mut self) {
        REPLIES.with_borrow_mut(Vec::pop);
    }
}

fn read(status: i32, reply: &str) -> Value {
    if status != 0 {
        let message = if reply.is_empty() { format!("the callback failed with status {status}") } else { reply.into() };
        return json!({ "error": message });
    }
    if reply.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(reply)
        .unwrap_or_else(|error| json!({ "error": format!("the callback's reply is not JSON ({error}): {reply}") }))
}

/// Sets the reply of the innermost invocation on this thread. Returns whether it is one of this
/// runtime.
pub(crate) fn reply(runtime: usize, text: &str) -> bool {
    REPLIES.with_borrow_mut(|replies| match replies.last_mut() {
        Some((owner, reply)) if *owner == runtime => {
            text.clone_into(reply);
            true
        }
        _ => false,
    })
}
