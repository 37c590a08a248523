//! What the host gives to the plugin: a callback, and the end of the process.
//!
//! The foreign functions of this layer are called here and nowhere else.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::PluginContext;

/// The callback by which the host runs a feature set ([ABI, section
/// 1](aro_abi::reference#1-exported-functions)).
pub type Invoke = unsafe extern "C" fn(feature_set: *const c_char, input: *const c_char) -> *mut c_char;

/// The host's callback, or none.
pub(super) struct InvokeCell(AtomicPtr<c_void>);

impl InvokeCell {
    pub(super) const fn new() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }

    pub(super) fn set(&self, invoke: Option<Invoke>) {
        let pointer = invoke.map_or(std::ptr::null_mut(), |invoke| invoke as *mut c_void);
        self.0.store(pointer, Ordering::Release);
    }

    fn get(&self) -> Option<Invoke> {
        let pointer = self.0.load(Ordering::Acquire);
        // SAFETY: `set` stores only NULL, which is `None`, and pointers to functions of this type.
        // Function pointers and data pointers have one size on every platform that `std` supports,
        // and `Option` of a function pointer has the size of the pointer.
        unsafe { std::mem::transmute::<*mut c_void, Option<Invoke>>(pointer) }
    }
}

unsafe extern "C" {
    /// C's `free`: the callback allocates its result by `malloc` ([ABI, section
    /// 1](aro_abi::reference#1-exported-functions)).
    #[cfg(not(target_family = "wasm"))]
    #[link_name = "free"]
    fn c_free(pointer: *mut c_void);

    /// Runs the module's constructors. The linker makes it.
    #[cfg(target_family = "wasm")]
    fn __wasm_call_ctors();

    /// C's `atexit`. Called from a shared library, it registers for that library: the function runs
    /// when the library is unloaded or at the normal end of the process, whichever is first.
    #[cfg(not(target_family = "wasm"))]
    #[link_name = "atexit"]
    fn c_atexit(function: extern "C" fn()) -> std::ffi::c_int;
}

/// Runs a feature set. The outer `None` means that there is no callback, the inner one that the
/// callback returned NULL.
pub(crate) fn call_host(plugin: &PluginContext, feature_set: &CStr, input: &CStr) -> Option<Option<Vec<u8>>> {
    let invoke = plugin.invoke.get()?;
    // SAFETY: the host registered this function for exactly this call; both strings are
    // NUL-terminated and outlive it.
    let answer = unsafe { invoke(feature_set.as_ptr(), input.as_ptr()) };
    if answer.is_null() {
        return Some(None);
    }
    // SAFETY: not NULL, and by the ABI a NUL-terminated string that is ours until we free it.
    let copy = unsafe { CStr::from_ptr(answer) }.to_bytes().to_vec();
    // SAFETY: by the ABI `malloc` allocated it and it is ours to free; `copy` does not borrow it.
    #[cfg(not(target_family = "wasm"))]
    unsafe {
        c_free(answer.cast());
    }
    // SAFETY: a host of a module requests the block from `aro_alloc`, with the size of the string
    // and its NUL (docs/wasm.md), and it is ours to free; `copy` does not borrow it.
    #[cfg(target_family = "wasm")]
    unsafe {
        deallocate_block(answer.cast(), copy.len() + 1);
    }
    Some(Some(copy))
}

/// The alignment of the blocks that the host of a WebAssembly module requests.
#[cfg(target_family = "wasm")]
pub(crate) const WASM_BLOCK_ALIGN: usize = 8;

/// Frees such a block.
///
/// # Safety
///
/// `block` is NULL, or the allocator returned it for this size, or for 1 if it is 0, with
/// [`WASM_BLOCK_ALIGN`].
#[cfg(target_family = "wasm")]
pub(crate) unsafe fn deallocate_block(block: *mut u8, size: usize) {
    if let (false, Ok(layout)) = (block.is_null(), std::alloc::Layout::from_size_align(size.max(1), WASM_BLOCK_ALIGN)) {
        // SAFETY: the caller's promise.
        unsafe { std::alloc::dealloc(block, layout) };
    }
}

/// Runs the constructors of a WebAssembly module, the first time. No loader does it. Elsewhere
/// there is nothing to do.
///
/// The linker would otherwise run all of them at the beginning of every export, and with WASI all
/// functions of `atexit` at its end; with this reference it does not. A host that calls
/// `_initialize`, in a module that has it, runs them once more, which `inventory` notices.
#[inline]
pub(crate) fn run_constructors() {
    #[cfg(target_family = "wasm")]
    {
        static ONCE: std::sync::Once = std::sync::Once::new();
        // SAFETY: the linker defines the function in every module, and nothing else calls it, since
        // it is not exported.
        ONCE.call_once(|| unsafe { __wasm_call_ctors() });
    }
}

/// Registers `function` for the end of the library or of the process. If the C library has no place
/// left for it, the function is not called: the plugin then ends without its shutdown.
pub(crate) fn at_exit(function: extern "C" fn()) {
    #[cfg(test)]
    tests::AT_EXIT_CALLS.with(|calls| calls.set(calls.get() + 1));
    // A module has no end that it notices.
    #[cfg(target_family = "wasm")]
    let _ = function;
    // SAFETY: `function` has the signature that `atexit` wants and does not unwind, since it is an
    // `extern "C"` function: a panic in it would end the process. `plugin!` generates it in the
    // plugin's own crate, so it is in the library whose end `atexit` reports.
    #[cfg(not(target_family = "wasm"))]
    let _ = unsafe { c_atexit(function) };
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    thread_local! {
        /// How often this thread has registered a function.
        pub(crate) static AT_EXIT_CALLS: Cell<usize> = const { Cell::new(0) };
    }
}
