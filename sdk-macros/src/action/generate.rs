//! The code of an action: a function that reads the arguments, a descriptor, its registration and its C entry point.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemFn;

use super::spec::Spec;
use crate::docs;
use crate::marks;
use crate::params::Params;
use crate::path;
use crate::thunk::{Thunk, optional};

pub(super) fn action(spec: &Spec, params: &Params, function: &ItemFn) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&function.attrs);
    let Spec { name, verbs, symbol, returns, emits, .. } = spec;
    let info = spec.info();
    let deprecation = optional(spec.deprecation_info().as_deref(), &private);
    let ident = &function.sig.ident;
    let thunk = Thunk::new(params);
    let run = thunk.function(
        &format_ident!("__run"),
        &quote!(#ident),
        None,
        &quote!(#private::Reply),
        |call, outcome| quote!(#private::respond(#call, #returns, #outcome)),
    );
    let infos = thunk.infos();
    let entry_point = format_ident!("__entry_point_{}", symbol);
    let marks = spec.forms().into_iter().map(|(form, span)| marks::mark("verb", &form, span));

    quote! {
        #(#conditions)*
        const _: () = {
            #run

            static __ACTION: #private::Action = #private::Action {
                name: #name,
                verbs: &[#(#verbs),*],
                info: #info,
                symbol: #symbol,
                deprecation: #deprecation,
                emits: &[#(#emits),*],
                params: #infos,
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

                #(#marks)*
            }
        };
    }
}
