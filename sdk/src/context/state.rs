//! The values that a plugin keeps between calls, one per type.
//!
//! None of the author's code, neither `default` nor `drop`, runs while the list is locked: it may
//! call the host, and the host may call the plugin.

use std::any::{Any, TypeId, type_name};
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use super::{Taken, Turn, in_words};
use crate::error::{Error, Result};
use crate::sync::{RwLock, const_fn};

/// The value of one type, or the place where it is being made.
pub(crate) struct Slot {
    id: TypeId,
    value: OnceLock<Arc<dyn Any + Send + Sync>>,
    /// Of the thread that makes the value.
    turn: Turn,
}

impl Slot {
    fn new<T: Any>() -> Self {
        Self { id: TypeId::of::<T>(), value: OnceLock::new(), turn: Turn::default() }
    }

    fn get_or_make<T: Any + Send + Sync>(&self, limit: Duration, make: fn() -> T) -> Result<Arc<T>> {
        let still_made = |why: &str| {
            let name = type_name::<T>();
            Error::invalid_state(format!("the default of {name} is still being made, and {why}"))
        };
        // A default that panics gives up the turn, and the next call makes the value.
        let _turn = match self.turn.take(limit) {
            Taken::Mine(turn) => turn,
            Taken::RunsHere => return Err(still_made("asks for itself")),
            Taken::NotReturned => {
                return Err(still_made(&format!(
                    "has not returned after {}; call again later. If it needs more time, set `init_limit` in \
                     `plugin!`; a default that waits for a call that asks for it never returns",
                    in_words(limit)
                )));
            }
        };
        let value = self.value.get_or_init(|| Arc::new(make()));
        Self::downcast(value).ok_or_else(|| Error::invalid_state("a state has another type than its slot"))
    }

    fn downcast<T: Any + Send + Sync>(value: &Arc<dyn Any + Send + Sync>) -> Option<Arc<T>> {
        Arc::clone(value).downcast().ok()
    }
}

fn closed() -> Error {
    Error::invalid_state("the plugin is shut down and keeps no state")
}

/// The values of one plugin; `None` after shutdown.
pub(crate) struct States(RwLock<Option<Vec<Arc<Slot>>>>);

impl States {
    const_fn! {
        pub(crate) fn new() -> Self {
            Self(RwLock::new(Some(Vec::new())))
        }
    }

    /// The value of the type `T`, made by `make` if it is not there.
    ///
    /// # Errors
    ///
    /// Code 7 after shutdown, when `make` is needed and `None`, when `make` asks for the value that
    /// it makes, and when another thread makes it and has not returned within `limit`.
    pub(crate) fn get<T: Any + Send + Sync>(&self, limit: Duration, make: Option<fn() -> T>) -> Result<Arc<T>> {
        let id = TypeId::of::<T>();
        if let Some(slots) = &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            let value = slots.iter().find(|slot| slot.id == id).and_then(|slot| slot.value.get());
            if let Some(value) = value.and_then(Slot::downcast) {
                return Ok(value);
            }
        } else {
            return Err(closed());
        }
        let make = make.ok_or_else(|| {
            let name = type_name::<T>();
            Error::invalid_state(format!(
                "the plugin has no {name}: return it from the #[aro_init] function, or implement `Default` for it"
            ))
        })?;
        self.slot::<T>()?.get_or_make(limit, make)
    }

    fn slot<T: Any>(&self) -> Result<Arc<Slot>> {
        let mut slots = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let slots = slots.as_mut().ok_or_else(closed)?;
        if let Some(slot) = slots.iter().find(|slot| slot.id == TypeId::of::<T>()) {
            return Ok(Arc::clone(slot));
        }
        let slot = Arc::new(Slot::new::<T>());
        slots.push(Arc::clone(&slot));
        Ok(slot)
    }

    /// Sets the value of the type `T`.
    ///
    /// # Errors
    ///
    /// Code 7 after shutdown.
    pub(crate) fn set<T: Any + Send + Sync>(&self, value: T) -> Result<()> {
        let slot = Slot { value: OnceLock::from(Arc::new(value) as Arc<dyn Any + Send + Sync>), ..Slot::new::<T>() };
        let slot = Arc::new(slot);
        let mut previous = None;
        {
            let mut slots = self.0.write().unwrap_or_else(PoisonError::into_inner);
            let slots = slots.as_mut().ok_or_else(closed)?;
            if let Some(index) = slots.iter().position(|known| known.id == slot.id) {
                previous = Some(slots.swap_remove(index));
            }
            slots.push(Arc::clone(&slot));
        }
        drop(previous);
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        let slots = self.0.read().unwrap_or_else(PoisonError::into_inner);
        slots.as_ref().is_none_or(Vec::is_empty)
    }

    /// Allows values again, after [`close`](Self::close): a new life.
    pub(crate) fn reopen(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
    }

    /// Takes all values out, for the caller to drop. From now on there are none.
    pub(crate) fn close(&self) -> Vec<Arc<Slot>> {
        #[cfg_attr(not(all(feature = "tokio", not(target_family = "wasm"))), allow(unused_mut))]
        let mut slots = self.0.write().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        // The runtime goes last: other values may need it when they are dropped.
        #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
        slots.sort_by_key(|slot| slot.id == TypeId::of::<crate::asynchronous::TokioRuntime>());
        slots
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_that_of_its_type_and_of_no_other() {
        let states = States::new();
        states.set(1_u8).unwrap();
        states.set("two").unwrap();
        states.set(3_u8).unwrap();
        assert_eq!(*states.get::<u8>(Duration::ZERO, None).unwrap(), 3);
        assert_eq!(*states.get::<&str>(Duration::ZERO, None).unwrap(), "two");
        assert_eq!(states.close().len(), 2);
    }
}
