//! Writes the description of a library, from which a C header is made.

use super::descriptors::{
    ExportItem, ExportedField, ExportedFunction, ExportedParam, ExportedReturn, ExportedType, ExportedVariant,
    FunctionRole, ParamType, ReturnType, TypeKind,
};
use super::hash::Hash;
use super::library::{Describer, ForEachItem};
use crate::json::ObjectWriter;

/// What each item registers beside itself.
pub const DESCRIBER: Describer = Describer(write_items);

/// Writes the members that describe what is registered. In the order of names, because the order of
/// the linker has no meaning.
fn write_items(library: &mut ObjectWriter<'_>, for_each_item: ForEachItem) {
    let (mut types, mut functions) = (Vec::new(), Vec::new());
    for_each_item(&mut |item| match item {
        ExportItem::Library => {}
        ExportItem::Function(function, _) => functions.push(function),
        ExportItem::Type(ty, _) => types.push(ty),
        ExportItem::Object(object, _) => {
            types.push(&object.ty);
            functions.extend(object.functions);
        }
    });
    types.sort_unstable_by_key(|ty| ty.c_name);
    functions.sort_unstable_by_key(|function| function.symbol);
    let mut hash = Hash::new();
    types.iter().for_each(|ty| hash.ty(ty));
    functions.iter().for_each(|function| hash.function(function));
    library.string("hash", &hash.hex());
    library.objects("types", types.iter(), |entry, ty| write_type(entry, ty));
    library.objects("functions", functions.iter(), |entry, function| write_function(entry, function));
}

fn write_type(entry: &mut ObjectWriter<'_>, ty: &ExportedType) {
    let kind = match &ty.kind {
        TypeKind::Struct(_) => "struct",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Object { .. } => "object",
    };
    entry.string("kind", kind);
    entry.string("name", ty.name);
    entry.string("c_name", ty.c_name);
    entry.docs(ty.docs);
    match &ty.kind {
        TypeKind::Struct(fields) => {
            write_layout(entry, ty);
            entry.objects("fields", fields.iter(), write_field);
        }
        TypeKind::Enum { repr, variants, .. } => {
            entry.string("type", repr);
            write_layout(entry, ty);
            entry.objects("variants", variants.iter(), write_variant);
        }
        TypeKind::Object { free } => entry.string("free", free),
    }
}

fn write_layout(entry: &mut ObjectWriter<'_>, ty: &ExportedType) {
    entry.number("size", ty.size);
    entry.number("align", ty.align);
}

fn write_field(entry: &mut ObjectWriter<'_>, field: &ExportedField) {
    entry.string("name", field.name);
    entry.string("type", field.ty);
    entry.number("offset", field.offset);
    entry.docs(field.docs);
}

fn write_variant(entry: &mut ObjectWriter<'_>, variant: &ExportedVariant) {
    entry.string("name", variant.name);
    entry.raw("value", &variant.value.to_string());
    entry.docs(variant.docs);
}

fn write_function(entry: &mut ObjectWriter<'_>, function: &ExportedFunction) {
    let role = match function.role {
        FunctionRole::Function => "function",
        FunctionRole::Constructor => "constructor",
        FunctionRole::Method => "method",
        FunctionRole::Free => "free",
    };
    entry.string("symbol", function.symbol);
    entry.string("name", function.name);
    entry.docs(function.docs);
    entry.string("form", if function.has_status { "status" } else { "plain" });
    match function.object {
        Some(object) => entry.string("object", object),
        None => entry.raw("object", "null"),
    }
    entry.string("role", role);
    entry.objects("params", function.params.iter(), write_param);
    entry.object("returns", |entry| write_return(entry, &function.returns));
}

fn write_param(entry: &mut ObjectWriter<'_>, param: &ExportedParam) {
    entry.string("name", param.name);
    match param.ty {
        ParamType::Value(of) => write_kind(entry, "value", Some(of)),
        ParamType::Str => write_kind(entry, "str", None),
        ParamType::Slice(of) => write_kind(entry, "slice", Some(of)),
        ParamType::Object { of, mutable } => {
            write_kind(entry, "object", Some(of));
            entry.boolean("mutable", mutable);
        }
    }
    entry.docs(param.docs);
}

fn write_return(entry: &mut ObjectWriter<'_>, returned: &ExportedReturn) {
    match returned.ty {
        ReturnType::Unit => write_kind(entry, "unit", None),
        ReturnType::Value(of) => write_kind(entry, "value", Some(of)),
        ReturnType::String => write_kind(entry, "string", None),
        ReturnType::Vec(of) => write_kind(entry, "vec", Some(of)),
        ReturnType::Object(of) => write_kind(entry, "object", Some(of)),
    }
    entry.boolean("optional", returned.optional);
    entry.boolean("fallible", returned.fallible);
}

fn write_kind(entry: &mut ObjectWriter<'_>, kind: &str, of: Option<&str>) {
    entry.string("kind", kind);
    entry.optional_string("of", of);
}
