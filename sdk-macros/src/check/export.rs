//! `#[aro_export]` and `exports!`.

use aro_abi::typed;
use proc_macro2::Span;
use syn::{Data, Fields, GenericParam, Type};

use super::block::check_block;
use super::package;
use super::symbol::symbol;
use crate::diagnostics::{Report, block as say_block, export as say, plugin as say_plugin, signature};
use crate::model::{ExportBlock, ExportFunction, ExportReturnKind, ExportType};
use crate::syntax::Receiver;
use crate::syntax::attribute::cfg_of;

pub(crate) fn exports(report: &Report) {
    if package::is_edition_2015() {
        report.at_span(Span::call_site(), say_plugin::no_edition());
    }
}

pub(crate) fn export_function(function: &ExportFunction<'_>, report: &Report) {
    if let Some((receiver, _)) = function.syntax.sig.receiver() {
        report.at(receiver, say::function_with_self());
    }
    if function.symbol.is_none() {
        let name = &function.syntax.sig.ident;
        if typed::OWN_FUNCTIONS.contains(&name.to_string().as_str()) {
            report.at(name, say::own_name(&name.to_string()));
        }
    }
    any_function(function, report);
}

pub(crate) fn export_block(block: &mut ExportBlock<'_>, report: &Report) {
    check_block(block.block, "aro_export", report);
    symbol(block.symbol.as_ref(), report);
    if block.functions.is_empty() && block.block.of_trait.is_none() {
        report.at(block.ty(), say_block::no_methods("aro_export", "every `pub` function"));
    }
    block.functions.retain(|function| {
        let check = |report: &Report| {
            let name = &function.syntax.sig.ident;
            if let Some((receiver, Receiver::Other)) = function.syntax.sig.receiver() {
                report.at(receiver, say::receiver_owned());
            }
            if function.symbol.is_none() && name == typed::FREE {
                report.at(name, say::own_name(typed::FREE));
            }
            any_function(function, report);
        };
        report.is_right(&cfg_of(&function.conditions), check).is_some()
    });
}

fn any_function(function: &ExportFunction<'_>, report: &Report) {
    const WHAT: &str = "a typed C function";
    let sig = &function.syntax.sig;
    symbol(function.symbol.as_ref(), report);
    if let Some(token) = &sig.asyncness {
        report.at(token, say::is_async());
    }
    if let Some(token) = &sig.unsafety {
        report.at(token, signature::is_unsafe(WHAT));
    }
    if let Some(abi) = &sig.abi {
        report.at(abi, signature::is_extern(WHAT));
    }
    if let Some(variadic) = sig.inputs.iter().find(|input| input.is_variadic()) {
        report.at(variadic, say::is_variadic());
    }
    for generic in &sig.generics.params {
        let name = match generic {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        report.at(name, say::is_generic(&name.to_string()));
    }
    if let ExportReturnKind::Value(ty) | ExportReturnKind::Object(ty) = &function.returned.kind {
        match ty {
            Type::Reference(_) => report.at(ty, say::returns_reference()),
            Type::ImplTrait(_) => report.at(ty, say::returns_impl()),
            _ => {}
        }
    }
}

pub(crate) fn export_type(ty: &ExportType, report: &Report) {
    let name = &ty.item.ident;
    symbol(ty.symbol.as_ref(), report);
    if let Some(generic) = ty.item.generics.params.first() {
        report.at(generic, say::type_generic(&name.to_string()));
    }
    if let Some(span) = ty.repr.layout {
        report.at_span(span, say::type_layout());
    }
    match &ty.item.data {
        Data::Struct(data) => {
            if !ty.repr.is_c {
                report.at(name, say::struct_without_repr(&name.to_string()));
            }
            if data.fields.is_empty() {
                report.at(name, say::type_empty("struct", "field"));
            }
        }
        Data::Enum(data) => {
            if !ty.repr.is_c && ty.repr.int.is_none() {
                report.at(name, say::enum_without_repr(&name.to_string()));
            }
            if data.variants.is_empty() {
                report.at(name, say::type_empty("enum", "variant"));
            }
            for variant in data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit)) {
                report.at(&variant.ident, say::enum_with_fields(&variant.ident.to_string()));
            }
        }
        Data::Union(_) => report.at(name, say::union()),
    }
}
