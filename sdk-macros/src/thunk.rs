//! What every attribute on a function needs: the code that reads the arguments and calls it, and
//! what the metadata says of its parameters.

use aro_abi::keys::HOST_KEYS;
use proc_macro2::{Literal, Span};
use syn::spanned::Spanned;
use syn::{Ident, Lit, ReturnType, Type};

use crate::code::{Code, code, code_at, ident};
use crate::json;
use crate::lifetimes::unnamed;
use crate::params::{DefaultValue, Param, Params, only_argument};
use crate::path::Sdk;
use crate::plugin::located;
use crate::syntax::{Function, Value, attribute};

/// How the parameters of one function are read.
pub(crate) struct Thunk<'a> {
    sdk: &'a Sdk,
    params: &'a Params,
    /// The parameters' types as generated code names them.
    types: Vec<Code>,
}

/// The function that is called.
pub(crate) struct Target<'a> {
    path: Code,
    /// The state that its first argument refers to.
    receiver: Option<&'a Type>,
    deprecated: bool,
    /// Where its return type stands: what is wrong with the reply is wrong there.
    output: Span,
}

impl<'a> Target<'a> {
    pub(crate) fn function(function: &Function) -> Self {
        Self::new(function.sig.ident.clone().into(), None, function)
    }

    pub(crate) fn method(ty: &'a Type, function: &Function) -> Self {
        let (name, of) = (&function.sig.ident, Code::of(ty));
        Self::new(code!(of, name => <#of>::#name), Some(ty), function)
    }

    fn new(path: Code, receiver: Option<&'a Type>, function: &Function) -> Self {
        let Function { attrs, sig, .. } = function;
        let output = match &sig.output {
            ReturnType::Default => sig.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        };
        let deprecated = attribute::find(attrs, "deprecated").is_some();
        Self { path, receiver, deprecated, output: located(output) }
    }
}

/// What becomes of what the function returns.
#[derive(Clone, Copy)]
pub(crate) enum Outcome<'a> {
    /// It is the reply; under this key, where it is no object.
    Reply(&'a str),
    /// It is a qualifier's reply.
    QualifierReply,
    /// It is the plugin's state.
    State,
    /// Only its error matters.
    Nothing,
}

impl Outcome<'_> {
    /// The type that the generated function gives.
    fn output(self, sdk: &Sdk) -> Code {
        match self {
            Outcome::Reply(_) | Outcome::QualifierReply => code!(sdk => #sdk::Reply),
            Outcome::State | Outcome::Nothing => code!(=> ()),
        }
    }

    /// Passes on what `called` returns. What is wrong with that is wrong at `output`, and `sdk` is
    /// the SDK as seen from there.
    fn code(self, sdk: &Sdk, output: Span, call: &Ident, called: &Code) -> Code {
        match self {
            Outcome::Reply(key) => code_at! { output; sdk, call, key, called =>
                #sdk::respond(#call, #key, #sdk::Returned(#called).outcome())
            },
            Outcome::QualifierReply => code_at! { output; sdk, call, called =>
                #sdk::respond_qualifier(#call, #sdk::Returned(#called).outcome())
            },
            Outcome::State => code_at! { output; sdk, call, called =>
                #sdk::keep_state(#call, #sdk::Returned(#called).outcome())
            },
            Outcome::Nothing => code_at! { output; sdk, call, called =>
                #sdk::discard(#call, #sdk::Returned(#called).outcome())
            },
        }
    }
}

impl<'a> Thunk<'a> {
    pub(crate) fn new(sdk: &'a Sdk, params: &'a Params) -> Self {
        let mut types = Vec::new();
        for param in &params.0 {
            types.push(unnamed(&param.ty));
        }
        Self { sdk, params, types }
    }

    /// `fn name(call) -> Result<…>`: reads the arguments, calls the target and passes on what it
    /// returns.
    pub(crate) fn function(&self, name: &Ident, target: &Target<'_>, outcome: Outcome<'_>) -> Code {
        let sdk = self.sdk;
        let call = Ident::new("__call", Span::mixed_site());
        let (mut bound, mut reads, mut passed) = (Vec::new(), Code::default(), Vec::new());
        if let Some(ty) = target.receiver {
            let (span, ty) = (located(ty.span()), Code::of(ty));
            reads.push(code_at! { span; sdk, ty, call =>
                let __state = #sdk::state::<#ty>(#call, #sdk::DefaultOf::<#ty>::MAKE)?;
            });
            passed.push(code!(=> &__state));
        }
        for (index, (param, ty)) in self.params.0.iter().zip(&self.types).enumerate() {
            let name = ident(&format!("__argument_{index}"));
            let read = self.read(param, ty, &call, &mut bound);
            reads.push(code!(name, read => let #name = #read?;));
            passed.push(if param.by_reference { code!(name => &#name) } else { name.into() });
        }
        let (path, passed) = (&target.path, Code::list(&passed));
        let called = code!(path, passed => #path(#passed));
        let finish = outcome.code(&sdk.at(target.output), target.output, &call, &called);
        let output = outcome.output(sdk);
        let state_traits =
            if self.uses_state(target) { code!(sdk => use #sdk::NoDefault as _;) } else { Code::default() };
        // The author's own use of a deprecated function is theirs to hear of; this one is not.
        let deprecated = if target.deprecated { code!(=> #[allow(deprecated)]) } else { Code::default() };
        let bound = self.bound(&bound);
        code! { deprecated, name, call, sdk, output, state_traits, bound, reads, finish =>
            #deprecated
            fn #name(#call: &#sdk::Call<'_>) -> #sdk::Result<#output> {
                use #sdk::Unfailing as _;
                #state_traits
                #bound
                #reads
                #finish
            }
        }
    }

    fn uses_state(&self, target: &Target<'_>) -> bool {
        target.receiver.is_some() || self.params.0.iter().any(|param| param.state_of.is_some())
    }

    /// What the parameters are bound by. One static for all: for rustc each constant is a function
    /// more.
    fn bound(&self, params: &[Code]) -> Code {
        if params.is_empty() {
            return Code::default();
        }
        let sdk = self.sdk;
        let (count, params) = (Literal::usize_unsuffixed(params.len()), Code::list(params));
        code!(sdk, count, params => static __PARAMS: [#sdk::Param<'static>; #count] = [#params];)
    }

    /// What reads a parameter; where it is bound by its name, that is put among the `bound`.
    fn read(&self, param: &Param, ty: &Code, call: &Ident, bound: &mut Vec<Code>) -> Code {
        let Param { name, eligible, with_only, .. } = param;
        let span = located(param.ty.span());
        let private = self.sdk.at(span);
        if let Some(inner) = &param.state_of {
            let inner = Code::of(inner);
            return code_at! { span; private, inner, call =>
                #private::state::<#inner>(#call, #private::DefaultOf::<#inner>::MAKE)
            };
        }
        if param.of_call_only {
            return code_at!(span; private, ty, call => #private::extract_of_call::<#ty>(#call));
        }
        let index = Literal::usize_unsuffixed(bound.len());
        let host_key = HOST_KEYS.contains(&name.as_str());
        bound.push(if !host_key && *eligible && !with_only {
            code!(private, name => #private::Param::of(#name))
        } else {
            code! { private, name, host_key, eligible, with_only =>
                #private::Param {
                    key: #private::Key::new(#name),
                    host_key: #host_key,
                    eligible: #eligible,
                    with_only: #with_only,
                }
            }
        });
        let default = match &param.default {
            _ if param.flatten => {
                return code_at!(span; private, ty, call, index => #private::flatten::<#ty>(#call, &__PARAMS[#index]));
            }
            None => {
                return code_at!(span; private, ty, call, index => #private::extract::<#ty, _>(#call, &__PARAMS[#index]));
            }
            Some(DefaultValue::OfType) => code_at!(span; private => #private::std::default::Default::default),
            Some(DefaultValue::Expr(value)) => {
                let value = Code::of(value);
                code_at!(span; value => || #value)
            }
        };
        code_at! { span; private, ty, call, index, default =>
            #private::extract_or::<#ty>(#call, &__PARAMS[#index], #default)
        }
    }

    /// `&[ParamInfo { … }, …]`.
    pub(crate) fn infos(&self) -> Code {
        let mut infos = Vec::new();
        for (param, ty) in self.params.0.iter().zip(&self.types) {
            infos.push(self.info(param, ty));
        }
        let (private, infos) = (self.sdk, Code::list(&infos));
        code! { private, infos =>
            {
                use #private::{UnlessOfCall as _, Unsaid as _};
                &[#infos]
            }
        }
    }

    fn info(&self, param: &Param, ty: &Code) -> Code {
        let private = self.sdk;
        let Param { name, description, flatten, .. } = param;
        let default = match &param.default {
            Some(DefaultValue::Expr(expr)) => json_literal(expr),
            _ => None,
        };
        let default = optional(default.as_deref(), private);
        let has_default = param.default.is_some();
        let is_value = if param.state_of.is_some() {
            ident("false").into()
        } else if *flatten || has_default {
            ident("true").into()
        } else {
            code!(private, ty => #private::OfCall::<#ty>::IS_VALUE)
        };
        let types = bare_types_of(&param.ty, private);
        if description.is_empty() && !has_default && !flatten {
            return code!(private, name, types, is_value => #private::ParamInfo::of(#name, #types, #is_value));
        }
        code! { private, name, description, default, has_default, types, is_value, flatten =>
            #private::ParamInfo {
                name: #name,
                description: #description,
                default: #default,
                has_default: #has_default,
                types: #types,
                is_value: #is_value,
                flatten: #flatten,
            }
        }
    }
}

/// `Some("…")` or `None`.
pub(crate) fn optional(text: Option<&str>, private: &Sdk) -> Code {
    match text {
        Some(text) => code!(private, text => #private::std::option::Option::Some(#text)),
        None => code!(private => #private::std::option::Option::None),
    }
}

/// The set of ARO's types that `ty` is read from. An `Option` is taken apart here, since its inner
/// type need not say anything.
pub(crate) fn types_of(ty: &Type, private: &Sdk) -> Code {
    let bare = bare_types_of(ty, private);
    code! { private, bare =>
        {
            use #private::Unsaid as _;
            #bare
        }
    }
}

/// The same where `Unsaid` is in scope.
fn bare_types_of(ty: &Type, private: &Sdk) -> Code {
    let (mut ty, mut optional) = (ty, Code::default());
    while let Some(inner) = only_argument(ty, "Option") {
        ty = inner;
        optional.push(code!(private => .or(#private::TypeSet::OPTIONAL)));
    }
    let ty = unnamed(ty);
    code!(private, ty, optional => #private::TypesOf::<#ty>::TYPES #optional)
}

/// A literal as JSON.
pub(crate) fn json_literal(value: &Value) -> Option<String> {
    match value.literal() {
        Some(Lit::Str(text)) => Some(json::text(&text.value())),
        Some(Lit::Char(c)) => Some(json::text(&c.value().to_string())),
        Some(Lit::Bool(value)) => Some(value.value.to_string()),
        Some(literal) => json_number(&literal),
        None => Some(format!("-{}", json_number(&value.negative()?)?)),
    }
}

fn json_number(literal: &Lit) -> Option<String> {
    match literal {
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        Lit::Float(number) => json_float(number.base10_digits()),
        _ => None,
    }
}

/// JSON has digits before and after the point, and before it no needless zero.
fn json_float(digits: &str) -> Option<String> {
    let significant = digits.trim_start_matches('0');
    match significant.bytes().next() {
        _ if digits.ends_with('.') => None,
        Some(b'0'..=b'9') => Some(significant.to_owned()),
        _ => Some(format!("0{significant}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_json_has_them() {
        for (digits, json) in [("0.5", "0.5"), ("00.5", "0.5"), ("10.5e3", "10.5e3"), ("007e1", "7e1"), ("0e1", "0e1")]
        {
            assert_eq!(json_float(digits).as_deref(), Some(json));
        }
        assert_eq!(json_float("2."), None);
    }
}
