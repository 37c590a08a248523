//! The function that the SDK calls for an item: it reads the arguments from a call, calls the
//! author's function, and passes its result on.
//!
//! ```text
//! fn __run(__call: &Call<'_>) -> Result<Reply> {
//!     static __PARAMS: [Param<'static>; 1] = [Param::of("name")];
//!     let __argument_0 = Extractor::<&str>::NEW.__extract(__call, &__PARAMS[0])?;
//!     respond(__call, "result", Returned(greet(__argument_0.__pass())).__outcome())
//! }
//! ```
//!
//! Code for a parameter has the span of its type, and code for the result that of the return type:
//! rustc says there that a type cannot be an argument or a reply.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Index, ReturnType, Type};

use super::lifetimes::elide_lifetimes;
use super::paths::{Sdk, call_site_at};
use crate::model::{DefaultValue, FunctionKind, ItemFunction, Param};

/// What becomes of the function's result.
#[derive(Clone, Copy)]
pub(super) enum Outcome<'a> {
    /// It is the reply; if it is no object, then under this key.
    Reply { key: &'a str },
    /// It is a qualifier's reply.
    QualifierReply,
    /// It is a state of the plugin.
    State,
    /// Only an error counts.
    Discard,
}

/// The wrapper, called `name`. A method is called on the state of the type `owner`.
pub(super) fn wrapper(
    name: &Ident,
    function: &ItemFunction<'_>,
    owner: Option<&Type>,
    outcome: Outcome<'_>,
    sdk: &Sdk,
) -> TokenStream {
    Wrapper { sdk, function, owner, call: Ident::new("__call", Span::mixed_site()) }.function(name, outcome)
}

struct Wrapper<'a> {
    sdk: &'a Sdk,
    function: &'a ItemFunction<'a>,
    owner: Option<&'a Type>,
    /// The wrapper's parameter.
    call: Ident,
}

impl Wrapper<'_> {
    fn function(&self, name: &Ident, outcome: Outcome<'_>) -> TokenStream {
        let Self { sdk, call, .. } = self;
        let bindings = self.bindings();
        let (reads, passed) = self.arguments();
        let finish = self.finish(outcome, &passed);
        let output = match outcome {
            Outcome::Reply { .. } | Outcome::QualifierReply => quote!(#sdk::Reply),
            Outcome::State | Outcome::Discard => quote!(()),
        };
        // rustc warns the author's own callers of a deprecated function, and needs not warn of this
        // one.
        let allow_deprecated = self.function.deprecation.as_ref().map(|_| quote!(#[allow(deprecated)]));
        quote! {
            #allow_deprecated
            fn #name(#call: &#sdk::Call<'_>) -> #sdk::Result<#output> {
                use #sdk::InfallibleFallback as _;
                #bindings
                #reads
                #finish
            }
        }
    }

    /// The statements that read the arguments, and the expressions that are passed on.
    fn arguments(&self) -> (TokenStream, Vec<TokenStream>) {
        let Self { sdk, call, .. } = self;
        let (mut reads, mut passed) = (TokenStream::new(), Vec::new());
        if let Some(owner) = self.owner {
            let span = call_site_at(owner.span());
            let sdk = sdk.at(span);
            let extractor = quote_spanned!(span=> #sdk::Extractor::<#sdk::State<#owner>>::NEW);
            reads.extend(quote_spanned!(span=> let __state = #extractor.__extract_of_call(#call)?.__pass();));
            passed.push(quote!(&__state));
        }
        for (index, param) in self.function.params.list.iter().enumerate() {
            let name = format_ident!("__argument_{index}");
            let read = self.read(param, index);
            reads.extend(quote!(let #name = #read?;));
            passed.push(quote!(#name.__pass()));
        }
        (reads, passed)
    }

    /// How the parameters are looked up: one static, since rustc compiles each constant as a
    /// function.
    fn bindings(&self) -> Option<TokenStream> {
        if self.function.kind == FunctionKind::Hook {
            return None;
        }
        let sdk = self.sdk;
        let bindings: Vec<TokenStream> = self.function.params.list.iter().map(|param| self.binding(param)).collect();
        let count = Index::from(bindings.len());
        (!bindings.is_empty()).then(|| quote!(static __PARAMS: [#sdk::Param<'static>; #count] = [#(#bindings),*];))
    }

    fn binding(&self, param: &Param) -> TokenStream {
        let name = &param.name;
        let sdk = self.sdk.at(call_site_at(param.type_span()));
        let (eligible, with_only) = (self.function.params.is_eligible(param), param.with.is_some());
        let host_key = param.has_host_key();
        if eligible && !host_key {
            return quote!(#sdk::Param::of(#name));
        }
        quote! {
            #sdk::Param {
                key: #sdk::Key::new(#name),
                host_key: #host_key,
                eligible: #eligible,
                with_only: #with_only,
            }
        }
    }

    /// The expression that reads a parameter; `index` is its place in `__PARAMS`.
    fn read(&self, param: &Param, index: usize) -> TokenStream {
        let call = &self.call;
        let span = call_site_at(param.type_span());
        let (sdk, ty) = (self.sdk.at(span), elide_lifetimes(&param.ty));
        let extractor = quote_spanned!(span=> #sdk::Extractor::<#ty>::NEW);
        if self.function.kind == FunctionKind::Hook {
            return quote_spanned!(span=> #extractor.__extract_of_call(#call));
        }
        let index = Index::from(index);
        let param_ref = quote_spanned!(span=> &__PARAMS[#index]);
        let default = match &param.default {
            _ if param.flatten.is_some() => {
                return quote_spanned!(span=> #extractor.__flatten(#call, #param_ref));
            }
            None => return quote_spanned!(span=> #extractor.__extract(#call, #param_ref)),
            Some(DefaultValue::OfType) => quote_spanned!(span=> #sdk::std::default::Default::default),
            Some(DefaultValue::Expr(value)) => quote_spanned!(span=> || #value),
        };
        quote_spanned!(span=> #extractor.__extract_or(#call, #param_ref, #default))
    }

    /// Calls the author's function and passes on what it returns.
    fn finish(&self, outcome: Outcome<'_>, passed: &[TokenStream]) -> TokenStream {
        let call = &self.call;
        let sig = &self.function.syntax.sig;
        let span = call_site_at(match &sig.output {
            ReturnType::Default => sig.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        });
        let (sdk, ident) = (self.sdk.at(span), &sig.ident);
        let path = match self.owner {
            Some(owner) => quote!(<#owner>::#ident),
            None => quote!(#ident),
        };
        let called = quote!(#path(#(#passed),*));
        let result = quote_spanned!(span=> #sdk::Returned(#called).__outcome());
        match outcome {
            Outcome::Reply { key } => quote_spanned!(span=> #sdk::respond(#call, #key, #result)),
            Outcome::QualifierReply => quote_spanned!(span=> #sdk::respond_qualifier(#call, #result)),
            Outcome::State => quote_spanned!(span=> #sdk::keep_state(#call, #result)),
            Outcome::Discard => quote_spanned!(span=> #sdk::discard(#call, #result)),
        }
    }
}
