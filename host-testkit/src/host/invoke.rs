//! Answers what plugins invoke: `aro_plugin_set_invoke` (ABI, section 1).
//!
//! A C function pointer carries no state, so a fixed number of C functions exists, one for each
//! host that answers. A plugin keeps one pointer for all hosts in a process. Therefore a call that
//! arrives while a host is calling the plugin on the same thread goes to that host, whatever
//! function the plugin uses.

use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use serde_json::Value;

use super::outcome::RecordedCall;
use super::wire;
use crate::caught::catch;

type Answer = dyn Fn(&str, &Value) -> Value + Send + Sync;

/// A host's closure, and a record of its calls.
pub(crate) struct Handler {
    answer: Box<Answer>,
    /// The calls so far; `None` if they are not recorded.
    asked: Option<Mutex<Vec<RecordedCall>>>,
    slot: usize,
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler").field("slot", &self.slot).finish_non_exhaustive()
    }
}

/// How many hosts in a process can answer.
pub(super) const SLOTS: usize = 64;

static HANDLERS: RwLock<[Weak<Handler>; SLOTS]> = RwLock::new([const { Weak::new() }; SLOTS]);

thread_local! {
    /// The hosts that are calling a plugin on this thread, innermost last; `None` for a host that
    /// does not answer.
    static CURRENT: RefCell<Vec<Option<Arc<Handler>>>> = const { RefCell::new(Vec::new()) };
}

/// While this exists, calls of plugins on this thread go to this host.
pub(crate) struct Current;

pub(crate) fn enter(handler: Option<&Arc<Handler>>) -> Current {
    CURRENT.with_borrow_mut(|hosts| hosts.push(handler.cloned()));
    Current
}

impl Drop for Current {
    fn drop(&mut self) {
        CURRENT.with_borrow_mut(Vec::pop);
    }
}

impl Handler {
    /// `None` when all slots are in use.
    pub(crate) fn new(answer: Box<Answer>, records: bool) -> Option<Arc<Self>> {
        let mut handlers = HANDLERS.write().unwrap_or_else(PoisonError::into_inner);
        let slot = handlers.iter().position(|handler| handler.strong_count() == 0)?;
        let handler = Arc::new(Self { answer, asked: records.then(Mutex::default), slot });
        handlers[slot] = Arc::downgrade(&handler);
        Some(handler)
    }

    /// Which of the C functions answers for this host.
    pub(crate) fn slot(&self) -> usize {
        self.slot
    }

    pub(crate) fn asked(&self) -> Vec<RecordedCall> {
        let asked = self.asked.as_ref().map(|asked| asked.lock().unwrap_or_else(PoisonError::into_inner).clone());
        asked.unwrap_or_default()
    }

    fn reply(&self, feature_set: String, input: String) -> String {
        let value: Value = serde_json::from_str(&input).unwrap_or_else(|_| input.as_str().into());
        // A panic must not unwind through the plugin's frames, which need not be Rust.
        let answer = catch(|| (self.answer)(&feature_set, &value)).unwrap_or_else(|panic| {
            let message = format!("the closure of on_invoke panicked: {}", panic.message);
            serde_json::json!({ "error": message })
        });
        let reply = wire::text(&answer);
        if let Some(asked) = &self.asked {
            let (arguments, reply) = (vec![feature_set, input], Some(reply.clone()));
            let call = RecordedCall { plugin: String::new(), function: "invoke", arguments, reply };
            asked.lock().unwrap_or_else(PoisonError::into_inner).push(call);
        }
        reply
    }
}

/// What the host answers to a call of this C function; `None` when no host answers.
pub(super) fn answer(slot: usize, feature_set: String, input: String) -> Option<String> {
    let handler = match CURRENT.with_borrow(|hosts| hosts.last().cloned()) {
        Some(current) => current,
        None => HANDLERS.read().unwrap_or_else(PoisonError::into_inner)[slot].upgrade(),
    };
    handler.map(|handler| handler.reply(feature_set, input))
}
