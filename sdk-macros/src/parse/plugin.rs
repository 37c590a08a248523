//! `plugin! { name = "…", … }` and `library! { … }`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Path;

use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::Report;
use crate::model::{Library, Plugin};
use crate::syntax::Value;

pub(crate) fn plugin(input: TokenStream, report: &Report) -> Plugin {
    let (own_path, input) = own_path(input);
    let mut input = KeyValues::parse(input, &keys::PLUGIN, report);
    Plugin {
        sdk: input.sdk_path(report).or(own_path),
        name: input.string("name", report),
        version: input.string("version", report),
        description: input.string("description", report),
        handle: input.string("handle", report),
        entry_points: input.boolean("entry_points", report).unwrap_or(true),
        uses: input.path_list("uses", report),
        init_limit: input.duration("init_limit", report),
        block_on: input.function("block_on", "pollster::block_on", report),
        sleep: input.function("sleep", "async_io::Timer::after", report),
    }
}

pub(crate) fn library(input: TokenStream, report: &Report) -> Library {
    let (own_path, input) = own_path(input);
    let mut input = KeyValues::parse(input, &keys::LIBRARY, report);
    Library {
        sdk: input.sdk_path(report).or(own_path),
        entry_points: input.boolean("entry_points", report).unwrap_or(true),
        uses: input.path_list("uses", report),
    }
}

/// Takes `[$crate]` off the input: the SDK's `plugin!` passes it on, so that the SDK is found under
/// whatever name it has in the crate.
pub(super) fn own_path(input: TokenStream) -> (Option<Path>, TokenStream) {
    let mut tokens = input.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Group(group)) if group.stream().to_string() == "$crate" => {
            let path = Value::of(TokenTree::Group(Group::new(Delimiter::None, group.stream()))).path();
            (path, tokens.collect())
        }
        _ => (None, input),
    }
}
