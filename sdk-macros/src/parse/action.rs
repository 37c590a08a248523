//! `#[aro_action(verbs = […], …)]`.

use aro_abi::pascal_case;
use proc_macro2::TokenStream;
use syn::ext::IdentExt;

use super::function::item_function;
use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::Report;
use crate::model::{Action, FunctionKind, ItemFunction, Name, StringList};
use crate::syntax::Function;

pub(crate) fn action<'a>(args: TokenStream, function: &'a mut Function, report: &Report) -> Action<'a> {
    let mut args = KeyValues::parse(args, &keys::ACTION, report);
    let ident = function.sig.ident.clone();
    let given_name = args.string("name", report);
    Action {
        sdk: args.sdk_path(report),
        name: Name::explicit_or(given_name, || pascal_case(&ident.unraw().to_string()), ident.span()),
        verbs: args
            .string_list("verbs", report)
            .or_else(|| if args.is_complete { None } else { Some(StringList::unreadable()) }),
        prepositions: args.string_list("prepositions", report),
        role: args.string("role", report),
        since: args.string("since", report),
        returns: args.string("returns", report),
        symbol: args.string("symbol", report),
        emits: args.string_list("emits", report),
        function: ItemFunction {
            timeout: args.duration("timeout", report),
            ..item_function(function, FunctionKind::Action, None, report)
        },
    }
}
