//! `plugin!`: one module in the crate's root, with the registry, the plugin's static and the
//! exports.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::LitStr;

use super::asynchronous::PluginExecutor;
use super::descriptor::option;
use super::export::exports_module;
use super::library::{Uses, shared_module};
use super::paths::{Root, Sdk, import_root};
use super::wasm::memory_for_hosts;
use crate::diagnostics::plugin as say;
use crate::model::Plugin;

pub(crate) fn plugin(plugin: &Plugin) -> TokenStream {
    let sdk = &Sdk::of_crate(plugin.sdk.as_ref());
    let name = or_package(plugin.name.as_ref(), "CARGO_PKG_NAME", sdk);
    let version = or_package(plugin.version.as_ref(), "CARGO_PKG_VERSION", sdk);
    let description = or_package(plugin.description.as_ref(), "CARGO_PKG_DESCRIPTION", sdk);
    let handle = option(plugin.handle.as_ref(), sdk);
    let entry_points = plugin.entry_points;
    let init_limit = init_limit(plugin, sdk);
    let module = Root::Plugin.module();
    let import_from_root = import_root(Root::Plugin, "_", Span::call_site());
    let Uses { imports, list: uses } = Uses::expand(&plugin.uses, sdk);
    let shared = shared_module(&quote!(#sdk::Library::NONE), sdk);
    let link = (!plugin.uses.is_empty()).then(|| quote!(#sdk::inventory::submit! { #sdk::Linked::Plugin(&PLUGIN) }));
    let hidden_verb = format_ident!("{}", if plugin.handle.is_some() { "__reachable" } else { "__unreachable" });
    let entry_point = format_ident!("{}", if entry_points { "__exported" } else { "__not_exported" });
    let PluginExecutor { choice, definition, value: executor } = PluginExecutor::expand(plugin, &module, sdk);
    let choice = format_ident!("{choice}");
    let exports = exports(sdk);
    let (typed, typed_module) = (exports_module(sdk), Root::Exports.module());
    let panic_abort = say::panic_abort();
    let panic_abort = panic_abort.as_str();
    quote! {
        // Beside the module and not in it: if this is not the crate's root, rustc would otherwise
        // suggest to import the module from here.
        #import_from_root

        #[doc(hidden)]
        mod #module {
            #imports

            // Not a glob: rustc would suggest to import what a module lacks from here.
            pub use #sdk as sdk;
            pub use #sdk::{#choice as executor, #entry_point as entry_point, #hidden_verb as hidden_verb, call_action};

            pub struct Plugin(pub #sdk::Item);

            #sdk::inventory::collect!(Plugin);

            pub static PLUGIN: #sdk::Plugin = #sdk::Plugin::new(
                #sdk::PluginInfo {
                    name: #name,
                    version: #version,
                    description: #description,
                    handle: #handle,
                    entry_points: #entry_points,
                    uses: #uses,
                    init_limit: #init_limit,
                    executor: #executor,
                },
                |show| {
                    for registered in #sdk::inventory::iter::<Plugin> {
                        show(registered.0);
                    }
                },
                {
                    // An import and not a path: where the module is missing, rustc has said so of
                    // `import_from_root`, and says it of an import once.
                    use super::#typed_module::LIBRARY;

                    extern "C" fn on_exit() {
                        #sdk::end(&PLUGIN, &LIBRARY);
                    }
                    on_exit
                },
            );

            #sdk::inventory::submit! { Plugin(#sdk::Item::Plugin) }
            #link

            #exports

            #shared
        }

        #definition

        #typed

        #[doc(hidden)]
        pub use #module::shared::*;

        #[cfg(not(any(panic = "unwind", target_family = "wasm")))]
        #sdk::std::compile_error!(#panic_abort);

        #[cfg(test)]
        #[#sdk::std::prelude::v1::test]
        fn aro_plugin_metadata_is_complete_and_consistent() {
            #module::PLUGIN.assert_metadata();
        }
    }
}

/// What `plugin!` says, or else what Cargo.toml says.
fn or_package(given: Option<&LitStr>, variable: &str, sdk: &Sdk) -> TokenStream {
    match given {
        Some(text) => text.to_token_stream(),
        None => quote!(#sdk::std::env!(#variable)),
    }
}

/// In seconds, if it is a whole number of them.
fn init_limit(plugin: &Plugin, sdk: &Sdk) -> TokenStream {
    let Some(millis) = plugin.init_limit.as_ref().and_then(|limit| limit.millis) else {
        return quote!(#sdk::DEFAULT_INIT_LIMIT);
    };
    if millis % 1000 == 0 {
        let seconds = Literal::u64_unsuffixed(millis / 1000);
        return quote!(#sdk::Duration::from_secs(#seconds));
    }
    let millis = Literal::u64_unsuffixed(millis);
    quote!(#sdk::Duration::from_millis(#millis))
}

/// The ABI's functions.
///
/// Each does nothing but call a private one of the SDK, and nothing in the plugin refers to it:
/// hosts load with `RTLD_GLOBAL`, under which such a reference may bind to another plugin's
/// function (ABI, section 8).
fn exports(sdk: &Sdk) -> TokenStream {
    let string = quote!(*const #sdk::c_char);
    let reply = quote!(*mut #sdk::c_char);
    let memory_for_hosts = memory_for_hosts(sdk);
    let of_strings = STRING_EXPORTS.iter().map(|export| {
        let (symbol, function) = (format_ident!("{}", export.symbol), format_ident!("{}", export.function));
        let strings: Vec<_> = export.strings.iter().map(|name| format_ident!("{name}")).collect();
        let output = export.has_reply.then(|| quote!(-> #reply));
        quote! {
            #[unsafe(no_mangle)]
            unsafe extern "C" fn #symbol(#(#strings: #string),*) #output {
                unsafe { #sdk::#function(&PLUGIN, #(#strings),*) }
            }
        }
    });
    quote! {
        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_info() -> #reply {
            #sdk::info(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_register() {
            #sdk::start(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_init() {
            #sdk::start(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_shutdown() {
            #sdk::shutdown(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn aro_plugin_set_invoke(invoke: #sdk::std::option::Option<#sdk::Invoke>) {
            unsafe { #sdk::set_invoke(&PLUGIN, invoke) }
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn aro_plugin_free(pointer: #reply) {
            unsafe { #sdk::free(pointer) }
        }

        #(#of_strings)*

        #memory_for_hosts
    }
}

/// An export that takes nothing but strings.
struct StringExport {
    symbol: &'static str,
    /// The SDK's function that it calls.
    function: &'static str,
    strings: &'static [&'static str],
    has_reply: bool,
}

const STRING_EXPORTS: &[StringExport] = &[
    StringExport {
        symbol: aro_abi::symbols::EXECUTE,
        function: "execute",
        strings: &["action", "input"],
        has_reply: true,
    },
    StringExport {
        symbol: aro_abi::symbols::QUALIFIER,
        function: "qualifier",
        strings: &["name", "input"],
        has_reply: true,
    },
    StringExport {
        symbol: aro_abi::symbols::ON_EVENT,
        function: "on_event",
        strings: &["kind", "payload"],
        has_reply: false,
    },
    StringExport {
        symbol: aro_abi::symbols::OBJECT_READ,
        function: "object_read",
        strings: &["identifier", "qualifier"],
        has_reply: true,
    },
    StringExport {
        symbol: aro_abi::symbols::OBJECT_WRITE,
        function: "object_write",
        strings: &["identifier", "qualifier", "value"],
        has_reply: true,
    },
    StringExport {
        symbol: aro_abi::symbols::OBJECT_LIST,
        function: "object_list",
        strings: &["pattern"],
        has_reply: true,
    },
];
