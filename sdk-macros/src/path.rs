//! Where generated code finds the runtime and the plugin.

use proc_macro2::{Ident, Span};
use syn::Path;

use crate::code::{Code, Hole, code, code_at, ident};
use crate::plugin::located;

/// The module that `plugin!` makes in the crate's root. It is all that `plugin!` names there, and generated code names it once per item, so a missing
/// `plugin!`, a second one and one in the wrong place each give one message, in which rustc shows this name.
pub(crate) const PLUGIN_MODULE: &str = "aro_sdk_plugin_stands_once_in_the_crate_root";

/// The name of that module.
pub(crate) fn plugin_module() -> Ident {
    Ident::new(PLUGIN_MODULE, Span::call_site())
}

/// Imports that module from the crate's root as `name`. When it is not there, rustc says so at `span`.
///
/// rustc shows the path up to the segment whose span is the import's: so `crate` has another, and the rest stands in braces.
pub(crate) fn import_plugin(name: &str, span: Span) -> Code {
    let span = located(span);
    let root = Ident::new("crate", Span::mixed_site());
    let module = Ident::new(PLUGIN_MODULE, span);
    let name = Ident::new(name, span);
    let import = code_at!(span; module, name => #module as #name);
    code!(root, import => use #root::{#import};)
}

/// The SDK's private module, as the code of one item names it.
#[derive(Clone)]
pub(crate) struct Sdk(Code);

impl Sdk {
    /// For an item of a plugin: what `plugin!` found, unless the item says otherwise by `crate = path`.
    pub(crate) fn of_plugin(given: Option<&Path>) -> Self {
        match given {
            Some(path) => Self::in_crate(&Code::of(path)),
            None => Self(ident("__aro").into()),
        }
    }

    /// For what stands without a plugin.
    pub(crate) fn of_crate(given: Option<&Path>) -> Self {
        match given {
            Some(path) => Self::in_crate(&Code::of(path)),
            None => Self::in_crate(&code!(=> ::aro_sdk)),
        }
    }

    fn in_crate(path: &Code) -> Self {
        Self(code!(path => #path::__private))
    }

    /// The same at the place `span`, for code whose mistakes belong there.
    pub(crate) fn at(&self, span: Span) -> Self {
        Self(self.0.at(span))
    }
}

impl Hole for Sdk {
    fn put(&self, code: &mut Code) {
        self.0.put(code);
    }
}
