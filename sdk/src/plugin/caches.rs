//! The end of what a plugin keeps between calls.

#![allow(unsafe_code)]

use super::Plugin;

impl Plugin {
    /// Frees what a plugin keeps between calls: at the end of a library that its host has shut
    /// down. Otherwise each load of the library would leak that memory.
    ///
    /// # Safety
    ///
    /// No call is running, and the host does not use the metadata any more.
    pub(crate) unsafe fn clear_caches(&self) {
        // SAFETY: references to it are in the host, which by the condition has done with them.
        unsafe { self.metadata.clear() };
        // SAFETY: as above.
        unsafe { self.incomplete_metadata.clear() };
        // SAFETY: references to it are in calls only, and by the condition there are none.
        unsafe { self.names.clear() };
        // SAFETY: as above.
        unsafe { self.items.clear() };
    }
}
