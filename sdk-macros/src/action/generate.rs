//! The code of an action: a function that reads the arguments, a descriptor, its registration and its C entry point.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::spec::Spec;
use crate::catalogue::action as say;
use crate::item;
use crate::marks;
use crate::params::Params;
use crate::schema;
use crate::syntax::Function;
use crate::thunk::{Target, Thunk, optional};

pub(super) fn action(spec: &Spec, params: &Params, function: &Function) -> TokenStream {
    let Spec { sdk, name, verbs, symbol, returns, emits, .. } = spec;
    let deprecation = optional(spec.deprecation_info().as_deref(), sdk);
    let thunk = Thunk::new(sdk, params);
    let run = thunk.function(
        &format_ident!("__run"),
        &Target::function(function),
        &quote!(#sdk::Reply),
        &|sdk, output, call, outcome| quote_spanned!(output=> #sdk::respond(#call, #returns, #outcome)),
    );
    let infos = thunk.infos();
    let mut info = spec.info();
    let symbol_at = info.len();
    info += &format!(",\"symbol\":\"{symbol}\"");
    let schema_at = info.len();
    let (schema, guess) = schema::of(params);
    info += &schema;
    let marks = spec.forms().into_iter().map(|(form, span)| marks::mark("verb", &form, span));
    // Two actions of one symbol have one name as well, or both say the symbol: the marks find them, and this name must not find them again.
    let entry_point = format_ident!("__entry_point_{:016x}", item::hash(name));
    let symbol_mark = spec.symbol_span.map(|span| marks::mark("entry_point", symbol, span));
    let hidden = spec.hidden_verbs().map(|verb| {
        let message = say::verb_built_in(verb.value());
        let message = message.as_str();
        quote_spanned!(verb.span()=> __aro::hidden_verb! { ::core::compile_error! { #message } })
    });
    item::scope(
        &function.attrs,
        function.sig.ident.span(),
        &quote! {
            #run

            static __ACTION: #sdk::Action = #sdk::Action {
                name: #name,
                verbs: &[#(#verbs),*],
                info: #info,
                symbol_at: #symbol_at,
                schema_at: #schema_at,
                guess: #guess,
                deprecation: #deprecation,
                emits: &[#(#emits),*],
                params: #infos,
                run: __run,
            };

            #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::Action(&__ACTION)) }

            // A method of a type in the crate's root stands in the root's object file, so whoever links that file takes this module's too.
            impl __aro::Plugin {
                __aro::entry_point! { #symbol,
                    #[doc(hidden)]
                    pub unsafe extern "C" fn #entry_point(
                        __input: *const #sdk::c_char,
                    ) -> *mut #sdk::c_char {
                        unsafe { #sdk::call_action(&__aro::PLUGIN, &__ACTION, __input) }
                    }
                }

                #(#marks)*
                #symbol_mark
            }

            #(#hidden)*
        },
    )
}
