//! The macros, on any tokens: they do not panic, and what they make of an item of Rust is Rust.
//!
//! A proc-macro crate cannot be linked, so its modules are compiled here. A panic in one ends the
//! target before `panic_guard` makes a message of it.
#![no_main]
#![allow(dead_code, reason = "documentation and tests of the macros use more of their modules")]

extern crate proc_macro;

#[path = "../../sdk-macros/src/attributes.rs"]
mod attributes;
#[path = "../../sdk-macros/src/check/mod.rs"]
mod check;
#[path = "../../sdk-macros/src/diagnostics/mod.rs"]
mod diagnostics;
#[path = "../../sdk-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../sdk-macros/src/model/mod.rs"]
mod model;
#[path = "../../sdk-macros/src/panic_guard.rs"]
mod panic_guard;
#[path = "../../sdk-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../sdk-macros/src/syntax/mod.rs"]
mod syntax;

use libfuzzer_sys::fuzz_target;
use model::HookKind;
use proc_macro2::{TokenStream, TokenTree};
use syn_full::parse::Parser as _;
use syn_full::punctuated::Punctuated;
use syn_full::{Meta, Token};

/// An attribute, and an item; a macro with parentheses takes the former only, a derive the latter.
type Macro = fn(TokenStream, TokenStream) -> TokenStream;

/// In the order in which `fuzz/seeds` numbers them.
const MACROS: [Macro; 12] = [
    attributes::aro_action,
    attributes::aro_qualifier,
    attributes::aro_service,
    attributes::aro_system_object,
    attributes::aro_on_event,
    attributes::aro_export,
    |args, item| attributes::hook(HookKind::Init, args, item),
    |args, item| attributes::hook(HookKind::Shutdown, args, item),
    |args, _| attributes::plugin(args),
    |args, _| attributes::library(args),
    |args, _| attributes::exports(args),
    |args, item| {
        drop(args);
        let derived = attributes::derive_aro_types(item.clone());
        drop(attributes::derive_exported_type(item));
        derived
    },
];

// The number of a macro, its arguments, NUL, the item.
fuzz_target!(|bytes: &[u8]| {
    let Some((number, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let (args, item) = text.split_once('\0').unwrap_or((text, ""));
    // Otherwise the source texts of all runs would be kept.
    proc_macro2::extra::invalidate_current_thread_spans();
    let (Ok(args), Ok(item)) = (args.parse::<TokenStream>(), item.parse::<TokenStream>()) else { return };
    let expand = MACROS[usize::from(*number) % MACROS.len()];
    let is_rust = is_rust(&args, &item);
    let expanded = expand(args, item);
    if is_rust && let Err(error) = syn_full::parse2::<syn_full::File>(expanded.clone()) {
        panic!("{error}: {expanded}");
    }
});

/// A list such as `verbs = ["Count"], default`, the form that all attributes of the SDK have.
type Keys = Punctuated<Meta, Token![,]>;

/// Whether the item is one, and its attributes and the arguments have the form that they must have:
/// then what the macro makes of them is Rust too.
fn is_rust(args: &TokenStream, item: &TokenStream) -> bool {
    let is_item = item.is_empty() || syn_full::parse2::<syn_full::Item>(item.clone()).is_ok();
    let mut args = args.clone().into_iter().peekable();
    // The types of events that a handler wants come before its keys.
    if args.next_if(|token| matches!(token, TokenTree::Literal(_))).is_some() {
        args.next_if(|token| matches!(token, TokenTree::Punct(_)));
    }
    is_item && keys(args.collect()).is_some() && attributes_have_keys(item.clone())
}

fn keys(tokens: TokenStream) -> Option<Keys> {
    Keys::parse_terminated.parse2(tokens).ok()
}

/// Whether all attributes that the macros read have this form. Rust itself allows any tokens in the
/// parentheses of an attribute. A macro copies the expression of `#[arg(default = ...)]` into its
/// code unchanged, and rustc reports an expression that is not valid. It copies attributes of other
/// macros as a whole.
fn attributes_have_keys(item: TokenStream) -> bool {
    let mut after_pound = false;
    item.into_iter().all(|token| {
        let is_attribute = after_pound;
        after_pound = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        let TokenTree::Group(group) = token else { return true };
        match syn_full::parse2(group.stream()) {
            Ok(meta) if is_attribute => has_keys(&meta),
            _ => attributes_have_keys(group.stream()),
        }
    })
}

/// Of an attribute that a macro reads: also inside of `cfg_attr`.
fn has_keys(attribute: &Meta) -> bool {
    let is_read = ["arg", "service", "cfg_attr"].iter().any(|name| attribute.path().is_ident(name));
    match attribute {
        Meta::List(list) if is_read => keys(list.tokens.clone()).is_some_and(|keys| keys.iter().all(has_keys)),
        _ => true,
    }
}
