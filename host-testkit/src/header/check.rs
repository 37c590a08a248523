//! What C has no declaration for.

use std::collections::BTreeMap;

use super::HeaderError;
use super::declarations::{macros, primitive, shared_names, variant_name};
use super::description::{Description, ParamKind, ReturnKind, Type};
use super::names::{has_identifier_characters, is_identifier};

/// Checks names, types, and that everything has a declaration in C.
pub(crate) fn check(description: &Description) -> Result<(), HeaderError> {
    if !has_identifier_characters(&description.krate) {
        return Err(HeaderError::NotAnIdentifier { item: "the crate".to_owned(), name: description.krate.clone() });
    }
    if !description.hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(HeaderError::Hash { found: description.hash.clone() });
    }
    check_names(description)?;
    for ty in &description.types {
        check_type(description, ty)?;
    }
    for function in &description.functions {
        let item = format!("the function `{}`", function.name);
        for param in &function.params {
            let item = format!("the parameter `{}` of {item}", param.name);
            match &param.kind {
                ParamKind::Value { of } | ParamKind::Slice { of } => expect_value(description, &item, of)?,
                ParamKind::Object { of } => expect_object(description, &item, of)?,
                ParamKind::Str => {}
            }
        }
        let item = format!("the result of {item}");
        match &function.returns.kind {
            ReturnKind::Value { of } | ReturnKind::Vec { of } => expect_value(description, &item, of)?,
            ReturnKind::Object { of } => expect_object(description, &item, of)?,
            ReturnKind::Unit | ReturnKind::String => {}
        }
    }
    Ok(())
}

/// All names of a header are in one space: types, functions and the variants of enums.
fn check_names(description: &Description) -> Result<(), HeaderError> {
    let every = "something that every header declares";
    let mut names: BTreeMap<String, String> =
        shared_names().chain(macros(description)).map(|name| (name, every.to_owned())).collect();
    let mut add = |name: String, item: String| {
        if !is_identifier(&name) {
            return Err(HeaderError::NotAnIdentifier { item, name });
        }
        match names.insert(name.clone(), item.clone()) {
            Some(first) => Err(HeaderError::SameName { name, first, second: item }),
            None => Ok(()),
        }
    };
    add(description.free.clone(), "the function that frees memory".to_owned())?;
    add(description.last_error.clone(), "the function that gives the last error".to_owned())?;
    add(description.describe.clone(), "the function that describes the library".to_owned())?;
    for ty in &description.types {
        add(ty.c_name().to_owned(), format!("the type `{}`", ty.name()))?;
        if let Type::Enum(ty) = ty {
            for variant in &ty.variants {
                add(variant_name(ty, &variant.name), format!("the variant `{}::{}`", ty.name, variant.name))?;
            }
        }
    }
    for function in &description.functions {
        add(function.symbol.clone(), format!("the function `{}`", function.name))?;
    }
    Ok(())
}

fn check_type(description: &Description, ty: &Type) -> Result<(), HeaderError> {
    match ty {
        Type::Struct(ty) if ty.fields.is_empty() => Err(HeaderError::EmptyStruct { name: ty.name.clone() }),
        Type::Struct(ty) => ty.fields.iter().try_for_each(|field| {
            expect_value(description, &format!("the field `{}` of the struct `{}`", field.name, ty.name), &field.ty)
        }),
        Type::Enum(ty) if ty.variants.is_empty() => Err(HeaderError::EmptyEnum { name: ty.name.clone() }),
        Type::Enum(ty) => match primitive(&ty.ty) {
            Some(_) => Ok(()),
            None => Err(HeaderError::UnknownType { item: format!("the enum `{}`", ty.name), ty: ty.ty.clone() }),
        },
        Type::Object(_) => Ok(()),
    }
}

/// A value is passed as it is: a number, an enum or a struct.
fn expect_value(description: &Description, item: &str, of: &str) -> Result<(), HeaderError> {
    match description.find_type(of) {
        Some(Type::Object(_)) => Err(wrong_kind(item, of, "an object", "a number, an enum or a struct")),
        Some(_) => Ok(()),
        None if primitive(of).is_some() => Ok(()),
        None => Err(HeaderError::UnknownType { item: item.to_owned(), ty: of.to_owned() }),
    }
}

fn expect_object(description: &Description, item: &str, of: &str) -> Result<(), HeaderError> {
    match description.find_type(of) {
        Some(Type::Object(_)) => Ok(()),
        Some(Type::Struct(_)) => Err(wrong_kind(item, of, "a struct", "an object")),
        Some(Type::Enum(_)) => Err(wrong_kind(item, of, "an enum", "an object")),
        None => Err(HeaderError::UnknownType { item: item.to_owned(), ty: of.to_owned() }),
    }
}

fn wrong_kind(item: &str, ty: &str, found: &'static str, expected: &'static str) -> HeaderError {
    HeaderError::WrongKind { item: item.to_owned(), ty: ty.to_owned(), found, expected }
}
