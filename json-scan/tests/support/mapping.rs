//! Mapped memory, with unmapped pages before and after it.

use std::ptr::{NonNull, null_mut, slice_from_raw_parts};

use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect, munmap};

/// A multiple of every page size.
const PAGE: usize = 1 << 16;

/// One page between two guard pages, which cannot be read.
pub(crate) struct Page(NonNull<u8>);

impl Page {
    pub(crate) fn new() -> Self {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: the system chooses the address, so nothing else is there.
        let start = unsafe { mmap_anonymous(null_mut(), 3 * PAGE, protection, MapFlags::PRIVATE) }.expect("memory");
        let start = NonNull::new(start.cast::<u8>()).expect("a mapping is not at null");
        let page = Self(start);
        for guard in [0, 2 * PAGE] {
            // SAFETY: the guard is inside the mapping.
            let guard = unsafe { start.add(guard) };
            // SAFETY: nothing refers to the mapping yet.
            unsafe { mprotect(guard.as_ptr().cast(), PAGE, MprotectFlags::empty()) }.expect("a part of the mapping");
        }
        page
    }

    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the page is inside the mapping.
        let start = unsafe { self.0.add(PAGE) };
        // SAFETY: it can be read and written, it is zeros at first, and the mapping lives as long
        // as `self`.
        unsafe { std::slice::from_raw_parts_mut(start.as_ptr(), PAGE) }
    }

    /// A copy of the bytes that ends just before the guard page.
    pub(crate) fn at_end(&mut self, text: &[u8]) -> &[u8] {
        let place = &mut self.bytes()[PAGE - text.len()..];
        place.copy_from_slice(text);
        place
    }

    /// A copy of the bytes that begins just after the guard page.
    pub(crate) fn at_start(&mut self, text: &[u8]) -> &[u8] {
        let place = &mut self.bytes()[..text.len()];
        place.copy_from_slice(text);
        place
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // SAFETY: the mapping has this length, and all borrows of it have ended.
        unsafe { munmap(self.0.as_ptr().cast(), 3 * PAGE) }.expect("the mapping is there");
    }
}

/// `length` zeros. They need no memory, since they are never written.
pub(crate) struct Zeros(*const [u8]);

impl Zeros {
    pub(crate) fn new(length: usize) -> Self {
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: the system chooses the address, so nothing else is there.
        let start = unsafe { mmap_anonymous(null_mut(), length, ProtFlags::READ, flags) }.expect("address space");
        Self(slice_from_raw_parts(start.cast(), length))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the mapping can be read, is never written, and lives as long as `self`.
        unsafe { &*self.0 }
    }
}

impl Drop for Zeros {
    fn drop(&mut self) {
        // SAFETY: the mapping has this length, and all borrows of it have ended.
        unsafe { munmap(self.0.cast_mut().cast(), self.0.len()) }.expect("the mapping is there");
    }
}
