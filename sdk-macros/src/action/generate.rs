//! The code of an action: a function that reads the arguments, a descriptor, its registration and its C entry point.

use aro_abi::{is_builtin_verb, normal_form};
use proc_macro2::Literal;

use super::spec::Spec;
use crate::catalogue::action as say;
use crate::code::{Code, code, code_at, ident, texts};
use crate::item;
use crate::params::Params;
use crate::schema;
use crate::syntax::Function;
use crate::thunk::{Outcome, Target, Thunk, optional};

pub(super) fn action(spec: &Spec, params: &Params, function: &Function) -> Code {
    let Spec { sdk, name, verbs, symbol, returns, emits, .. } = spec;
    let deprecation = optional(spec.deprecation.as_deref(), sdk);
    let thunk = Thunk::new(sdk, params);
    let run = thunk.function(&ident("__run"), &Target::function(function), Outcome::Reply(returns));
    let infos = thunk.infos();
    let mut info = spec.info();
    let symbol_at = Literal::usize_unsuffixed(info.len());
    info += &format!(",\"symbol\":\"{symbol}\"");
    let schema_at = Literal::usize_unsuffixed(info.len());
    let schema = match schema::of(params) {
        Some((schema, guess)) => {
            info += &schema;
            let guess = Literal::u64_unsuffixed(guess);
            code!(sdk, infos, guess => #sdk::Schema::guessed(#infos, #guess, #sdk::std::cfg!(test)))
        }
        None => code!(sdk, infos => #sdk::Schema::of(#infos)),
    };
    let spellings = spec.spellings();
    // Two actions of one symbol have one name as well, or both say the symbol: the marks find them, and this name must not find them again.
    let entry_point = ident(&format!("__entry_point_{:016x}", item::hash(name)));
    let (verbs, emits, marks, hidden_verbs) = (texts(verbs), texts(emits), spec.marks(), hidden_verbs(spec));
    item::scope(
        &function.attrs,
        function.sig.ident.span(),
        &code! { run, sdk, name, verbs, spellings, info, symbol, symbol_at, schema_at, schema, deprecation, emits, entry_point, marks, hidden_verbs =>
            #run

            static __ACTION: #sdk::Action = #sdk::Action {
                name: #name,
                verbs: &[#verbs],
                spellings: &[#spellings],
                info: #info,
                symbol_at: #symbol_at,
                schema_at: #schema_at,
                schema: #schema,
                deprecation: #deprecation,
                emits: #sdk::Emits::of(&[#emits]),
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

                #marks
            }

            #hidden_verbs
        },
    )
}

/// Warns of the verbs that one of ARO's own hides, unless the plugin has a handle.
fn hidden_verbs(spec: &Spec) -> Code {
    let mut hidden = Code::default();
    for verb in &spec.verbs {
        if is_builtin_verb(&normal_form(&verb.value())) {
            let message = say::verb_built_in(&verb.value());
            let message = message.as_str();
            hidden.push(code_at!(verb.span(); message => __aro::hidden_verb! { ::core::compile_error! { #message } }));
        }
    }
    hidden
}
