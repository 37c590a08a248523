//! `#[aro_service]`.

use syn::{Path, Type};

use super::{Description, ItemFunction, Name, StringList, WrittenDuration};
use crate::syntax::BlockHead;

/// An `impl` block whose methods programs call.
pub(crate) struct Service<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) name: Name,
    pub(crate) description: Description,
    /// `emits = […]`, which only an action has.
    pub(crate) emits: Option<StringList>,
    /// Of every `async` method that has none of its own.
    pub(crate) timeout: Option<WrittenDuration>,
    pub(crate) block: &'a BlockHead,
    pub(crate) methods: Vec<ServiceMethod<'a>>,
}

pub(crate) struct ServiceMethod<'a> {
    pub(crate) name: Name,
    pub(crate) function: ItemFunction<'a>,
}

impl Service<'_> {
    pub(crate) fn ty(&self) -> &Type {
        &self.block.self_ty
    }
}
