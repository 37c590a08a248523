//! How much memory this process uses.
//!
//! Two figures, because neither sees everything. A plugin's Rust and C code allocates by `malloc` unless it says otherwise, and glibc counts
//! what `malloc` has handed out to the byte. A plugin with an allocator of its own shows only in the pages that the process holds.

#![allow(unsafe_code)]

/// Bytes of the process that are in memory, where the system tells.
pub(super) fn resident() -> Option<usize> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem)
}

/// Bytes that `malloc` has handed out and not got back, where the C library tells.
///
/// `mallinfo2` came with glibc 2.33, so it is looked up when it is needed: linking to it would shut out older systems.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn heap() -> Option<usize> {
    type MallInfo2 = unsafe extern "C" fn() -> libc::mallinfo2;
    let program = libloading::os::unix::Library::this();
    // SAFETY: this is the type that glibc gives the function, and no other C library has one of this name.
    let mallinfo2 = unsafe { program.get::<MallInfo2>("mallinfo2") }.ok()?;
    // SAFETY: the function takes nothing, may be called from any thread, and takes glibc's own locks.
    let info = unsafe { mallinfo2() };
    Some(info.uordblks + info.hblkhd)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn heap() -> Option<usize> {
    None
}
