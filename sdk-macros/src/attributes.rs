//! The stages of each macro: parse, check, expand.
//!
//! A wrong attribute costs the item nothing. It is emitted as it is, so that the rest of the crate
//! keeps compiling, and beside it comes either the generated code or all of its mistakes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::ParseStream;

use crate::diagnostics::{Report, attribute as say};
use crate::model::HookKind;
use crate::syntax::{Block, Function, kind_of_item, parse_all};
use crate::{check, expand, panic_guard, parse};

pub(crate) fn aro_action(args: TokenStream, item: TokenStream) -> TokenStream {
    on_function("aro_action", item, |function, report| {
        let action = parse::action(args, function, report);
        check::action(&action, report);
        report.no_errors()?;
        Some(expand::action(&action))
    })
}

pub(crate) fn aro_qualifier(args: TokenStream, item: TokenStream) -> TokenStream {
    on_function("aro_qualifier", item, |function, report| {
        let qualifier = parse::qualifier(args, function, report);
        check::qualifier(&qualifier, report);
        report.no_errors()?;
        Some(expand::qualifier(&qualifier))
    })
}

pub(crate) fn aro_service(args: TokenStream, item: TokenStream) -> TokenStream {
    on_impl("aro_service", item, |block, report| {
        let mut service = parse::service(args, block, report);
        check::service(&mut service, report);
        report.no_errors()?;
        Some(expand::service(&service))
    })
}

pub(crate) fn aro_system_object(args: TokenStream, item: TokenStream) -> TokenStream {
    on_impl("aro_system_object", item, |block, report| {
        let object = parse::system_object(args, block, report);
        check::system_object(&object, report);
        report.no_errors()?;
        Some(expand::system_object(&object))
    })
}

pub(crate) fn aro_on_event(args: TokenStream, item: TokenStream) -> TokenStream {
    on_function("aro_on_event", item, |function, report| {
        let handler = parse::event_handler(args, function, report)?;
        check::event_handler(&handler, report);
        report.no_errors()?;
        Some(expand::event_handler(&handler))
    })
}

/// `#[aro_init]` and `#[aro_shutdown]`.
pub(crate) fn hook(kind: HookKind, args: TokenStream, item: TokenStream) -> TokenStream {
    on_function(kind.attribute(), item, |function, report| {
        let hook = parse::hook(kind, args, function, report);
        check::hook(&hook, report);
        report.no_errors()?;
        Some(expand::hook(&hook))
    })
}

