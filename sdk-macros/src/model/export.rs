//! `#[aro_export]` and `exports!`: typed C functions.

use proc_macro2::Span;
use syn::{DeriveInput, LitStr, Path, Type};

use super::Description;
use crate::syntax::attribute::Conditions;
use crate::syntax::{BlockHead, Function, Receiver};

/// A function, or one in an `impl` block.
pub(crate) struct ExportFunction<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// The name in C, where an attribute says it.
    pub(crate) symbol: Option<LitStr>,
    pub(crate) syntax: &'a Function,
    /// The predicates of `cfg` under which a function of a block is there.
    pub(crate) conditions: Conditions,
    /// How it takes the object, if it does.
    pub(crate) receiver: Option<Receiver>,
    pub(crate) params: Vec<ExportParam>,
    pub(crate) returned: ExportReturn,
    pub(crate) description: Description,
    pub(crate) is_deprecated: bool,
}

pub(crate) struct ExportParam {
    /// The predicates of `cfg` under which the function has this parameter.
    pub(crate) conditions: Conditions,
    pub(crate) name: String,
    pub(crate) description: Description,
    pub(crate) kind: ExportParamKind,
    /// Where messages about its type point.
    pub(crate) span: Span,
}

pub(crate) enum ExportParamKind {
    /// One C parameter.
    Value(Type),
    /// An address and a length. The type is the one that the `&` refers to.
    Slice(Type),
}

/// The type of a result, by its spelling: the number of C parameters depends on it.
pub(crate) struct ExportReturn {
    /// The `Option`s and `Result`s around the value, from the outside.
    pub(crate) layers: Vec<Layer>,
    pub(crate) kind: ExportReturnKind,
    /// Where messages about it point.
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    Option,
    Result,
}

pub(crate) enum ExportReturnKind {
    Unit,
    /// A number, a struct, an enum.
    Value(Type),
    /// The type of the block.
    Object(Type),
    String(Type),
    Vec(Type),
}

impl ExportFunction<'_> {
    /// Whether the C function returns a status.
    pub(crate) fn has_status(&self) -> bool {
        let is_plain = matches!(self.returned.kind, ExportReturnKind::Unit | ExportReturnKind::Value(_));
        !is_plain || !self.returned.layers.is_empty()
    }

    /// Whether it makes an object.
    pub(crate) fn is_constructor(&self) -> bool {
        self.receiver.is_none() && matches!(self.returned.kind, ExportReturnKind::Object(_))
    }
}

/// An `impl` block, whose type C has handles of.
pub(crate) struct ExportBlock<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// The beginning of the names in C, where the attribute says it.
    pub(crate) symbol: Option<LitStr>,
    pub(crate) block: &'a BlockHead,
    pub(crate) description: Description,
    pub(crate) functions: Vec<ExportFunction<'a>>,
}

impl ExportBlock<'_> {
    pub(crate) fn ty(&self) -> &Type {
        &self.block.self_ty
    }
}

/// A struct or an enum that C passes by value.
pub(crate) struct ExportType {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// The name in C, where the attribute says it.
    pub(crate) symbol: Option<LitStr>,
    pub(crate) description: Description,
    /// What is said of each field, or of each variant.
    pub(crate) members: Vec<Description>,
    pub(crate) repr: Repr,
    pub(crate) item: DeriveInput,
}

/// What `#[repr(…)]` says.
#[derive(Default)]
pub(crate) struct Repr {
    pub(crate) is_c: bool,
    /// The integer type of an enum.
    pub(crate) int: Option<String>,
    /// `packed` or `align`, which a C compiler does not know of.
    pub(crate) layout: Option<Span>,
}

impl Repr {
    /// The integer type of an enum in C.
    pub(crate) fn enum_type(&self) -> &str {
        self.int.as_deref().unwrap_or("i32")
    }
}

/// `exports! { … }`.
pub(crate) struct Exports {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
}
