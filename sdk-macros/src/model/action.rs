//! `#[aro_action]`.

use aro_abi::Role;
use syn::{LitStr, Path};

use super::{ItemFunction, Name, StringList};

/// A verb of ARO programs.
pub(crate) struct Action<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) name: Name,
    pub(crate) verbs: Option<StringList>,
    pub(crate) prepositions: Option<StringList>,
    pub(crate) role: Option<LitStr>,
    pub(crate) since: Option<LitStr>,
    /// The key of a result that is no object.
    pub(crate) returns: Option<LitStr>,
    /// The name of the C entry point, where the attribute says it.
    pub(crate) symbol: Option<LitStr>,
    pub(crate) emits: Option<StringList>,
    pub(crate) function: ItemFunction<'a>,
}

impl Action<'_> {
    pub(crate) fn verbs(&self) -> &[LitStr] {
        match &self.verbs {
            Some(list) => &list.strings,
            None => &[],
        }
    }

    pub(crate) fn role(&self) -> Role {
        self.role.as_ref().and_then(|word| Role::from_word(&word.value())).unwrap_or(Role::Own)
    }
}
