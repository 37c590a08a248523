//! What every attribute on a function needs: the code that reads the arguments and calls it, and what the metadata says of its parameters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprLit, Ident, Lifetime, Lit, Type};

use crate::json;
use crate::params::{DefaultValue, Param, Params};
use crate::path;
use crate::plugin::located;

/// How the parameters of one function are read.
pub(crate) struct Thunk<'a> {
    params: &'a Params,
    private: TokenStream,
}

impl<'a> Thunk<'a> {
    pub(crate) fn new(params: &'a Params) -> Self {
        Self { params, private: path::private() }
    }

    /// `fn name(call) -> Result<…>`: reads the arguments, calls `target` and hands the outcome to `finish`. `receiver` is a state that the
    /// target's first argument refers to.
    pub(crate) fn function(
        &self,
        name: &Ident,
        target: &TokenStream,
        receiver: Option<&Type>,
        output: &TokenStream,
        finish: impl FnOnce(&Ident, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let private = &self.private;
        let call = Ident::new("__call", proc_macro2::Span::mixed_site());
        let names: Vec<Ident> = (0..self.params.0.len()).map(|index| format_ident!("__argument_{index}")).collect();
        let reads = self.params.0.iter().zip(&names).map(|(param, name)| {
            let read = self.read(param, &call);
            quote!(let #name = #read?;)
        });
        let state = receiver.map(|ty| {
            let span = located(syn::spanned::Spanned::span(ty));
            quote_spanned!(span=> let __state = #private::state::<#ty>(#call, #private::DefaultOf::<#ty>::MAKE)?;)
        });
        let receiver = receiver.map(|_| quote!(&__state,));
        let passes = self
            .params
            .0
            .iter()
            .zip(&names)
            .map(|(param, name)| if param.by_reference { quote!(&#name) } else { quote!(#name) });
        let outcome = quote!(#private::Returned(#target(#receiver #(#passes),*)).outcome());
        let finish = finish(&call, &outcome);
        quote! {
            #[allow(deprecated, unused_imports, clippy::all, clippy::pedantic)]
            fn #name(#call: &#private::Call<'_>) -> #private::Result<#output> {
                use #private::{NoDefault as _, Unfailing as _};
                #state
                #(#reads)*
                #finish
            }
        }
    }

    fn read(&self, param: &Param, call: &Ident) -> TokenStream {
        let private = &self.private;
        let Param { name, eligible, with_only, .. } = param;
        let ty = unnamed(&param.ty);
        let span = located(syn::spanned::Spanned::span(&ty));
        if let Some(inner) = &param.state_of {
            return quote_spanned!(span=> #private::state::<#inner>(#call, #private::DefaultOf::<#inner>::MAKE));
        }
        let place = quote!(#call, &#private::Param { name: #name, eligible: #eligible, with_only: #with_only });
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
        let private = &self.private;
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
                quote!(#private::is_value::<#ty, _>())
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
pub(crate) fn optional(text: Option<&str>, private: &TokenStream) -> TokenStream {
    match text {
        Some(text) => quote!(#private::std::option::Option::Some(#text)),
        None => quote!(#private::std::option::Option::None),
    }
}

/// The set of ARO's types that `ty` is read from. An `Option` is taken apart here, since its inner type need not say anything.
pub(crate) fn types_of(ty: &Type, private: &TokenStream) -> TokenStream {
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
        #[allow(unused_imports)]
        use #private::Unsaid as _;
        #private::TypesOf::<#ty>::TYPES
    })
}

/// A literal as JSON.
fn json_literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(text) => Some(json::text(&text.value())),
            Lit::Char(c) => Some(json::text(&c.value().to_string())),
            Lit::Bool(value) => Some(value.value.to_string()),
            Lit::Int(number) => Some(number.base10_digits().to_owned()),
            Lit::Float(number) => Some(number.base10_digits().to_owned()).filter(|digits| !digits.ends_with('.')),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => json_literal(&unary.expr)
            .filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
            .map(|text| format!("-{text}")),
        _ => None,
    }
}

/// The function's own lifetimes are unknown outside it; each becomes `'_`.
fn unnamed(ty: &Type) -> Type {
    struct Unnamed;

    impl VisitMut for Unnamed {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident != "static" {
                lifetime.ident = Ident::new("_", lifetime.ident.span());
            }
        }
    }

    let mut ty = ty.clone();
    Unnamed.visit_type_mut(&mut ty);
    ty
}
