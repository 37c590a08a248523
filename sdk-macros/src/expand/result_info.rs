//! What a function returns, for the notes of the generated test.

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ReturnType;
use syn::spanned::Spanned as _;

use super::lifetimes::elide_lifetimes;
use super::paths::{Sdk, call_site_at};
use crate::model::ItemFunction;

/// Registers the result of a function that programs know as `owner`, in the plugin's tests only.
/// Nothing for a type that cannot be named outside of the function.
pub(super) fn result_info(owner: &str, function: &ItemFunction<'_>, of_qualifier: bool, sdk: &Sdk) -> TokenStream {
    let ReturnType::Type(_, ty) = &function.syntax.sig.output else { return TokenStream::new() };
    let elided = elide_lifetimes(ty);
    if names(elided.clone(), &["impl", "Self"]) {
        return TokenStream::new();
    }
    let span = call_site_at(ty.span());
    let (sdk_at, test) = (sdk.at(span), quote!(#[cfg(test)]));
    let members = quote_spanned!(span=> (&#sdk_at::MembersOf::<#elided>::NEW.__of_success()).__members());
    quote! {
        #test
        const _: () = {
            static __RESULT: #sdk::ResultInfo = #sdk::ResultInfo {
                owner: #owner,
                of_qualifier: #of_qualifier,
                members: || {
                    #[allow(unused_imports)]
                    use #sdk::{MembersOfDefault as _, NotAResult as _, UnknownMembers as _};
                    #members
                },
            };

            #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::Result(&__RESULT)) }
        };
    }
}

/// Whether one of the words is in the tokens.
fn names(tokens: TokenStream, words: &[&str]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => names(group.stream(), words),
        TokenTree::Ident(ident) => words.contains(&ident.to_string().as_str()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
