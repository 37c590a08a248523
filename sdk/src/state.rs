//! What a plugin keeps between calls.

use std::any::{Any, TypeId, type_name};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use crate::call::{Call, FromCall};
use crate::error::{Error, Result};
use crate::lifecycle::Upkeep;
use crate::thread;

/// One shared value of the type `T` per plugin: a parameter of this type takes no argument's place.
///
/// The value is what `#[aro_init]` returned, or else `T::default()`, made when it is first asked for. Calls overlap on several threads, so
/// `T` is `Send + Sync` and changes behind a lock or an atomic. Two plugins, and two loaded copies of one plugin, never share it. After shutdown
/// the plugin lets go of it; a call that still runs keeps its own hold.
///
/// # Errors
///
/// The call answers with code 7 when no value was returned by `#[aro_init]` and `T` has no `Default`, when that `Default` calls the host and the
/// host calls for the same state, and when the plugin was shut down before this call first asked.
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
        call.plugin().states()?.get(None)
    }
}

/// A parameter that is written `State<T>`: there it can be seen whether `T` has a default.
///
/// # Errors
///
/// Code 7 when there is no value and none can be made.
pub fn state<T: Shared>(call: &Call<'_>, make: Option<fn() -> T>) -> Result<State<T>> {
    call.plugin().states()?.get(make)
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

/// The value of one type, or the place where it is being made.
pub(crate) struct Slot {
    id: TypeId,
    value: OnceLock<Arc<dyn Any + Send + Sync>>,
    /// The thread that makes the value.
    maker: AtomicUsize,
}

impl Slot {
    #[inline]
    fn new<T: Shared>() -> Self {
        Self { id: TypeId::of::<T>(), value: OnceLock::new(), maker: AtomicUsize::new(thread::NONE) }
    }

    fn make<T: Shared>(&self, make: fn() -> T) -> Result<State<T>> {
        struct Made<'a>(&'a AtomicUsize);

        impl Drop for Made<'_> {
            fn drop(&mut self) {
                self.0.store(thread::NONE, Ordering::Relaxed);
            }
        }

        let me = thread::this();
        if self.maker.load(Ordering::Relaxed) == me {
            let name = type_name::<T>();
            return Err(Error::invalid_state(format!(
                "the default of {name} is still being made, and asks for itself"
            )));
        }
        let value = self.value.get_or_init(|| {
            self.maker.store(me, Ordering::Relaxed);
            let _made = Made(&self.maker);
            Arc::new(make())
        });
        Self::state(value).ok_or_else(|| Error::invalid_state("a state has another type than its place"))
    }

    fn state<T: Shared>(value: &Arc<dyn Any + Send + Sync>) -> Option<State<T>> {
        Arc::clone(value).downcast().ok().map(State)
    }
}

#[inline]
pub(crate) fn closed() -> Error {
    Error::invalid_state("the plugin is shut down and keeps no state")
}

/// The values of one plugin, by type; `None` after shutdown.
///
/// Nothing of the author's, neither `default` nor `drop`, runs under the lock: it may call the host, and the host the plugin.
pub(crate) struct States {
    slots: RwLock<Option<Vec<Arc<Slot>>>>,
    upkeep: &'static Upkeep,
}

impl States {
    pub(crate) fn new(upkeep: &'static Upkeep) -> Self {
        Self { slots: RwLock::new(Some(Vec::new())), upkeep }
    }

    #[inline]
    pub(crate) fn upkeep(&self) -> &'static Upkeep {
        self.upkeep
    }

    fn get<T: Shared>(&self, make: Option<fn() -> T>) -> Result<State<T>> {
        let id = TypeId::of::<T>();
        match &*self.slots.read().unwrap_or_else(PoisonError::into_inner) {
            Some(slots) => {
                let made = slots.iter().find(|slot| slot.id == id).and_then(|slot| slot.value.get());
                if let Some(state) = made.and_then(Slot::state) {
                    return Ok(state);
                }
            }
            None => return Err(closed()),
        }
        let make = make.ok_or_else(|| {
            let name = type_name::<T>();
            Error::invalid_state(format!(
                "the plugin has no {name}: return it from the #[aro_init] function, or implement `Default` for it"
            ))
        })?;
        self.slot::<T>()?.make(make)
    }

    fn slot<T: Shared>(&self) -> Result<Arc<Slot>> {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let slots = slots.as_mut().ok_or_else(closed)?;
        if let Some(slot) = slots.iter().find(|slot| slot.id == TypeId::of::<T>()) {
            return Ok(Arc::clone(slot));
        }
        let slot = Arc::new(Slot::new::<T>());
        slots.push(Arc::clone(&slot));
        Ok(slot)
    }

    pub(crate) fn set<T: Shared>(&self, value: T) {
        let slot = Slot { value: OnceLock::from(Arc::new(value) as Arc<dyn Any + Send + Sync>), ..Slot::new::<T>() };
        let slot = Arc::new(slot);
        let mut before = None;
        if let Some(slots) = &mut *self.slots.write().unwrap_or_else(PoisonError::into_inner) {
            let place = slots.iter().position(|known| known.id == slot.id);
            before = place.map(|place| slots.swap_remove(place));
            slots.push(Arc::clone(&slot));
        }
        drop(before);
    }

    /// Lets go of all values, for the caller to drop, and takes no more.
    #[inline]
    pub(crate) fn close(&self) -> Vec<Arc<Slot>> {
        self.slots.write().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }
}
