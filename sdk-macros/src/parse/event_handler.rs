//! `#[aro_on_event("Pattern", …)]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{LitStr, Path};

use super::function::item_function;
use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::{Report, action as say};
use crate::model::{EventHandler, FunctionKind};
use crate::syntax::{Function, Value};

/// `None` where there is no pattern that could be read.
pub(crate) fn event_handler<'a>(
    args: TokenStream,
    function: &'a mut Function,
    report: &Report,
) -> Option<EventHandler<'a>> {
    let args = event_args(args, report);
    let function = item_function(function, FunctionKind::EventHandler, None, report);
    let (pattern, sdk) = args?;
    Some(EventHandler { sdk, pattern, function })
}

/// The pattern, and then `crate = path` if need be.
fn event_args(args: TokenStream, report: &Report) -> Option<(LitStr, Option<Path>)> {
    let mut args = args.into_iter();
    let Some(first) = args.next() else {
        report.at_span(Span::call_site(), say::pattern_missing("but has no arguments"));
        return None;
    };
    let first_span = first.span();
    let Some(pattern) = Value::of(first).string() else {
        report.at_span(first_span, say::pattern_missing("but the argument is something else"));
        return None;
    };
    match args.next() {
        None => {}
        Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
        Some(other) => {
            report.at_span(other.span(), say::pattern_missing("but there is more after it"));
            return None;
        }
    }
    let mut rest = KeyValues::parse(args.collect(), &keys::ON_EVENT, report);
    Some((pattern, rest.sdk_path(report)))
}
