//! What the metadata says of parameters: `ParamInfo` of the SDK.
//!
//! Only the compiler knows types. So the code asks for them, by autoref specialization:
//! `TypesOf::<T>` for the ARO types that a `T` is read from, and `OfCall::<T>` for whether a `T`
//! comes from the call itself. `TypesFallback` and `ValueFallback` have the answers for a type that
//! does not say it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Lit;

use super::paths::Sdk;
use super::type_sets::types_of;
use super::wrapper::extracted_type;
use crate::model::{DefaultValue, Param, ParamType, Params};
use crate::syntax::Value;

/// `&[ParamInfo { … }, …]`, without the parameters that are known to be no arguments.
pub(super) fn param_infos(params: &Params, sdk: &Sdk) -> TokenStream {
    let infos: Vec<TokenStream> =
        params.list.iter().filter(|param| param.state().is_none()).map(|param| param_info(param, sdk)).collect();
    if infos.is_empty() {
        return quote!(&[]);
    }
    quote! {
        {
            use #sdk::{TypesFallback as _, ValueFallback as _};
            &[#(#infos),*]
        }
    }
}

fn param_info(param: &Param, sdk: &Sdk) -> TokenStream {
    let name = &param.name;
    let types = match &param.ty {
        ParamType::Value(ty) | ParamType::Reference(ty) => types_of(ty, sdk),
        ParamType::Slice(..) => quote!(#sdk::TypeSet::LIST),
    };
    let mut fields = quote!(name: #name, types: #types,);
    if !is_surely_argument(param) {
        let ty = extracted_type(&param.ty, sdk);
        fields.extend(quote!(is_argument: #sdk::OfCall::<#ty>::IS_VALUE,));
    }
    if !param.description.is_empty() {
        let description = &param.description;
        fields.extend(quote!(description: #description,));
    }
    if param.flatten.is_some() {
        fields.extend(quote!(flatten: true,));
    }
    if let Some(default) = &param.default {
        let default = default_value(default, sdk);
        fields.extend(quote!(default: #sdk::Some(#default),));
    }
    quote!(#sdk::ParamInfo { #fields ..#sdk::ParamInfo::PLAIN })
}

/// Whether it is an argument, whatever its type implements.
fn is_surely_argument(param: &Param) -> bool {
    param.default.is_some() || param.flatten.is_some() || matches!(param.ty, ParamType::Slice(..))
}

/// The default as the SDK's `DefaultValue`: what it is, if it is a literal.
fn default_value(default: &DefaultValue, sdk: &Sdk) -> TokenStream {
    let literal = match default {
        DefaultValue::Expr(value) => literal(value, sdk),
        DefaultValue::OfType => None,
    };
    literal.unwrap_or_else(|| quote!(#sdk::DefaultValue::Computed))
}

/// `None` for what is no literal, or none that JSON has.
fn literal(value: &Value, sdk: &Sdk) -> Option<TokenStream> {
    let (literal, minus) = match value.literal() {
        Some(literal) => (literal, ""),
        None => (value.negative()?, "-"),
    };
    Some(match literal {
        Lit::Int(number) => {
            let json = format!("{minus}{}", number.base10_digits());
            quote!(#sdk::DefaultValue::Number(#json))
        }
        Lit::Float(number) => {
            let number: f64 = number.base10_parse().ok()?;
            // What `Debug` writes of a finite number is JSON.
            let json = number.is_finite().then(|| format!("{minus}{number:?}"))?;
            quote!(#sdk::DefaultValue::Number(#json))
        }
        _ if !minus.is_empty() => return None,
        Lit::Str(string) => {
            let string = string.value();
            quote!(#sdk::DefaultValue::String(#string))
        }
        Lit::Char(c) => {
            let string = c.value().to_string();
            quote!(#sdk::DefaultValue::String(#string))
        }
        Lit::Bool(value) => {
            let value = value.value;
            quote!(#sdk::DefaultValue::Bool(#value))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_shown_and_any_other_default_is_not() {
        let shown = |source: &str| {
            let value = crate::syntax::parse_all(source.parse().unwrap(), Value::parse).unwrap();
            let tokens = default_value(&DefaultValue::Expr(value), &Sdk::of_item(None)).to_string();
            tokens.replace(' ', "").replace("__aro::DefaultValue::", "")
        };
        for (source, expected) in [
            ("\"a\\\"b\"", "String(\"a\\\"b\")"),
            ("'c'", "String(\"c\")"),
            ("1_000u16", "Number(\"1000\")"),
            ("-0x10", "Number(\"-16\")"),
            ("2.", "Number(\"2.0\")"),
            ("-1.5e3f32", "Number(\"-1500.0\")"),
            ("true", "Bool(true)"),
            ("1e999", "Computed"),
            ("-\"a\"", "Computed"),
            ("b\"a\"", "Computed"),
            ("LIMIT", "Computed"),
            ("0xffffffffffffffffffffffffffffffff", "Number(\"340282366920938463463374607431768211455\")"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
