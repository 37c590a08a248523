//! Measures the memory of this process.
//!
//! There are two measures, because neither is complete. A plugin's Rust and C code allocates with
//! `malloc` by default, and glibc counts its bytes exactly. A plugin with an allocator of its own
//! shows only in the resident pages of the process.

#![allow(unsafe_code)]

/// Resident bytes of the process, if the system reports them.
pub(super) fn resident() -> Option<usize> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem)
}

/// Bytes that `malloc` has allocated and that were not freed, if the C library reports them.
///
/// `mallinfo2` exists since glibc 2.33. It is looked up at run time, because a link to it would
/// exclude older systems.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn heap() -> Option<usize> {
    type MallInfo2 = unsafe extern "C" fn() -> libc::mallinfo2;
    let program = libloading::os::unix::Library::this();
    // SAFETY: this is the type that glibc gives the function, and no other C library has a function
    // of this name.
    let mallinfo2 = unsafe { program.get::<MallInfo2>("mallinfo2") }.ok()?;
    // SAFETY: the function has no arguments, may be called from any thread, and takes glibc's own
    // locks.
    let info = unsafe { mallinfo2() };
    Some(info.uordblks + info.hblkhd)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn heap() -> Option<usize> {
    None
}
