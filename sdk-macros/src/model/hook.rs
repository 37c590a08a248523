//! `#[aro_init]` and `#[aro_shutdown]`.

use syn::Path;

use super::ItemFunction;

/// A function that runs once in the plugin's life.
pub(crate) struct Hook<'a> {
    pub(crate) kind: HookKind,
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) function: ItemFunction<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookKind {
    Init,
    Shutdown,
}

impl HookKind {
    /// The name of its attribute.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            HookKind::Init => "aro_init",
            HookKind::Shutdown => "aro_shutdown",
        }
    }
}
