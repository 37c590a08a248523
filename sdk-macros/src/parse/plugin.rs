//! `plugin! { name = "…", … }`.

use proc_macro2::TokenStream;

use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::Report;
use crate::model::Plugin;

pub(crate) fn plugin(input: TokenStream, report: &Report) -> Plugin {
    let mut input = KeyValues::parse(input, &keys::PLUGIN, report);
    Plugin {
        sdk: input.sdk_path(report),
        name: input.string("name", report),
        version: input.string("version", report),
        description: input.string("description", report),
        handle: input.string("handle", report),
        entry_points: input.boolean("entry_points", report).unwrap_or(true),
    }
}
