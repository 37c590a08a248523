//! `#[aro_action]`: also a C entry point, and a warning about verbs that no program reaches.

use aro_abi::{is_builtin_verb, normal_form, snake_case};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;

use super::descriptor::{deprecation, option, rust_path};
use super::param_info::param_infos;
use super::paths::{Root, Sdk, c_identifier, crate_name};
use super::registration::{function_scope, place_hash, scope};
use super::reserved::reserved_names;
use super::result_info::result_info;
use super::spellings::other_spellings;
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::diagnostics::action as say;
use crate::model::Action;

pub(crate) fn action(action: &Action<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(action.sdk.as_ref());
    let function = &action.function;
    let name = &action.name.text;
    let verbs = action.verbs();
    let returns = action.returns.as_ref().map_or_else(|| "result".to_owned(), LitStr::value);
    let run = wrapper(&format_ident!("__run"), function, None, Outcome::Reply { key: &returns }, sdk);
    let emits = action.emits.iter().flat_map(|list| &list.strings);
    let description = &function.description;
    let path = rust_path(&function.syntax.sig.ident, sdk);
    let role = action.role().as_str();
    let prepositions = match &action.prepositions {
        Some(list) => {
            let words = &list.strings;
            quote!(&[#(#words),*])
        }
        None => quote!(#sdk::Preposition::WORDS),
    };
    let since = option(action.since.as_ref(), sdk);
    let deprecation = deprecation(function.deprecation.as_ref(), sdk);
    let params = param_infos(&function.params, sdk);
    let reserved = reserved_names(&function.params, sdk);
    let (symbol, spellings) = (symbol(action), spellings(action));
    // Two actions of one symbol have one name as well, or both say the symbol. Then `unique_names`
    // finds them, and this name must not make rustc find them once more.
    let entry_point = format_ident!("__entry_point_{:016x}", place_hash(name));
    let (unique_names, hidden_verbs) = (unique_names(action), hidden_verbs(verbs));
    // In a constant of its own, because rustc shows the constant's name when a check fails.
    let attrs = &function.syntax.attrs;
    let result = result_info(name, function, false, sdk);
    let reserved =
        (!reserved.is_empty()).then(|| scope(Root::Plugin, attrs, function.syntax.sig.ident.span(), reserved));
    let item = function_scope(
        Root::Plugin,
        "aro_action",
        function.syntax,
        "",
        quote! {
            #run

            static __ACTION: #sdk::Action = #sdk::Action {
                name: #name,
                path: #path,
                verbs: &[#(#verbs),*],
                spellings: &[#(#spellings),*],
                description: #description,
                role: #role,
                prepositions: #prepositions,
                since: #since,
                symbol: #symbol,
                deprecation: #deprecation,
                emits: &[#(#emits),*],
                params: #params,
                run: __run,
            };

            #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::Action(&__ACTION)) }

            #[allow(non_local_definitions)]
            impl __aro::Plugin {
                __aro::entry_point! { #symbol,
                    #[doc(hidden)]
                    pub unsafe extern "C" fn #entry_point(
                        __input: *const #sdk::c_char,
                    ) -> *mut #sdk::c_char {
                        unsafe { __aro::call_action(&__aro::PLUGIN, &__ACTION, __input) }
                    }
                }

                #unique_names
            }

            #hidden_verbs

            #result
        },
    );
    quote!(#item #reserved)
}

/// The other spellings of the name and of the verbs.
fn spellings(action: &Action<'_>) -> Vec<String> {
    let mut spellings = other_spellings(&action.name.text);
    for verb in action.verbs() {
        spellings.extend(other_spellings(&verb.value()));
    }
    spellings
}

/// The name of the C entry point.
fn symbol(action: &Action<'_>) -> String {
    match &action.symbol {
        Some(symbol) => symbol.value(),
        None => format!("{}__{}", crate_name(), c_identifier(&snake_case(&action.name.text))),
    }
}

/// Declares every normal form that means this action, each where the source says it; the name's
/// last.
fn unique_names(action: &Action<'_>) -> TokenStream {
    let own = action.name.normal_form();
    let mut own_span = action.name.span;
    let mut names = TokenStream::new();
    for verb in action.verbs() {
        let form = normal_form(&verb.value());
        if form == own {
            own_span = verb.span();
        } else {
            names.extend(unique_name("verb", &form, verb.span()));
        }
    }
    names.extend(unique_name("verb", &own, own_span));
    if let Some(symbol) = &action.symbol {
        names.extend(unique_name("entry_point", &symbol.value(), symbol.span()));
    }
    names
}

/// An error for each verb that a verb of ARO hides. `hidden_verb!` drops it if the plugin has a
/// handle.
fn hidden_verbs(verbs: &[LitStr]) -> TokenStream {
    let hidden = verbs.iter().filter(|verb| is_builtin_verb(&normal_form(&verb.value())));
    let errors = hidden.map(|verb| {
        let message = say::verb_built_in(&verb.value());
        let message = message.as_str();
        quote_spanned!(verb.span()=> __aro::hidden_verb! { ::core::compile_error! { #message } })
    });
    errors.collect()
}
