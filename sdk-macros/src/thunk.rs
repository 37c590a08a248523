//! What every attribute on a function needs: the code that reads the arguments and calls it, and what the metadata says of its parameters.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Lit, ReturnType, Type};

use crate::json;
use crate::params::{DefaultValue, Param, Params};
use crate::path::Sdk;
use crate::plugin::located;
use crate::syntax::{Function, Signature, Value};

/// How the parameters of one function are read.
pub(crate) struct Thunk<'a> {
    sdk: &'a Sdk,
    params: &'a Params,
}

/// The function that is called.
pub(crate) struct Target<'a> {
    path: TokenStream,
    /// The state that its first argument refers to.
    receiver: Option<&'a Type>,
    deprecated: bool,
    /// Where its return type stands: what is wrong with the reply is wrong there.
    output: Span,
}

impl<'a> Target<'a> {
    pub(crate) fn function(function: &Function) -> Self {
        let path = function.sig.ident.to_token_stream();
        Self::new(path, None, &function.attrs, &function.sig)
    }

    pub(crate) fn method(ty: &'a Type, attrs: &[Attribute], sig: &Signature) -> Self {
        let ident = &sig.ident;
        Self::new(quote!(<#ty>::#ident), Some(ty), attrs, sig)
    }

    fn new(path: TokenStream, receiver: Option<&'a Type>, attrs: &[Attribute], sig: &Signature) -> Self {
        let output = match &sig.output {
            ReturnType::Default => sig.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        };
        let deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
        Self { path, receiver, deprecated, output: located(output) }
    }
}

impl<'a> Thunk<'a> {
    pub(crate) fn new(sdk: &'a Sdk, params: &'a Params) -> Self {
        Self { sdk, params }
    }

    /// `fn name(call) -> Result<…>`: reads the arguments, calls the target and hands the outcome to `finish`, with the SDK as seen from the place
    /// that its mistakes belong to, and that place.
    pub(crate) fn function(
        &self,
        name: &Ident,
        target: &Target<'_>,
        output: &TokenStream,
        finish: &dyn Fn(&TokenStream, Span, &Ident, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let sdk = self.sdk;
        let call = Ident::new("__call", Span::mixed_site());
        let names: Vec<Ident> = (0..self.params.0.len()).map(|index| format_ident!("__argument_{index}")).collect();
        let mut bound = Vec::new();
        let mut reads = TokenStream::new();
        for (param, name) in self.params.0.iter().zip(&names) {
            let read = self.read(param, &call, &mut bound);
            reads.extend(quote!(let #name = #read?;));
        }
        let count = Literal::usize_unsuffixed(bound.len());
        // One static for all: for rustc each constant is a function more.
        let bound =
            (!bound.is_empty()).then(|| quote!(static __PARAMS: [#sdk::Param<'static>; #count] = [#(#bound),*];));
        let state = target.receiver.map(|ty| {
            let span = located(ty.span());
            quote_spanned!(span=> let __state = #sdk::state::<#ty>(#call, #sdk::DefaultOf::<#ty>::MAKE)?;)
        });
        let state_traits = self.uses_state(target).then(|| quote!(use #sdk::NoDefault as _;));
        let receiver = target.receiver.map(|_| quote!(&__state,));
        let passes = self
            .params
            .0
            .iter()
            .zip(&names)
            .map(|(param, name)| if param.by_reference { quote!(&#name) } else { quote!(#name) });
        let path = &target.path;
        let called = quote!(#path(#receiver #(#passes),*));
        let there = sdk.at(target.output);
        let outcome = quote_spanned!(target.output=> #there::Returned(#called).outcome());
        let finish = finish(&there, target.output, &call, &outcome);
        // The author's own use of a deprecated function is theirs to hear of; this one is not.
        let deprecated = target.deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #deprecated
            fn #name(#call: &#sdk::Call<'_>) -> #sdk::Result<#output> {
                use #sdk::Unfailing as _;
                #state_traits
                #bound
                #state
                #reads
                #finish
            }
        }
    }

    fn uses_state(&self, target: &Target<'_>) -> bool {
        target.receiver.is_some() || self.params.0.iter().any(|param| param.state_of.is_some())
    }

    /// What reads a parameter; where it is bound by its name, that is put among the `bound`.
    fn read(&self, param: &Param, call: &Ident, bound: &mut Vec<TokenStream>) -> TokenStream {
        let Param { name, eligible, with_only, .. } = param;
        let ty = unnamed(&param.ty);
        let span = located(param.ty.span());
        let private = self.sdk.at(span);
        if let Some(inner) = &param.state_of {
            return quote_spanned!(span=> #private::state::<#inner>(#call, #private::DefaultOf::<#inner>::MAKE));
        }
        if param.of_call_only {
            return quote_spanned!(span=> #private::extract_of_call::<#ty>(#call));
        }
        let index = Literal::usize_unsuffixed(bound.len());
        let (tag, host_key) =
            (Literal::u64_unsuffixed(aro_abi::tag(name.as_bytes())), aro_abi::keys::is_host_key(name));
        bound.push(quote!(#private::Param {
            name: #name,
            tag: #tag,
            host_key: #host_key,
            eligible: #eligible,
            with_only: #with_only,
        }));
        let place = quote!(#call, &__PARAMS[#index]);
        if param.flatten {
            return quote_spanned!(span=> #private::flatten::<#ty>(#place));
        }
        match &param.default {
            None => quote_spanned!(span=> #private::extract::<#ty, _>(#place)),
            Some(DefaultValue::OfType) => {
                quote_spanned!(span=> #private::extract_or::<#ty>(#place, #private::std::default::Default::default))
            }
            Some(DefaultValue::Expr(default)) => {
                quote_spanned!(span=> #private::extract_or::<#ty>(#place, || #default))
            }
        }
    }

    /// `&[ParamInfo { … }, …]`.
    pub(crate) fn infos(&self) -> TokenStream {
        let infos = self.params.0.iter().map(|param| self.info(param));
        quote!(&[#(#infos),*])
    }

    fn info(&self, param: &Param) -> TokenStream {
        let private = self.sdk;
        let Param { name, description, flatten, .. } = param;
        let default = match &param.default {
            Some(DefaultValue::Expr(expr)) => json_literal(expr),
            _ => None,
        };
        let default = optional(default.as_deref(), private);
        let has_default = param.default.is_some();
        let is_value = match (&param.state_of, *flatten || has_default) {
            (Some(_), _) => quote!(false),
            (None, true) => quote!(true),
            (None, false) => {
                let ty = unnamed(&param.ty);
                quote!({
                    use #private::UnlessOfCall as _;
                    #private::OfCall::<#ty>::IS_VALUE
                })
            }
        };
        let types = types_of(&param.ty, private);
        quote! {
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
pub(crate) fn optional(text: Option<&str>, private: &Sdk) -> TokenStream {
    match text {
        Some(text) => quote!(#private::std::option::Option::Some(#text)),
        None => quote!(#private::std::option::Option::None),
    }
}

/// The set of ARO's types that `ty` is read from. An `Option` is taken apart here, since its inner type need not say anything.
pub(crate) fn types_of(ty: &Type, private: &Sdk) -> TokenStream {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let syn::PathArguments::AngleBracketed(args) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = args.args.first()
    {
        let inner = types_of(inner, private);
        return quote!(#inner.or(#private::TypeSet::OPTIONAL));
    }
    let ty = unnamed(ty);
    quote!({
        use #private::Unsaid as _;
        #private::TypesOf::<#ty>::TYPES
    })
}

/// A literal as JSON.
pub(crate) fn json_literal(value: &Value) -> Option<String> {
    let number = |literal: Lit| match literal {
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        Lit::Float(number) => json_float(number.base10_digits()),
        _ => None,
    };
    match value.literal() {
        Some(Lit::Str(text)) => Some(json::text(&text.value())),
        Some(Lit::Char(c)) => Some(json::text(&c.value().to_string())),
        Some(Lit::Bool(value)) => Some(value.value.to_string()),
        Some(literal) => number(literal),
        None => Some(format!("-{}", number(value.negative()?)?)),
    }
}

/// JSON has digits before and after the point, and before it no needless zero.
fn json_float(digits: &str) -> Option<String> {
    let significant = digits.trim_start_matches('0');
    let zero = if significant.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    if digits.ends_with('.') { None } else { Some(format!("{zero}{significant}")) }
}

/// The function's own lifetimes are unknown outside it; each becomes `'_`.
fn unnamed(ty: &Type) -> TokenStream {
    let tokens = ty.to_token_stream();
    let mut kept = vec!["static".to_owned()];
    bound(&tokens, &mut kept);
    without_lifetimes(tokens, &kept)
}

/// The lifetimes that `for<'a>` in the type itself brings.
fn bound(tokens: &TokenStream, names: &mut Vec<String>) {
    let mut inside = false;
    let mut quote = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => bound(&group.stream(), names),
            TokenTree::Ident(ident) if ident == "for" => inside = true,
            TokenTree::Ident(ident) if inside && quote => names.push(ident.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '>' => inside = false,
            TokenTree::Punct(punct) => {
                quote = punct.as_char() == '\'';
                continue;
            }
            _ => {}
        }
        quote = false;
    }
}

fn without_lifetimes(tokens: TokenStream, kept: &[String]) -> TokenStream {
    let mut quote = false;
    let tokens = tokens.into_iter().map(|token| {
        let after_quote = std::mem::take(&mut quote);
        match token {
            TokenTree::Ident(ident) if after_quote && !kept.contains(&ident.to_string()) => {
                Ident::new("_", ident.span()).into()
            }
            TokenTree::Punct(punct) => {
                quote = punct.as_char() == '\'';
                punct.into()
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), without_lifetimes(group.stream(), kept));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        }
    });
    tokens.collect()
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

    #[test]
    fn the_functions_own_lifetimes_become_unnamed_and_no_others() {
        let unnamed = |ty: &str| {
            let ty: Type = syn::parse_str(ty).unwrap();
            unnamed(&ty).to_string().replace(' ', "")
        };
        assert_eq!(unnamed("Cow<'a, [&'b str]>"), "Cow<'_,[&'_str]>");
        assert_eq!(unnamed("&'static str"), "&'staticstr");
        assert_eq!(unnamed("Box<dyn for<'x> Fn(&'x str, &'a u8)>"), "Box<dynfor<'x>Fn(&'xstr,&'_u8)>");
    }
}
