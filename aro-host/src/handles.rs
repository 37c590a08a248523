//! The live runtimes. A handle is looked up here and is never used as an address.
//!
//! A handle is a number that no pointer can be: odd, and on 64-bit systems outside of the addresses
//! that a process has. Numbers are not used twice, so a handle of a destroyed runtime is never that
//! of another one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::failure::{Failure, Status};
use crate::runtime::{Options, Runtime};

static LIVE: RwLock<BTreeMap<usize, Arc<Runtime>>> = RwLock::new(BTreeMap::new());

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Not canonical on x86-64, and beyond the 56 bits of an address on AArch64, so it is in no heap.
#[cfg(target_pointer_width = "64")]
const TAG: usize = 0x4152_0000_0000_0001;
#[cfg(not(target_pointer_width = "64"))]
const TAG: usize = 1;

#[cfg(target_pointer_width = "64")]
const NUMBERS: usize = 1 << 47;
#[cfg(not(target_pointer_width = "64"))]
const NUMBERS: usize = usize::MAX / 2;

/// Creates a runtime. `options` gets its handle.
pub(crate) fn create(options: impl FnOnce(usize) -> Options) -> Result<usize, Failure> {
    let handle = fresh()?;
    let runtime = Runtime::new(handle, options(handle))?;
    LIVE.write().unwrap_or_else(PoisonError::into_inner).insert(handle, runtime);
    Ok(handle)
}

/// Destroys a runtime. Of two threads that try, one succeeds.
pub(crate) fn destroy(handle: usize) -> Result<(), Failure> {
    find(handle)?.check_end()?;
    remove(handle)?.end();
    Ok(())
}

/// The runtime of this handle, if it is live.
pub(crate) fn find(handle: usize) -> Result<Arc<Runtime>, Failure> {
    LIVE.read().unwrap_or_else(PoisonError::into_inner).get(&handle).cloned().ok_or_else(Failure::ended)
}

/// A handle that no runtime has had.
fn fresh() -> Result<usize, Failure> {
    let taken = NEXT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| (next < NUMBERS).then_some(next + 1));
    taken.map(|number| TAG + 2 * number).map_err(|_| {
        Failure::new(Status::Limit, "this process has created as many runtimes as it can: there are no new handles")
    })
}

fn remove(handle: usize) -> Result<Arc<Runtime>, Failure> {
    let mut live = LIVE.write().unwrap_or_else(PoisonError::into_inner);
    let removed = live.remove(&handle).ok_or_else(Failure::ended);
    if live.is_empty() {
        // An empty map may keep memory.
        *live = BTreeMap::new();
    }
    removed
}
