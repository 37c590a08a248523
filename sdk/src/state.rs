//! What a plugin keeps between calls.

use std::any::{Any, TypeId, type_name};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::call::{Call, FromCall};
use crate::error::{Error, Result};

/// One shared value of the type `T` per plugin: a parameter of this type takes no argument's place.
///
/// The value is what `#[aro_init]` returned, or else `T::default()`, made when it is first asked for. Calls overlap on several threads, so
/// `T` is `Send + Sync` and changes behind a lock or an atomic. Two plugins, and two loaded copies of one plugin, never share it. After shutdown
/// the plugin lets go of it; a call that still runs keeps its own hold.
///
/// # Errors
///
/// When no value was returned by `#[aro_init]` and `T` has no `Default`, the call answers with code 7.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// struct Tickets(AtomicU64);
///
/// /// Draws the next ticket.
/// #[aro_action(verbs = ["DrawTicket"])]
/// fn draw_ticket(tickets: State<Tickets>) -> u64 {
///     tickets.0.fetch_add(1, Ordering::Relaxed)
/// }
/// ```
#[derive(Debug)]
pub struct State<T: ?Sized>(Arc<T>);

impl<T: ?Sized> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What can be shared by overlapping calls: anything `Send + Sync + 'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared between the calls of a plugin",
    label = "calls overlap on several threads, so this must be `Send + Sync + 'static`",
    note = "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`"
)]
pub trait Shared: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Shared for T {}

impl<'call, T: Shared> FromCall<'call> for State<T> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        call.plugin().states().get(None)
    }
}

/// A parameter that is written `State<T>`: there it can be seen whether `T` has a default.
///
/// # Errors
///
/// Code 7 when there is no value and none can be made.
pub fn state<T: Shared>(call: &Call<'_>, make: Option<fn() -> T>) -> Result<State<T>> {
    call.plugin().states().get(make)
}

/// Asks a type for its default, without a bound: `DefaultOf::<T>::MAKE` is the first of these for a `T` that has one, else the second.
#[derive(Debug)]
pub struct DefaultOf<T>(PhantomData<T>);

impl<T: Default> DefaultOf<T> {
    /// Makes it.
    pub const MAKE: Option<fn() -> T> = Some(T::default);
}

/// For a type without a default.
pub trait NoDefault {
    /// The type.
    type Value;
    /// There is none.
    const MAKE: Option<fn() -> Self::Value> = None;
}

impl<T> NoDefault for DefaultOf<T> {
    type Value = T;
}

type Kept = (TypeId, Arc<dyn Any + Send + Sync>);

/// The values of one plugin, by type; and whether the plugin is at its end, when no more are made.
#[derive(Debug)]
pub(crate) struct States(RwLock<Vec<Kept>>, AtomicBool);

impl States {
    pub(crate) const fn new() -> Self {
        Self(RwLock::new(Vec::new()), AtomicBool::new(false))
    }

    fn find<T: Shared>(kept: &[Kept]) -> Option<State<T>> {
        let (_, value) = kept.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        Arc::clone(value).downcast().ok().map(State)
    }

    fn get<T: Shared>(&self, make: Option<fn() -> T>) -> Result<State<T>> {
        // A `default` that panicked has poisoned the lock and added nothing: the list is sound.
        if let Some(found) = Self::find(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(found);
        }
        let make = make.ok_or_else(|| {
            let name = type_name::<T>();
            Error::invalid_state(format!(
                "the plugin has no {name}: return it from the #[aro_init] function, or implement `Default` for it"
            ))
        })?;
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = Self::find(&kept) {
            return Ok(found);
        }
        if self.1.load(Ordering::Relaxed) {
            // A call that began before shutdown. What it made now, nobody would let go of.
            return Err(Error::invalid_state("the plugin has been shut down meanwhile, and its state is gone"));
        }
        let value = Arc::new(make());
        kept.push((TypeId::of::<T>(), Arc::clone(&value) as Arc<dyn Any + Send + Sync>));
        Ok(State(value))
    }

    pub(crate) fn set<T: Shared>(&self, value: T) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(id, _)| *id != TypeId::of::<T>());
        kept.push((TypeId::of::<T>(), Arc::new(value)));
    }

    /// Lets go of all values; for good, if the plugin has had its life.
    pub(crate) fn clear(&self, for_good: bool) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if for_good {
            self.1.store(true, Ordering::Relaxed);
        }
        let values = std::mem::take(&mut *kept);
        // Their own code runs when they are dropped: not under the lock.
        drop(kept);
        drop(values);
    }
}
