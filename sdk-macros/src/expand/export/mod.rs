//! `#[aro_export]` and `exports!`.

mod block;
mod function;
mod library;
mod ty;

pub(crate) use block::{export_block, reachable};
pub(crate) use function::export_function;
pub(crate) use library::exports;
pub(super) use library::exports_module;
pub(crate) use ty::{derive_exported_type, export_type};
