//! `plugin! { … }`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::LitStr;

use crate::attrs::Entries;
use crate::path;
use crate::report::Report;

const KEYS: &[&str] = &["name", "version", "description", "handle", "entry_points"];

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let report = Report::default();
    let mut entries = Entries::parse(input, "plugin!", KEYS, &report);
    let name = entries.text("name", &report);
    let version = entries.text("version", &report);
    let description = entries.text("description", &report);
    let handle = entries.text("handle", &report);
    let entry_points = entries.truth("entry_points", &report).unwrap_or(true);
    if let Some(name) = &name {
        check_name(name, &report);
    }
    if let Some(handle) = &handle {
        check_handle(handle, &report);
    }
    // Even a wrong plugin! is one: the actions' code refers to it, and each would complain about its absence.
    let errors = report.finish();

    let private = path::private();
    let name = or_package(name, "CARGO_PKG_NAME");
    let version = or_package(version, "CARGO_PKG_VERSION");
    let description = or_package(description, "CARGO_PKG_DESCRIPTION");
    let handle = match handle {
        Some(handle) => quote!(#private::std::option::Option::Some(#handle)),
        None => quote!(#private::std::option::Option::None),
    };
    let entry_point = format_ident!("{}", if entry_points { "__exported" } else { "__not_exported" });
    let exports = exports(&private);

    quote! {
        #errors

        #[doc(hidden)]
        pub struct __AroPlugin(pub #private::Item);

        #private::inventory::collect!(__AroPlugin);

        #[doc(hidden)]
        static __ARO_PLUGIN: #private::Plugin = #private::Plugin::new(
            #private::PluginInfo {
                name: #name,
                version: #version,
                description: #description,
                handle: #handle,
                entry_points: #entry_points,
            },
            |show| {
                for registered in #private::inventory::iter::<__AroPlugin> {
                    show(registered.0);
                }
            },
            {
                extern "C" fn on_exit() {
                    #private::shutdown(&__ARO_PLUGIN);
                }
                on_exit
            },
        );

        #[doc(hidden)]
        pub(crate) use ::aro_sdk::#entry_point as __aro_entry_point;

        #private::inventory::submit! { __AroPlugin(#private::Item::Plugin) }

        const _: () = { #exports };

        #[cfg(not(panic = "unwind"))]
        #private::std::compile_error!(
            "an ARO plugin needs `panic = \"unwind\"`: with `panic = \"abort\"` a panic in an action ends the host's process\n\
             remove `panic = \"abort\"` from the profile in Cargo.toml"
        );

        #[cfg(test)]
        #[#private::std::prelude::v1::test]
        fn aro_plugin_metadata_is_complete_and_consistent() {
            __ARO_PLUGIN.assert_metadata();
        }
    }
}

/// The ABI's functions: shells over private code that nothing in the plugin refers to, since under `RTLD_GLOBAL` such a reference may
/// bind to another plugin's.
fn exports(private: &TokenStream) -> TokenStream {
    let with_texts = WITH_TEXTS.iter().map(|(name, behind, params, gives)| {
        let (name, behind) = (format_ident!("{name}"), format_ident!("{behind}"));
        let params: Vec<_> = params.iter().map(|param| format_ident!("{param}")).collect();
        let output = gives.then(|| quote!(-> *mut #private::c_char));
        quote! {
            #[unsafe(no_mangle)]
            unsafe extern "C" fn #name(#(#params: *const #private::c_char),*) #output {
                unsafe { #private::#behind(&__ARO_PLUGIN, #(#params),*) }
            }
        }
    });
    quote! {
        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_info() -> *mut #private::c_char {
            #private::info(&__ARO_PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_register() {
            #private::start(&__ARO_PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_init() {
            #private::start(&__ARO_PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_shutdown() {
            #private::shutdown(&__ARO_PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_set_invoke(invoke: #private::std::option::Option<#private::Invoke>) {
            #private::set_invoke(&__ARO_PLUGIN, invoke)
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn aro_plugin_free(pointer: *mut #private::c_char) {
            unsafe { #private::free(pointer) }
        }

        #(#with_texts)*
    }
}

/// An export that takes texts: its name, the private function behind it, its parameters, and whether it gives a text.
type Export = (&'static str, &'static str, &'static [&'static str], bool);

const WITH_TEXTS: &[Export] = &[
    ("aro_plugin_execute", "execute", &["action", "input"], true),
    ("aro_plugin_qualifier", "qualifier", &["name", "input"], true),
    ("aro_plugin_on_event", "on_event", &["kind", "payload"], false),
    ("aro_object_read", "object_read", &["identifier", "qualifier"], true),
    ("aro_object_write", "object_write", &["identifier", "qualifier", "value"], true),
    ("aro_object_list", "object_list", &["pattern"], true),
];

fn or_package(given: Option<LitStr>, variable: &str) -> TokenStream {
    let private = path::private();
    given.map_or_else(|| quote!(#private::std::env!(#variable)), |text| quote!(#text))
}

/// The rule of plugin.yaml (ABI, section 8).
fn check_name(name: &LitStr, report: &Report) {
    let text = name.value();
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = text.len() >= 2
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(inner)
        && !text.ends_with('-');
    if !fits {
        report.at(
            name,
            format!(
                "`{text}` cannot be a plugin's name: two or more lower-case letters, digits and hyphens, a letter \
                 first, no hyphen last"
            ),
        );
    }
}

fn check_handle(handle: &LitStr, report: &Report) {
    let text = handle.value();
    if let Some(fault) = aro_abi::spelling_fault(&text) {
        let fault = fault.replace("a verb", "a handle");
        report.at(handle, format!("no program can write the handle `{text}`: {fault}"));
    }
}

/// The crate's name as it stands in symbols.
pub(crate) fn crate_name() -> String {
    std::env::var("CARGO_CRATE_NAME").unwrap_or_else(|_| "plugin".to_owned())
}

/// A span that points at `at` for messages but belongs to the macro for lints and name look-up.
pub(crate) fn located(at: Span) -> Span {
    Span::call_site().located_at(at)
}
