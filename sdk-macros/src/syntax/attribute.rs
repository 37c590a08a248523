//! Attributes by their names.

use std::mem;

use syn::Attribute;

/// The first attribute of this name.
pub(crate) fn find<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attrs.iter().find(|attr| attr.path().is_ident(name))
}

/// The `#[cfg]`s of an item, which also hold for what is generated from it.
pub(crate) fn conditions(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
}

/// Removes the attributes of this name and returns them.
pub(crate) fn take(attrs: &mut Vec<Attribute>, name: &str) -> Vec<Attribute> {
    let mut taken = Vec::new();
    for attr in mem::take(attrs) {
        let to = if attr.path().is_ident(name) { &mut taken } else { &mut *attrs };
        to.push(attr);
    }
    taken
}
