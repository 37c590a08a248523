//! Parameters with the name of a host's key.
//!
//! Only the first argument may have such a name, because it gets the statement's object and not the
//! host's value. Whether a parameter before it is an argument depends on its type, so rustc has to
//! find out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::lifetimes::elide_lifetimes;
use super::paths::{Sdk, call_site_at};
use crate::diagnostics::argument as say;
use crate::model::{Param, Params};
use crate::syntax::attribute::cfg_of;

/// Code that does not compile if an argument comes before a parameter of such a name.
pub(super) fn reserved_names(params: &Params, sdk: &Sdk) -> TokenStream {
    let mut checks = TokenStream::new();
    for (index, param) in params.list.iter().enumerate().filter(|(_, param)| param.has_host_key()) {
        let before = params.list[..index].iter().filter(|before| params.is_eligible(before));
        let (always, conditional): (Vec<_>, Vec<_>) =
            before.filter(|before| before.may_be_beside(param)).partition(|before| before.conditions.is_empty());
        checks.extend(check(param, &always, &param.conditions, sdk));
        for before in conditional {
            checks.extend(check(param, &[before], &[&param.conditions[..], &before.conditions[..]].concat(), sdk));
        }
    }
    checks
}

/// That no parameter in `before` is an argument, under these conditions.
fn check(param: &Param, before: &[&Param], conditions: &[TokenStream], sdk: &Sdk) -> Option<TokenStream> {
    if before.is_empty() {
        return None;
    }
    let are_arguments = before.iter().map(|before| is_argument(before, sdk));
    let span = call_site_at(param.name_span);
    let message = say::name_reserved(&param.name).as_str().replace('{', "{{").replace('}', "}}");
    let (sdk, cfg) = (sdk.at(span), cfg_of(conditions));
    Some(quote_spanned! {span=>
        #cfg
        const _: () = {
            use #sdk::{ReferenceFallback as _, ValueFallback as _};
            #sdk::std::assert!(!(#(#are_arguments)||*), #message)
        };
    })
}

/// Whether a parameter of this type takes an argument.
fn is_argument(param: &Param, sdk: &Sdk) -> TokenStream {
    let ty = elide_lifetimes(&param.ty);
    quote!((#sdk::OfCall::<#ty>::IS_VALUE && #sdk::OfReference::<#ty>::IS_VALUE))
}