pub(crate) fn plugin(input: TokenStream) -> TokenStream {
    panic_guard::catch("plugin!", TokenStream::new(), || {
        let report = Report::default();
        let plugin = parse::plugin(input, &report);
        check::plugin(&plugin, &report);
        // Even a wrong `plugin!` expands: the code of all items refers to it, and without it each
        // of them would complain.
        let plugin = expand::plugin(&plugin);
        let (errors, hints) = (report.finish(), expand::editor_hints(&report.keys()));
        quote!(#errors #hints #plugin)
    })
}

pub(crate) fn library(input: TokenStream) -> TokenStream {
    panic_guard::catch("library!", TokenStream::new(), || {
        let report = Report::default();
        let library = parse::library(input, &report);
        check::library(&report);
        // Also after a mistake, as for `plugin!`.
        let library = expand::library(&library);
        let (errors, hints) = (report.finish(), expand::editor_hints(&report.keys()));
        quote!(#errors #hints #library)
    })
}

pub(crate) fn derive_aro_types(item: TokenStream) -> TokenStream {
    panic_guard::catch("derive(AroTypes)", TokenStream::new(), || {
        let report = Report::default();
        let types = match parse::aro_types(item, &report) {
            Ok(types) => types,
            Err(error) => return error.into_compile_error(),
        };
        check::aro_types(&types, &report);
        report.finish().unwrap_or_else(|| expand::aro_types(&types))
    })
}

pub(crate) fn aro_export(args: TokenStream, item: TokenStream) -> TokenStream {
    match kind_of_item(&item) {
        "an `impl` block" => on_impl("aro_export", item, |block, report| {
            let mut export = parse::export_block(args, block, report);
            check::export_block(&mut export, report);
            let generated = report.no_errors().map(|()| expand::export_block(&export));
            block.head.attrs.push(expand::reachable());
            generated
        }),
        "a struct" | "an enum" | "a union" => {
            let (derive, args) = (expand::derive_exported_type(), parse::passed_on(&args));
            quote!(#derive #args #item)
        }
        _ => on_item("aro_export", EXPORTED_ITEMS, item, Function::parse, |function, report| {
            let export = parse::export_function(args, function, report);
            check::export_function(&export, report);
            let generated = report.no_errors().map(|()| expand::export_function(&export));
            function.drop_receiver();
            generated
        }),
    }
}

/// What `#[aro_export]` belongs on.
const EXPORTED_ITEMS: &str = "a function with a body, an `impl` block, a struct or an enum";

pub(crate) fn derive_exported_type(item: TokenStream) -> TokenStream {
    panic_guard::catch("aro_export", TokenStream::new(), || {
        let report = Report::default();
        let ty = match parse::export_type(item, &report) {
            Ok(ty) => ty,
            Err(error) => return error.into_compile_error(),
        };
        check::export_type(&ty, &report);
        report.finish().unwrap_or_else(|| expand::export_type(&ty))
    })
}

pub(crate) fn exports(input: TokenStream) -> TokenStream {
    panic_guard::catch("exports!", TokenStream::new(), || {
        let report = Report::default();
        let exports = parse::exports(input, &report);
        check::exports(&report);
        // Even wrong exports expand, as for `plugin!`.
        let library = expand::exports(&exports);
        let (errors, hints) = (report.finish(), expand::editor_hints(&report.keys()));
        quote!(#errors #hints #library)
    })
}

fn on_function(
    attribute: &str,
    item: TokenStream,
    stages: impl FnOnce(&mut Function, &Report) -> Option<TokenStream>,
) -> TokenStream {
    on_item(attribute, "a function with a body", item, Function::parse, |function, report| {
        let generated = stages(function, report);
        function.drop_receiver();
        generated
    })
}

fn on_impl(
    attribute: &str,
    item: TokenStream,
    stages: impl FnOnce(&mut Block, &Report) -> Option<TokenStream>,
) -> TokenStream {
    on_item(attribute, "an `impl` block", item, Block::parse, stages)
}

/// Parses the item and passes it through the `stages`, which take from it what is ours and return
/// the generated code; `None` after a mistake. `wanted` is the kind of item for messages.
fn on_item<I: ToTokens>(
    attribute: &str,
    wanted: &str,
    item: TokenStream,
    parser: fn(ParseStream<'_>) -> syn::Result<I>,
    stages: impl FnOnce(&mut I, &Report) -> Option<TokenStream>,
) -> TokenStream {
    panic_guard::catch(attribute, item.clone(), || {
        let report = Report::default();
        let (item, generated) = match parse_all(item.clone(), parser) {
            Ok(mut parsed) => {
                let generated = stages(&mut parsed, &report);
                (parsed.into_token_stream(), generated)
            }
            Err(_) => {
                // At the attribute: the item may be long, and it is right where it is.
                report.at_span(
                    Span::call_site(),
                    say::wrong_item(attribute, wanted, kind_of_item(&item), other_attribute(kind_of_item(&item))),
                );
                (item, None)
            }
        };
        let beside = report.finish().or(generated);
        let (conditional, hints) = (report.conditional(), expand::editor_hints(&report.keys()));
        quote!(#item #beside #conditional #hints)
    })
}

/// The attribute for this kind of item, if one has methods that programs call.
fn other_attribute(found: &str) -> &'static str {
    match found {
        "an `impl` block" => {
            "programs call the methods of an `impl` block with `#[aro_service]` before it: write that instead; or "
        }
        _ => "",
    }
}
