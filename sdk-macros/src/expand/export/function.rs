//! A C function for an author's function, and its descriptor.
//!
//! ```text
//! unsafe extern "C" fn __export_…(
//!     __argument_0: *const u8, __length_0: usize, __out: *mut u32, __error: *mut AroError,
//! ) -> i32 {
//!     unsafe {
//!         status(OutValue::<u32>(__out), __error, move || {
//!             let __argument_0 = unsafe {
//!                 borrow::<str>("text", __argument_0, __length_0)
//!             }?;
//!             let __returned = count(__argument_0.__get());
//!             let __returned = ReturnsResult::into_value(__returned)?;
//!             Ok(__returned)
//!         })
//!     }
//! }
//! ```
//!
//! Code for a parameter has the span of its type, and code for the result that of the return type:
//! rustc says there that C has no such type.

use aro_abi::{snake_case, typed};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{LitStr, Type};

use super::super::lifetimes::elide_lifetimes;
use super::super::paths::{Root, Sdk, c_identifier, call_site_at, crate_name};
use super::super::registration::{anchor, function_scope, place_hash};
use super::super::uniqueness::unique_name;
use crate::model::{ExportFunction, ExportParam, ExportParamKind, ExportReturnKind, Layer};
use crate::syntax::Receiver;
use crate::syntax::attribute::cfg_of;

pub(crate) fn export_function(function: &ExportFunction<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(function.sdk.as_ref());
    let name = &function.syntax.sig.ident;
    let symbol =
        Symbol::new(function.symbol.as_ref(), name.span(), || typed::symbol(&crate_name(), &name.unraw().to_string()));
    let code = ExportCode { sdk, function, owner: None, symbol: &symbol.text };
    let (entry_point, descriptor) = (code.entry_point(), code.descriptor(None));
    let anchor = anchor(&format!("export {}", symbol.text), sdk);
    let unique = symbol.unique_name();
    function_scope(
        Root::Exports,
        "aro_export",
        function.syntax,
        &symbol.text,
        quote! {
            static __DESCRIPTOR: #sdk::ExportedFunction = #descriptor;

            #sdk::inventory::submit! { __aro::Exports(#sdk::ExportItem::Function(&__DESCRIPTOR, #sdk::DESCRIBER)) }

            #[allow(non_local_definitions)]
            impl __aro::Exports {
                #entry_point
                #anchor
                #unique
            }
        },
    )
}

/// A name in C, and where messages about it point.
pub(super) struct Symbol {
    pub(super) text: String,
    span: Span,
}

impl Symbol {
    /// What an attribute says, or else what is derived from the Rust name at `span`.
    pub(super) fn new(given: Option<&LitStr>, span: Span, derived: impl FnOnce() -> String) -> Self {
        match given {
            Some(given) => Self { text: given.value(), span: given.span() },
            None => Self { text: c_identifier(&derived()), span },
        }
    }

    /// A second thing of this name does not compile.
    pub(super) fn unique_name(&self) -> TokenStream {
        unique_name("C_name", &self.text, self.span)
    }
}

/// The code for one function, of the type `owner` if it is in a block.
pub(super) struct ExportCode<'a> {
    pub(super) sdk: &'a Sdk,
    pub(super) function: &'a ExportFunction<'a>,
    pub(super) owner: Option<&'a Type>,
    pub(super) symbol: &'a str,
}

