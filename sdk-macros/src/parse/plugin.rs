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
        name: input.text("name", report),
        version: input.text("version", report),
        description: input.text("description", report),
        handle: input.text("handle", report),
        entry_points: input.boolean("entry_points", report).unwrap_or(true),
    }
}
