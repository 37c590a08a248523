//! Objects: Rust values that C has handles of.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::call::plain;
use super::handle::{Handle, Table};
use crate::error::Result;
use crate::payload::discard;

/// All objects of one type in this library.
pub struct Objects<T>(Table<RwLock<T>>);

impl<T> Objects<T> {
    /// No objects yet.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Table::new(name))
    }
}

/// A type with `#[aro_export]` before its `impl` block.
pub trait CObject: Sized + 'static {
    /// Its objects.
    fn objects() -> &'static Objects<Self>;
}

/// Can be shared between threads.
#[diagnostic::on_unimplemented(
    message = "C cannot have handles of `{Self}`",
    label = "C may call its methods on several threads at the same time, so this must be `Send + Sync + 'static`",
    note = "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`"
)]
pub trait ThreadSafe {
    /// Does nothing.
    fn __check() {}
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> ThreadSafe for T {}

/// Hands out an object.
///
/// # Errors
///
/// Code 8 when there are too many.
pub fn insert<T: CObject>(object: T) -> Result<Handle> {
    T::objects().0.insert(RwLock::new(object))
}

/// The object of a handle, for one call.
///
/// If the object was freed meanwhile, this is the last to have it, and drops it. While a panic of
/// the method unwinds, a second panic in the author's `drop` must not leave this `drop`: it would
/// end the process.
pub struct ObjectRef<T>(Option<Arc<RwLock<T>>>);

impl<T> Drop for ObjectRef<T> {
    fn drop(&mut self) {
        let object = self.0.take();
        if !std::thread::panicking() {
            return drop(object);
        }
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(object))) {
            discard(payload);
        }
    }
}

/// Finds the object of a handle.
///
/// # Errors
///
/// Code 1 when it is no handle of this type, and code 7 when the object was freed.
#[inline]
pub fn object<T: CObject>(handle: Handle) -> Result<ObjectRef<T>> {
    T::objects().0.get(handle).map(|object| ObjectRef(Some(object)))
}

// A call that panicked may have left the object half changed. It is still a valid value, and C must
// be able to free it and to look at it, so the poison is ignored.
impl<T> ObjectRef<T> {
    fn lock(&self) -> &RwLock<T> {
        self.0.as_deref().expect("only `drop` takes it")
    }

    /// For a method with `&self`. Several may run at the same time.
    pub fn __read(&self) -> RwLockReadGuard<'_, T> {
        self.lock().read().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a method with `&mut self`, which runs alone.
    pub fn __write(&self) -> RwLockWriteGuard<'_, T> {
        self.lock().write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `…_free`: drops the object, or lets the last of the calls that still run drop it. A handle of
/// zeros is ignored, as NULL is.
pub fn free_object<T: CObject>(handle: Handle) {
    plain((), || {
        if handle != Handle::ZERO {
            drop(T::objects().0.remove(handle)?);
        }
        Ok(())
    });
}
