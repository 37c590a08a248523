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

use super::asynchronous::{declared, run};
use super::lifetimes::elide_lifetimes;
use super::paths::{Sdk, call_site_at};
use crate::model::{DefaultValue, FunctionKind, ItemFunction, Param};
use crate::syntax::attribute::cfg_of;

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
        let declared = declared(self.function, sdk);
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
                #declared
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
        let mut bound = 0;
        for (index, param) in self.function.params.list.iter().enumerate() {
            let name = format_ident!("__argument_{index}");
            let cfg = cfg_of(&param.conditions);
            let span = call_site_at(param.type_span());
            let binding = if cfg.is_empty() {
                let index = Index::from(bound);
                bound += 1;
                quote_spanned!(span=> &__PARAMS[#index])
            } else {
                let name = conditional_binding(index);
                quote_spanned!(span=> &#name)
            };
            let read = self.read(param, &binding);
            reads.extend(quote!(#cfg let #name = #read?;));
            passed.push(quote!(#cfg #name.__pass()));
        }
        (reads, passed)
    }

    /// How the parameters are looked up: one static, since rustc compiles each constant as a
    /// function. A parameter that is there under a condition has its own.
    fn bindings(&self) -> TokenStream {
        if self.function.kind == FunctionKind::Hook {
            return TokenStream::new();
        }
        let sdk = self.sdk;
        let (mut all, mut conditional) = (Vec::new(), TokenStream::new());
        for (index, param) in self.function.params.list.iter().enumerate() {
            let (cfg, binding) = (cfg_of(&param.conditions), self.binding(param));
            if cfg.is_empty() {
                all.push(binding);
            } else {
                let name = conditional_binding(index);
                conditional.extend(quote!(#cfg static #name: #sdk::Param<'static> = #binding;));
            }
        }
        let count = Index::from(all.len());
        let all = (!all.is_empty()).then(|| quote!(static __PARAMS: [#sdk::Param<'static>; #count] = [#(#all),*];));
        quote!(#all #conditional)
    }

    fn binding(&self, param: &Param) -> TokenStream {
        let name = &param.name;
        let sdk = self.sdk.at(call_site_at(param.type_span()));
        let (is_eligible, with_only) = (self.function.params.is_eligible(param), param.with.is_some());
        let host_key = param.has_host_key();
        if is_eligible && !host_key {
            return quote!(#sdk::Param::of(#name));
        }
        let eligible = match self.unless_marked(&sdk) {
            Some(unless_marked) if !is_eligible && !with_only => unless_marked,
            _ => quote!(#is_eligible),
        };
        quote! {
            #sdk::Param {
                key: #sdk::Key::new(#name),
                host_key: #host_key,
                eligible: #eligible,
                with_only: #with_only,
            }
        }
    }

    /// Where parameters are marked as the subject under conditions only: the expression that none
    /// of them is.
    fn unless_marked(&self, sdk: &Sdk) -> Option<TokenStream> {
        let conditions: Vec<TokenStream> = self
            .function
            .params
            .subjects()
            .map(|subject| {
                let conditions = &subject.conditions;
                quote!(all(#(#conditions),*))
            })
            .collect();
        let is_certain = self.function.params.subjects().any(|subject| subject.conditions.is_empty());
        (!is_certain && !conditions.is_empty()).then(|| quote!(!#sdk::std::cfg!(any(#(#conditions),*))))
    }

    /// The expression that reads a parameter, which is looked up by `binding`.
    fn read(&self, param: &Param, binding: &TokenStream) -> TokenStream {
        let call = &self.call;
        let span = call_site_at(param.type_span());
        let (sdk, ty) = (self.sdk.at(span), elide_lifetimes(&param.ty));
        let extractor = quote_spanned!(span=> #sdk::Extractor::<#ty>::NEW);
        if self.function.kind == FunctionKind::Hook {
            return quote_spanned!(span=> #extractor.__extract_of_call(#call));
        }
        let default = match &param.default {
            _ if param.flatten.is_some() => {
                return quote_spanned!(span=> #extractor.__flatten(#call, #binding));
            }
            None => return quote_spanned!(span=> #extractor.__extract(#call, #binding)),
            Some(DefaultValue::OfType) => quote_spanned!(span=> #sdk::std::default::Default::default),
            Some(DefaultValue::Expr(value)) => quote_spanned!(span=> || #value),
        };
        quote_spanned!(span=> #extractor.__extract_or(#call, #binding, #default))
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
        let called = run(self.function, &quote!(#path(#(#passed),*)), call, self.sdk);
        let result = quote_spanned!(span=> #sdk::Returned(#called).__outcome());
        match outcome {
            Outcome::Reply { key } => quote_spanned!(span=> #sdk::respond(#call, #key, #result)),
            Outcome::QualifierReply => quote_spanned!(span=> #sdk::respond_qualifier(#call, #result)),
            Outcome::State => quote_spanned!(span=> #sdk::keep_state(#call, #result)),
            Outcome::Discard => quote_spanned!(span=> #sdk::discard(#call, #result)),
        }
    }
}

/// The static by which a parameter is looked up that is there under a condition.
fn conditional_binding(index: usize) -> Ident {
    format_ident!("__PARAM_{index}")
}
