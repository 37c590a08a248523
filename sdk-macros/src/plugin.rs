//! `plugin! { … }`.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use crate::attrs::Entries;
use crate::catalogue::plugin as say;
use crate::code::{Code, code, ident};
use crate::door;
use crate::keys;
use crate::package;
use crate::path::{Sdk, import_plugin, plugin_module};
use crate::report::Report;
use crate::spelling;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    door::enter("plugin!", &TokenStream::new(), &|| read(input.clone()))
}

fn read(input: TokenStream) -> TokenStream {
    let report = Report::default();
    let mut entries = Entries::parse(input, &keys::PLUGIN, &report);
    let krate = entries.krate(&report);
    let name = entries.text("name", &report);
    let version = entries.text("version", &report);
    let description = entries.text("description", &report);
    let handle = entries.text("handle", &report);
    let entry_points = entries.truth("entry_points", &report).unwrap_or(true);
    if let Some(name) = &name {
        check_name(name, &report);
    }
    if let Some(handle) = &handle {
        spelling::check("handle", &handle.value(), handle.span(), &report);
    }
    if let Some(crate_types) = package::without_cdylib() {
        report.at_span(Span::call_site(), say::no_cdylib(&crate_types));
    }
    // Even a wrong plugin! is one: the actions' code refers to it, and each would complain about its absence.
    let errors = report.finish().unwrap_or_default();
    let for_editors = report.for_editors();
    let private = Sdk::of_crate(krate.as_ref());
    let name = or_package(&private, name, "CARGO_PKG_NAME");
    let version = or_package(&private, version, "CARGO_PKG_VERSION");
    let description = or_package(&private, description, "CARGO_PKG_DESCRIPTION");
    let module = plugin_module();
    let at_root = import_plugin("_", Span::call_site());
    let hidden_verb = ident(if handle.is_some() { "__reachable" } else { "__unreachable" });
    let handle = match handle {
        Some(handle) => code!(private, handle => #private::std::option::Option::Some(#handle)),
        None => code!(private => #private::std::option::Option::None),
    };
    let entry_point = ident(if entry_points { "__exported" } else { "__not_exported" });
    let exports = exports(&private);
    let panic_abort = say::panic_abort();
    let panic_abort = panic_abort.as_str();

    let plugin = code! {
        errors, for_editors, module, at_root, private, entry_point, hidden_verb, name, version, description, handle, entry_points, exports, panic_abort =>
        #errors
        #for_editors

        #[doc(hidden)]
        mod #module {
            // Fails where this is not the crate's root.
            #at_root

            pub use #private::*;
            pub use #private::{#entry_point as entry_point, #hidden_verb as hidden_verb};

            pub struct Plugin(pub #private::Item);

            #private::inventory::collect!(Plugin);

            pub static PLUGIN: #private::Plugin = #private::Plugin::new(
                #private::PluginInfo {
                    name: #name,
                    version: #version,
                    description: #description,
                    handle: #handle,
                    entry_points: #entry_points,
                },
                |show| {
                    for registered in #private::inventory::iter::<Plugin> {
                        show(registered.0);
                    }
                },
                {
                    extern "C" fn on_exit() {
                        #private::end(&PLUGIN);
                    }
                    on_exit
                },
            );

            #private::inventory::submit! { Plugin(#private::Item::Plugin) }

            #exports
        }

        #[cfg(not(panic = "unwind"))]
        #private::std::compile_error!(#panic_abort);

        #[cfg(test)]
        #[#private::std::prelude::v1::test]
        fn aro_plugin_metadata_is_complete_and_consistent() {
            #module::PLUGIN.assert_metadata();
        }
    };
    plugin.into()
}

/// The ABI's functions: shells over private code that nothing in the plugin refers to, since under `RTLD_GLOBAL` such a reference may
/// bind to another plugin's.
fn exports(private: &Sdk) -> Code {
    let mut with_texts = Code::default();
    for (name, behind, texts, gives) in WITH_TEXTS {
        let (name, behind) = (ident(name), ident(behind));
        let (mut params, mut passed) = (Vec::new(), Vec::new());
        for text in *texts {
            let text = ident(text);
            params.push(code!(text, private => #text: *const #private::c_char));
            passed.push(text.into());
        }
        let (params, passed) = (Code::list(&params), Code::list(&passed));
        let output = if *gives { code!(private => -> *mut #private::c_char) } else { Code::default() };
        with_texts.push(code! { name, params, output, private, behind, passed =>
            #[unsafe(no_mangle)]
            unsafe extern "C" fn #name(#params) #output {
                unsafe { #private::#behind(&PLUGIN, #passed) }
            }
        });
    }
    code! { private, with_texts =>
        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_info() -> *mut #private::c_char {
            #private::info(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_register() {
            #private::start(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_init() {
            #private::start(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_shutdown() {
            #private::shutdown(&PLUGIN)
        }

        #[unsafe(no_mangle)]
        extern "C" fn aro_plugin_set_invoke(invoke: #private::std::option::Option<#private::Invoke>) {
            #private::set_invoke(&PLUGIN, invoke)
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn aro_plugin_free(pointer: *mut #private::c_char) {
            unsafe { #private::free(pointer) }
        }

        #with_texts
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

fn or_package(private: &Sdk, given: Option<LitStr>, variable: &str) -> Code {
    match given {
        Some(text) => Code::of(&text),
        None => code!(private, variable => #private::std::env!(#variable)),
    }
}

/// The rule of plugin.yaml (ABI, section 8).
fn check_name(name: &LitStr, report: &Report) {
    let text = name.value();
    let mut fits = text.len() >= 2 && !text.ends_with('-');
    for (index, byte) in text.bytes().enumerate() {
        fits &= byte.is_ascii_lowercase() || index > 0 && (byte.is_ascii_digit() || byte == b'-');
    }
    if !fits {
        report.at(name, say::plugin_name(&text));
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
