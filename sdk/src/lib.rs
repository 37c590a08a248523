#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

mod arena;
mod binding;
#[allow(unsafe_code)] // The one place where foreign pointers are read and handed out; see the module's documentation.
mod boundary;
mod call;
mod error;
mod events;
mod json;
mod plugin;
pub mod prelude;
mod reply;
mod statement;

pub use aro_abi::{Category, ErrorCode, Preposition, Role};
pub use aro_sdk_macros::{aro_action, plugin};

pub use call::{Call, FromCall, RawInput};
pub use error::{Error, Result};
pub use events::Events;
pub use statement::{Descriptor, Statement};

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

/// The same for `entry_points = false`: the name is needed by the linker (it is what keeps a module's object file), but nobody outside
/// the library sees it.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_exported {
    ($name:literal, $($function:tt)*) => {
        #[unsafe(export_name = $name)]
        $($function)*
    };
}
