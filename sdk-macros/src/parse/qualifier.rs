//! `#[aro_qualifier(…)]`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;

use super::function::item_function;
use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::Report;
use crate::model::{FunctionKind, Name, Qualifier, hyphenated};
use crate::syntax::Function;

pub(crate) fn qualifier<'a>(args: TokenStream, function: &'a mut Function, report: &Report) -> Qualifier<'a> {
    let mut args = KeyValues::parse(args, &keys::QUALIFIER, report);
    let ident = function.sig.ident.clone();
    let given_name = args.string("name", report);
    Qualifier {
        sdk: args.sdk_path(report),
        name: Name::explicit_or(given_name, || hyphenated(&ident.unraw().to_string()), ident.span()),
        input_types: args.string_list("input_types", report),
        function: item_function(function, FunctionKind::Qualifier, None, report),
    }
}
