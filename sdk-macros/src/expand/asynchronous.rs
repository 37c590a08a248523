//! `async` functions: what runs their futures, and the errors where nothing can.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::descriptor::{option, rust_path};
use super::paths::{Sdk, call_site_at};
use crate::diagnostics::{Message, asynchronous as say};
use crate::model::{FunctionPath, ItemFunction, Plugin};

/// What the call of the author's function gives: `called`, or the output of the future that it is.
pub(super) fn run(function: &ItemFunction<'_>, called: &TokenStream, call: &Ident, sdk: &Sdk) -> TokenStream {
    match function.timeout.as_ref().and_then(|timeout| timeout.millis) {
        _ if !function.is_async() => called.clone(),
        None => quote!(#sdk::block_on(#call, #called)?),
        Some(millis) => {
            quote!(#sdk::block_on_within(#call, #sdk::Duration::from_millis(#millis), #called)?)
        }
    }
}

/// Registers an `async` function, and makes the errors of a plugin without an executor or a timer.
/// `plugin!` drops them.
pub(super) fn declared(function: &ItemFunction<'_>, sdk: &Sdk) -> TokenStream {
    let Some(token) = &function.syntax.sig.asyncness else { return TokenStream::new() };
    let path = rust_path(&function.syntax.sig.ident, sdk);
    let has_timeout = function.timeout.is_some();
    let executor_missing = error(&say::executor_missing(), token.span(), sdk);
    let timer_missing =
        function.timeout.as_ref().map(|timeout| error(&say::timer_missing(), timeout.literal.span(), sdk));
    quote! {
        __aro::executor! { { #executor_missing } { #timer_missing } }
        static __ASYNC: #sdk::AsyncInfo = #sdk::AsyncInfo { path: #path, has_timeout: #has_timeout };
        #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::Async(&__ASYNC)) }
    }
}

fn error(message: &Message, span: Span, sdk: &Sdk) -> TokenStream {
    let span = call_site_at(span);
    let (message, sdk) = (message.as_str(), sdk.at(span));
    quote_spanned!(span=> #sdk::std::compile_error! { #message })
}

/// How `plugin!` runs `async` functions.
pub(super) struct PluginExecutor {
    /// The macro of the SDK that decides about the errors above.
    pub(super) choice: &'static str,
    /// Beside the module of `plugin!`, because the author's paths are written there.
    pub(super) definition: Option<TokenStream>,
    /// The expression for it in the module.
    pub(super) value: TokenStream,
}

impl PluginExecutor {
    pub(super) fn expand(plugin: &Plugin, module: &Ident, sdk: &Sdk) -> Self {
        let choice = match (&plugin.block_on, &plugin.sleep) {
            (Some(_), Some(_)) => "__executor_and_timer",
            (Some(_), None) => "__executor",
            (None, _) => "__no_executor",
        };
        let path_of = |function: &Option<FunctionPath>| function.as_ref().and_then(|function| function.0.clone());
        let (block_on, sleep) = (path_of(&plugin.block_on), path_of(&plugin.sleep));
        if block_on.is_none() && sleep.is_none() {
            return Self { choice, definition: None, value: quote!(#sdk::Executor::NONE) };
        }
        let block_on = option(block_on.map(|path| block_on_function(&path, sdk)), sdk);
        let sleep = option(sleep.map(|path| sleep_function(&path, sdk)), sdk);
        let definition = quote! {
            impl #module::Plugin {
                const EXECUTOR: #sdk::Executor = #sdk::Executor { block_on: #block_on, sleep: #sleep };
            }
        };
        Self { choice, definition: Some(definition), value: quote!(Plugin::EXECUTOR) }
    }
}

// If a function of the author's does not fit, rustc says so at its path.

fn block_on_function(path: &Path, sdk: &Sdk) -> TokenStream {
    let called = quote_spanned!(call_site_at(path.span())=> #path(__task));
    quote! {{
        fn __block_on(__task: #sdk::Task<'_>) {
            #called
        }
        __block_on
    }}
}

fn sleep_function(path: &Path, sdk: &Sdk) -> TokenStream {
    let span = call_site_at(path.span());
    let sdk_there = sdk.at(span);
    let called = quote_spanned!(span=> #sdk_there::sleeping(__limit, |__limit| #path(__limit)));
    quote! {{
        fn __sleep(__limit: #sdk::Duration) -> #sdk::Sleeping {
            #called
        }
        __sleep
    }}
}