impl ExportCode<'_> {
    /// The C function.
    pub(super) fn entry_point(&self) -> TokenStream {
        let Self { sdk, function, symbol, .. } = self;
        let name = format_ident!("__export_{:016x}", place_hash(symbol));
        let inputs = self.inputs();
        let (output, outs, body) = if function.has_status() { self.status_form() } else { self.plain_form() };
        let allow_deprecated = function.is_deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #sdk::__exported! { #symbol,
                #[doc(hidden)]
                #allow_deprecated
                unsafe extern "C" fn #name(#inputs #outs) -> #output {
                    #body
                }
            }
        }
    }

    /// The C parameters for those of the function.
    fn inputs(&self) -> TokenStream {
        let sdk = self.sdk;
        let mut inputs = TokenStream::new();
        if self.function.receiver.is_some() {
            inputs.extend(quote!(__handle: #sdk::Handle,));
        }
        for (index, param) in self.function.params.iter().enumerate() {
            let (sdk, cfg, span) = (self.sdk_at(param), cfg_of(&param.conditions), call_site_at(param.span));
            let value = format_ident!("__argument_{index}", span = span);
            let length = format_ident!("__length_{index}", span = span);
            inputs.extend(match &param.kind {
                ExportParamKind::Value(ty) => {
                    let ty = type_tokens(ty);
                    quote_spanned!(span=> #cfg #value: <#ty as #sdk::CValue>::C,)
                }
                ExportParamKind::Slice(ty) => {
                    let ty = type_tokens(ty);
                    quote_spanned! {span=>
                        #cfg #value: *const <#ty as #sdk::CSlice>::Element,
                        #cfg #length: #sdk::std::primitive::usize,
                    }
                }
            });
        }
        inputs
    }

    /// The statements that read the parameters, and the call.
    fn call(&self) -> (TokenStream, TokenStream) {
        let Self { sdk, function, owner, .. } = self;
        let (mut reads, mut passed) = (TokenStream::new(), TokenStream::new());
        let name = &function.syntax.sig.ident;
        let path = match owner {
            Some(owner) => quote!(<#owner>::#name),
            None => name.to_token_stream(),
        };
        if let (Some(receiver), Some(owner)) = (function.receiver, owner) {
            reads.extend(quote!(let __object = #sdk::object::<#owner>(__handle)?;));
            passed.extend(match receiver {
                Receiver::Mutable => quote!(&mut *__object.__write(),),
                Receiver::Shared | Receiver::Other => quote!(&*__object.__read(),),
            });
        }
        for (index, param) in function.params.iter().enumerate() {
            let (sdk, cfg, span) = (self.sdk_at(param), cfg_of(&param.conditions), call_site_at(param.span));
            let value = format_ident!("__argument_{index}", span = span);
            let length = format_ident!("__length_{index}", span = span);
            let name = &param.name;
            match &param.kind {
                ExportParamKind::Value(ty) => {
                    let ty = type_tokens(ty);
                    reads.extend(
                        quote_spanned!(span=> #cfg let #value = unsafe { #sdk::value::<#ty>(#name, #value) }?;),
                    );
                    passed.extend(quote!(#cfg #value,));
                }
                ExportParamKind::Slice(ty) => {
                    let ty = type_tokens(ty);
                    reads.extend(quote_spanned! {span=>
                        #cfg
                        let #value = unsafe { #sdk::borrow::<#ty>(#name, #value, #length) }?;
                    });
                    passed.extend(quote!(#cfg #value.__get(),));
                }
            }
        }
        (reads, quote!(#path(#passed)))
    }

    fn sdk_at(&self, param: &ExportParam) -> Sdk {
        self.sdk.at(call_site_at(param.span))
    }

    /// The type of the C function's result, its out-parameters, and its body.
    fn plain_form(&self) -> (TokenStream, TokenStream, TokenStream) {
        let (reads, call) = self.call();
        let span = call_site_at(self.function.returned.span);
        let sdk = self.sdk.at(span);
        let ty = match &self.function.returned.kind {
            ExportReturnKind::Value(ty) => type_tokens(ty),
            _ => quote!(()),
        };
        let body = quote_spanned! {span=>
            #sdk::plain(<#ty as #sdk::CReturn>::ZERO, move || -> #sdk::Result<_> {
                #reads
                #sdk::std::result::Result::Ok(<#ty as #sdk::CReturn>::into_c(#call))
            })
        };
        (quote_spanned!(span=> <#ty as #sdk::CReturn>::C), TokenStream::new(), body)
    }

    fn status_form(&self) -> (TokenStream, TokenStream, TokenStream) {
        let (reads, call) = self.call();
        let returned = &self.function.returned;
        let span = call_site_at(returned.span);
        let sdk = self.sdk.at(span);
        let layers = returned.layers.iter().map(|layer| match layer {
            Layer::Result => quote_spanned!(span=> let __returned = #sdk::ReturnsResult::into_value(__returned)?;),
            Layer::Option => quote_spanned!(span=> let __returned = #sdk::ReturnsOption::into_value(__returned)?;),
        });
        let (outs, out) = self.outs(&sdk, span);
        let body = quote_spanned! {span=>
            unsafe {
                #sdk::status(#out, __error, move || -> #sdk::std::result::Result<_, #sdk::Failure> {
                    #reads
                    let __returned = #call;
                    #(#layers)*
                    #sdk::std::result::Result::Ok(__returned)
                })
            }
        };
        let i32 = quote!(#sdk::std::primitive::i32);
        (i32, quote_spanned!(span=> #outs __error: *mut #sdk::AroError,), body)
    }

    /// The out-parameters, and the value that has them.
    fn outs(&self, sdk: &Sdk, span: Span) -> (TokenStream, TokenStream) {
        let usize = quote!(#sdk::std::primitive::usize);
        match &self.function.returned.kind {
            ExportReturnKind::Unit => (TokenStream::new(), quote_spanned!(span=> #sdk::OutNothing)),
            ExportReturnKind::Value(ty) | ExportReturnKind::Object(ty) => {
                let ty = type_tokens(ty);
                (
                    quote_spanned!(span=> __out: *mut <#ty as #sdk::CResult>::C,),
                    quote_spanned!(span=> #sdk::OutValue::<#ty>(__out)),
                )
            }
            ExportReturnKind::String(ty) => {
                let ty = type_tokens(ty);
                (
                    quote_spanned!(span=> __out: *mut *mut #sdk::c_char, __out_len: *mut #usize,),
                    quote_spanned!(span=> #sdk::out_string::<#ty>(__out, __out_len)),
                )
            }
            ExportReturnKind::Vec(ty) => {
                let ty = type_tokens(ty);
                (
                    quote_spanned!(span=> __out: *mut *mut <#ty as #sdk::ReturnsVec>::Element, __out_len: *mut #usize,),
                    quote_spanned!(span=> #sdk::OutVec::<#ty>(__out, __out_len)),
                )
            }
        }
    }

    /// The descriptor; `object` is the name of the owner.
    pub(super) fn descriptor(&self, object: Option<&str>) -> TokenStream {
        let Self { sdk, function, symbol, .. } = self;
        let name = function.syntax.sig.ident.unraw().to_string();
        let (docs, has_status) = (&function.description, function.has_status());
        let role = match (object, function.receiver) {
            (Some(_), Some(_)) => quote!(Method),
            (Some(_), None) if function.is_constructor() => quote!(Constructor),
            _ => quote!(Function),
        };
        let mut params = TokenStream::new();
        if let (Some(object), Some(receiver)) = (object, function.receiver) {
            let mutable = receiver == Receiver::Mutable;
            params.extend(quote! {
                #sdk::ExportedParam {
                    name: "self",
                    docs: "",
                    ty: #sdk::ParamType::Object { of: #object, mutable: #mutable },
                },
            });
        }
        params.extend(function.params.iter().map(|param| self.param_descriptor(param)));
        let object = super::super::descriptor::option(object, sdk);
        let returned = self.return_descriptor();
        quote! {
            #sdk::ExportedFunction {
                symbol: #symbol,
                name: #name,
                docs: #docs,
                has_status: #has_status,
                object: #object,
                role: #sdk::FunctionRole::#role,
                params: &[#params],
                returns: #returned,
            }
        }
    }

    fn param_descriptor(&self, param: &ExportParam) -> TokenStream {
        let (name, docs) = (&param.name, &param.description);
        let (sdk, cfg, span) = (self.sdk_at(param), cfg_of(&param.conditions), call_site_at(param.span));
        let ty = match &param.kind {
            ExportParamKind::Value(ty) => {
                let ty = type_tokens(ty);
                quote_spanned!(span=> #sdk::ParamType::Value(<#ty as #sdk::CValue>::TYPE))
            }
            ExportParamKind::Slice(ty) => {
                let ty = type_tokens(ty);
                quote_spanned!(span=> <#ty as #sdk::CSlice>::PARAM)
            }
        };
        quote!(#cfg #sdk::ExportedParam { name: #name, docs: #docs, ty: #ty },)
    }

    fn return_descriptor(&self) -> TokenStream {
        let returned = &self.function.returned;
        let span = call_site_at(returned.span);
        let sdk = self.sdk.at(span);
        let ty = match &returned.kind {
            ExportReturnKind::Unit => quote!(#sdk::ReturnType::Unit),
            ExportReturnKind::String(_) => quote!(#sdk::ReturnType::String),
            ExportReturnKind::Value(ty) if !self.function.has_status() => {
                let ty = type_tokens(ty);
                quote_spanned!(span=> <#ty as #sdk::CReturn>::RETURNS)
            }
            ExportReturnKind::Value(ty) | ExportReturnKind::Object(ty) => {
                let ty = type_tokens(ty);
                quote_spanned!(span=> <#ty as #sdk::CResult>::RESULT)
            }
            ExportReturnKind::Vec(ty) => {
                let ty = type_tokens(ty);
                quote_spanned!(span=> <#ty as #sdk::ReturnsVec>::RESULT)
            }
        };
        let (optional, fallible) = (returned.layers.contains(&Layer::Option), returned.layers.contains(&Layer::Result));
        quote!(#sdk::ExportedReturn { ty: #ty, optional: #optional, fallible: #fallible })
    }
}

/// `<crate>_<type in snake case>`.
pub(super) fn object_prefix(name: &str) -> String {
    typed::symbol(&crate_name(), &snake_case(name))
}

/// The type's tokens for generated code.
///
/// All of them belong to the macro: then the messages of rustc about a type that is named several
/// times are one message. `$crate` must stay as it is to be found.
pub(super) fn type_tokens(ty: &Type) -> TokenStream {
    let tokens = elide_lifetimes(ty);
    if mentions_dollar_crate(&tokens) { tokens } else { of_macro(tokens) }
}

fn mentions_dollar_crate(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions_dollar_crate(&group.stream()),
        TokenTree::Ident(ident) => ident == "$crate",
        _ => false,
    })
}

fn of_macro(tokens: TokenStream) -> TokenStream {
    let of_macro = |mut token: TokenTree| {
        let span = call_site_at(token.span());
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), of_macro(group.stream())).into();
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(of_macro).collect()
}
