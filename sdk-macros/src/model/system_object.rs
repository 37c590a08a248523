//! `#[aro_system_object]`.

use syn::{Path, Type};

use super::{Description, ItemFunction, Name};
use crate::syntax::BlockHead;

/// An `impl` block that a program reads, writes or lists as an object of the system.
pub(crate) struct SystemObject<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) identifier: Name,
    pub(crate) description: Description,
    pub(crate) block: &'a BlockHead,
    pub(crate) methods: Vec<ObjectMethod<'a>>,
}

pub(crate) struct ObjectMethod<'a> {
    pub(crate) kind: ObjectMethodKind,
    pub(crate) function: ItemFunction<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectMethodKind {
    Read,
    Write,
    List,
}

impl ObjectMethodKind {
    pub(crate) const ALL: [Self; 3] = [Self::Read, Self::Write, Self::List];

    /// The name of the method.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::List => "list",
        }
    }
}

impl<'a> SystemObject<'a> {
    pub(crate) fn ty(&self) -> &Type {
        &self.block.self_ty
    }
}
