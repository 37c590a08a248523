//! Types by the names in them, for names that programs use.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Ident, Type};

/// The type's name, without the path before it.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => Some(&path.path.segments.last()?.ident),
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

/// The token that identifies the type: its name, or that of the type that a `&` refers to.
pub(crate) fn span(ty: &Type) -> Span {
    match (last_segment(ty), ty) {
        (Some(name), _) => name.span(),
        (None, Type::Reference(reference)) => span(&reference.elem),
        (None, Type::Slice(slice)) => span(&slice.elem),
        _ => ty.span(),
    }
}
