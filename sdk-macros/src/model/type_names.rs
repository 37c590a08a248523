//! Types by the names in them. A macro cannot resolve a path, so these questions are about
//! spelling.

use syn::{GenericArgument, Ident, PathArguments, Type};

/// The type's name, without the path before it.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => Some(&path.path.segments.last()?.ident),
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

/// Whether the type has one of these names.
pub(crate) fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    last_segment(ty).is_some_and(|ident| names.iter().any(|name| ident == name))
}

/// The `T` of a type that is written `name<T>`.
pub(crate) fn only_argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    match args.args.first()? {
        GenericArgument::Type(inner) if args.args.len() == 1 && last.ident == name => Some(inner),
        _ => None,
    }
}
