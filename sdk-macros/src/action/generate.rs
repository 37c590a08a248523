//! The code of an action: a function that reads the arguments, a descriptor, its registration and its C entry point.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Ident, ItemFn, Lifetime, Type};

use super::params::{DefaultValue, Param, Params};
use super::spec::Spec;
use crate::docs;
use crate::path;
use crate::plugin::located;

pub(super) fn action(spec: &Spec, params: &Params, function: &ItemFn) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&function.attrs);
    let Spec { name, verbs, symbol, returns, .. } = spec;
    let info = spec.info();
    let deprecation = match spec.deprecation_info() {
        Some(text) => quote!(#private::std::option::Option::Some(#text)),
        None => quote!(#private::std::option::Option::None),
    };

    let call = Ident::new("__call", proc_macro2::Span::mixed_site());
    let names: Vec<Ident> = (0..params.0.len()).map(|index| format_ident!("__argument_{index}")).collect();
    let reads = params.0.iter().zip(&names).map(|(param, name)| {
        let read = read(param, &call, &private);
        quote!(let #name = #read?;)
    });
    let passes = params.0.iter().zip(&names).map(
        |(param, name)| {
            if param.by_reference { quote!(&#name) } else { quote!(#name) }
        },
    );
    let ident = &function.sig.ident;
    let entry_point = format_ident!("__entry_point_{}", symbol);
    let forms = spec.forms().into_iter().map(|(form, span)| {
        let mark = Ident::new(&format!("__verb_{form}"), located(span));
        quote!(#[doc(hidden)] #[allow(dead_code, non_upper_case_globals)] const #mark: () = ();)
    });

    quote! {
        #(#conditions)*
        const _: () = {
            #[allow(deprecated, unused_imports, clippy::all, clippy::pedantic)]
            fn __run(#call: &#private::Call<'_>) -> #private::Result<#private::Reply> {
                use #private::Unfailing as _;
                #(#reads)*
                #private::respond(#call, #returns, #private::Returned(#ident(#(#passes),*)).outcome())
            }

            static __ACTION: #private::Action = #private::Action {
                name: #name,
                verbs: &[#(#verbs),*],
                info: #info,
                deprecation: #deprecation,
                run: __run,
            };

            #private::inventory::submit! { crate::__AroPlugin(#private::Item::Action(&__ACTION)) }

            // A method of a type in the crate's root stands in the root's object file, so whoever links that file takes this module's too.
            impl crate::__AroPlugin {
                crate::__aro_entry_point! { #symbol,
                    #[doc(hidden)]
                    pub unsafe extern "C" fn #entry_point(
                        __input: *const #private::c_char,
                    ) -> *mut #private::c_char {
                        unsafe { #private::call_action(&crate::__ARO_PLUGIN, &__ACTION, __input) }
                    }
                }

                #(#forms)*
            }
        };
    }
}

fn read(param: &Param, call: &Ident, private: &TokenStream) -> TokenStream {
    let Param { name, eligible, with_only, .. } = param;
    let mut ty = param.ty.clone();
    Unnamed.visit_type_mut(&mut ty);
    let span = located(syn::spanned::Spanned::span(&ty));
    let place = quote!(#call, &#private::Param { name: #name, eligible: #eligible, with_only: #with_only });
    if param.flatten {
        return quote_spanned!(span=> #private::flatten::<#ty>(#place));
    }
    match &param.default {
        None => quote_spanned!(span=> #private::extract::<#ty, _>(#place)),
        Some(default) => {
            let default = default_value(default, &ty, private);
            quote_spanned!(span=> #private::extract_or::<#ty>(#place, || #default))
        }
    }
}

fn default_value(default: &DefaultValue, ty: &Type, private: &TokenStream) -> TokenStream {
    match default {
        DefaultValue::OfType => quote!(<#ty as #private::std::default::Default>::default()),
        DefaultValue::Expr(expr) => quote!(#expr),
    }
}

/// The function's own lifetimes are unknown outside it; each becomes `'_`.
struct Unnamed;

impl VisitMut for Unnamed {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            lifetime.ident = Ident::new("_", lifetime.ident.span());
        }
    }
}
