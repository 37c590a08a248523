//! What the metadata says of parameters: `ParamInfo` of the SDK.
//!
//! Only the compiler knows types. So the code asks it, by `KindOf::<P>` of the SDK, whether a
//! parameter takes an argument, of which types, or a state.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Lit, Type};

use super::lifetimes::elide_lifetimes;
use super::paths::Sdk;
use crate::model::{DefaultValue, Param, Params};
use crate::syntax::Value;
use crate::syntax::attribute::cfg_of;

/// `&[ParamInfo { … }, …]`.
pub(super) fn param_infos(params: &Params, sdk: &Sdk) -> TokenStream {
    let infos = params.list.iter().map(|param| param_info(param, sdk));
    quote!(&[#(#infos),*])
}

/// A function that returns the kind of parameters of this type.
pub(super) fn kind_of(ty: &Type, sdk: &Sdk) -> TokenStream {
    let ty = elide_lifetimes(ty);
    quote!(|| #sdk::KindOf::<#ty>::NEW.__kind())
}

/// The same for the state of the type `owner`.
pub(super) fn kind_of_state(owner: &Type, sdk: &Sdk) -> TokenStream {
    quote!(|| #sdk::KindOf::<#sdk::State<#owner>>::NEW.__kind())
}

fn param_info(param: &Param, sdk: &Sdk) -> TokenStream {
    let name = &param.name;
    let kind = kind_of(&param.ty, sdk);
    let mut fields = quote!(name: #name, kind: #kind,);
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
    let cfg = cfg_of(&param.conditions);
    quote!(#cfg #sdk::ParamInfo { #fields ..#sdk::ParamInfo::PLAIN })
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
            tokens.replace(' ', "").replace("__aro::sdk::DefaultValue::", "")
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
