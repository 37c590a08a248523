//! Memory for the host of a WebAssembly module. It cannot lend the plugin its own memory, so it
//! copies what it passes into blocks that it requests here.

#![allow(unsafe_code)]

use crate::context::{WASM_BLOCK_ALIGN, deallocate_block};

/// `aro_alloc`: a block of `size` bytes with undefined content, aligned to 8 bytes; NULL if there
/// is no memory for it. The host owns it until it calls [`deallocate`].
pub fn allocate(size: usize) -> *mut u8 {
    match std::alloc::Layout::from_size_align(size.max(1), WASM_BLOCK_ALIGN) {
        // SAFETY: the size is not 0.
        Ok(layout) => unsafe { std::alloc::alloc(layout) },
        Err(_) => std::ptr::null_mut(),
    }
}

/// `aro_dealloc`. NULL is ignored.
///
/// # Safety
///
/// `block` is NULL, or [`allocate`] returned it for this `size` and it was not deallocated before.
pub unsafe fn deallocate(block: *mut u8, size: usize) {
    // SAFETY: the caller's promise.
    unsafe { deallocate_block(block, size) }
}
