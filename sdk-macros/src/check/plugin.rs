//! `plugin! { … }` and `library! { … }`.

use proc_macro2::Span;
use syn::LitStr;

use super::names::check_name;
use super::package;
use crate::diagnostics::{Report, plugin as say};
use crate::model::Plugin;

pub(crate) fn plugin(plugin: &Plugin, report: &Report) {
    if let Some(name) = &plugin.name {
        check_plugin_name(name, report);
    }
    if let Some(handle) = &plugin.handle {
        check_name("handle", &handle.value(), handle.span(), report);
    }
    if let Some(crate_types) = package::crate_types_without_cdylib() {
        report.at_span(Span::call_site(), say::no_cdylib(&crate_types));
    }
    if package::is_own_binary() {
        report.at_span(Span::call_site(), say::in_a_binary());
    }
    edition(report);
}

pub(crate) fn library(report: &Report) {
    edition(report);
}

fn edition(report: &Report) {
    if package::is_edition_2015() {
        report.at_span(Span::call_site(), say::no_edition());
    }
}

/// The rule of plugin.yaml (ABI, section 8).
fn check_plugin_name(name: &LitStr, report: &Report) {
    let text = name.value();
    let mut fits = text.len() >= 2 && !text.ends_with('-');
    for (index, byte) in text.bytes().enumerate() {
        fits &= byte.is_ascii_lowercase() || index > 0 && (byte.is_ascii_digit() || byte == b'-');
    }
    if !fits {
        report.at(name, say::plugin_name(&text));
    }
}
