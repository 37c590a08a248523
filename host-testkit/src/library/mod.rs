//! A plugin's library: its file, and the functions of one that is loaded.
//!
//! Only [`loaded`] contains `unsafe`. The layers above call a plugin through [`Library`] and the
//! [`Export`]s.

mod copy;
pub(crate) mod elf;
mod entry_point;
mod error;
mod loaded;
pub(crate) mod symbols;
mod typed;

pub(crate) use copy::{LibraryCopy, temp_dir};
pub(crate) use entry_point::{DeclaredSymbol, DeclaredSymbols};
pub use error::LoadError;
pub use loaded::InvokeFn;
#[cfg(feature = "isolation")]
pub(crate) use loaded::ReturnedText;
pub(crate) use loaded::{
    Absent, EXECUTE, Export, FREE_NAME, Hook, INFO, INIT, Library, Notice, OBJECT_LIST, OBJECT_READ, OBJECT_WRITE,
    ON_EVENT, QUALIFIER, REGISTER, SET_INVOKE, SHUTDOWN, Text0, Text1, Text2, Text3, load_beside,
};
pub use symbols::Symbols;
pub(crate) use typed::TypedFunctions;
