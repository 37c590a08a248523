#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

// From top to bottom. A module imports only modules below it; `tests/tests/architecture.rs` checks
// this.
pub mod prelude;

mod call;
mod context;
mod error;
mod ffi;
mod json;
mod keys;
mod plugin;
mod reply;
mod types;

pub use aro_abi::{Category, ErrorCode, Preposition, Role};
pub use aro_sdk_macros::{
    AroTypes, aro_action, aro_init, aro_on_event, aro_qualifier, aro_service, aro_shutdown, aro_system_object, plugin,
};

pub use call::runtime::{self, Runtime};
pub use call::{Call, Descriptor, EventType, Events, FromCall, RawInput, Shared, State, Statement};
pub use error::{Error, Result};
pub use reply::{Streamed, TryStreamed};
pub use types::{AroTypes, TypeSet};

#[doc(hidden)]
pub mod __private;

/// Gives an action's C entry point its name. `plugin!` picks one of the two; they stand here and not in generated code, so that the lints of the
/// plugin's crate do not see what is in them.
#[doc(hidden)]
#[macro_export]
macro_rules! __exported {
    ($name:literal, $($function:tt)*) => {
        #[unsafe(export_name = $name)]
        $($function)*
    };
}

/// The same for `entry_points = false`: other object files of the library refer to the name, which is what makes a linker take a module's object
/// out of an archive, but nobody outside the library sees it.
///
/// Rust has no attribute for such a name. The assembler has a word for it, and of all that is said of a name's visibility the narrowest holds. The
/// word stands inside the function, since it has to be in the object file that defines the name. Where there is no such word (Windows) or no
/// stable `asm!`, the name is exported all the same.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_exported {
    (
        $name:literal,
        $(#[$attribute:meta])*
        pub unsafe extern "C" fn $function:ident($($input:tt)*) -> $output:ty { $($body:tt)* }
    ) => {
        #[unsafe(export_name = $name)]
        $(#[$attribute])*
        pub unsafe extern "C" fn $function($($input)*) -> $output {
            #[cfg(all(
                not(any(windows, target_vendor = "apple")),
                any(
                    target_arch = "x86",
                    target_arch = "x86_64",
                    target_arch = "arm",
                    target_arch = "aarch64",
                    target_arch = "riscv32",
                    target_arch = "riscv64",
                    target_arch = "loongarch64",
                    target_arch = "s390x",
                )
            ))]
            // SAFETY: this is a word to the assembler and no instruction.
            unsafe {
                ::core::arch::asm!(::core::concat!(".hidden ", $name), options(nomem, nostack, preserves_flags));
            }
            #[cfg(target_vendor = "apple")]
            // SAFETY: as above.
            unsafe {
                ::core::arch::asm!(::core::concat!(".private_extern _", $name), options(nomem, nostack, preserves_flags));
            }
            $($body)*
        }
    };
}

/// What is said of a verb that ARO itself has. `plugin!` picks one of the two: with a handle, programs reach it all the same.
#[doc(hidden)]
#[macro_export]
macro_rules! __reachable {
    ($($error:tt)*) => {};
}

/// The same without a handle.
#[doc(hidden)]
#[macro_export]
macro_rules! __unreachable {
    ($($error:tt)*) => { $($error)* };
}
