//! `#[aro_export]` on a struct or an enum: a type that C passes by value.

use aro_abi::typed;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Data, DataEnum, Fields, Index};

use super::super::paths::{Root, Sdk, call_site_at, crate_name};
use super::super::registration::{anchor, scope};
use super::function::{Symbol, type_tokens};
use crate::model::{Description, ExportType, type_names};

/// The derive that the attribute adds to the item. It is found through the module in the root,
/// which knows the SDK by whatever name it has.
pub(crate) fn derive_exported_type() -> TokenStream {
    let module = Root::Exports.module();
    quote!(#[derive(crate::#module::DeriveExportedType)])
}

pub(crate) fn export_type(ty: &ExportType) -> TokenStream {
    let sdk = &Sdk::of_item(ty.sdk.as_ref());
    let (ident, docs) = (&ty.item.ident, &ty.description);
    let name = ident.unraw().to_string();
    let symbol = Symbol::new(ty.symbol.as_ref(), ident.span(), || typed::symbol(&crate_name(), &name));
    let unique = symbol.unique_name();
    let c_name = &symbol.text;
    let (value, kind) = match &ty.item.data {
        Data::Struct(data) => struct_code(ident, &name, (&data.fields, &ty.members), sdk),
        Data::Enum(data) => enum_code(ident, &name, (data, &ty.members), ty.repr.enum_type(), sdk),
        Data::Union(_) => return TokenStream::new(),
    };
    let anchor = anchor(&format!("export {c_name}"), sdk);
    scope(
        Root::Exports,
        &[],
        ident.span(),
        quote! {
            #value

            #[automatically_derived]
            impl #sdk::CReturn for #ident {
                type C = <Self as #sdk::CValue>::C;

                const ZERO: Self::C = <Self as #sdk::CValue>::ZERO;
                const RETURNS: #sdk::ReturnType = #sdk::ReturnType::Value(#name);

                #[inline]
                fn into_c(self) -> Self::C {
                    #sdk::CValue::into_c(self)
                }
            }

            #[automatically_derived]
            impl #sdk::CResult for #ident {
                type C = <Self as #sdk::CValue>::C;

                const ZERO: Self::C = <Self as #sdk::CValue>::ZERO;
                const RESULT: #sdk::ReturnType = #sdk::ReturnType::Value(#name);

                #[inline]
                fn into_out(self) -> #sdk::Result<Self::C> {
                    #sdk::std::result::Result::Ok(#sdk::CValue::into_c(self))
                }
            }

            #[allow(deprecated)]
            const __TYPE: #sdk::ExportedType = #sdk::ExportedType {
                name: #name,
                c_name: #c_name,
                docs: #docs,
                size: #sdk::std::mem::size_of::<#ident>(),
                align: #sdk::std::mem::align_of::<#ident>(),
                kind: #kind,
            };

            const _: () = #sdk::assert_layout::<#ident>(&__TYPE);

            static __DESCRIPTOR: #sdk::ExportedType = __TYPE;

            #sdk::inventory::submit! { __aro::Exports(#sdk::ExportItem::Type(&__DESCRIPTOR, #sdk::DESCRIBER)) }

            #[allow(non_local_definitions)]
            impl __aro::Exports {
                #anchor
                #unique
            }
        },
    )
}

/// The implementation of `CValue`, and the kind of type.
fn struct_code(
    ident: &Ident,
    name: &str,
    (fields, docs): (&Fields, &[Description]),
    sdk: &Sdk,
) -> (TokenStream, TokenStream) {
    let (mut checks, mut descriptors) = (TokenStream::new(), TokenStream::new());
    for ((index, field), docs) in fields.iter().enumerate().zip(docs) {
        let (member, field_name) = match &field.ident {
            Some(ident) => (ident.to_token_stream(), ident.unraw().to_string()),
            None => (Index::from(index).to_token_stream(), format!("_{index}")),
        };
        let span = call_site_at(type_names::span(&field.ty));
        let ty = type_tokens(&field.ty);
        let at = sdk.at(span);
        checks.extend(quote_spanned! {span=>
            unsafe { #at::checked_field::<#ty>(#field_name, &raw const (*__value).#member) }?;
        });
        descriptors.extend(quote! {
            #sdk::ExportedField {
                name: #field_name,
                docs: #docs,
                ty: <#ty as #at::CValue>::TYPE,
                offset: #sdk::std::mem::offset_of!(#ident, #member),
                size: #sdk::std::mem::size_of::<#ty>(),
                align: #sdk::std::mem::align_of::<#ty>(),
            },
        });
    }
    let value = quote! {
        #[automatically_derived]
        unsafe impl #sdk::CValue for #ident {
            type C = #sdk::MaybeUninit<Self>;

            const TYPE: &'static #sdk::std::primitive::str = #name;
            const ZERO: Self::C = #sdk::MaybeUninit::zeroed();

            #[inline]
            unsafe fn from_c(__value: Self::C) -> #sdk::Result<Self> {
                unsafe { #sdk::checked(__value) }
            }

            #[inline]
            fn into_c(self) -> Self::C {
                #sdk::MaybeUninit::new(self)
            }

            #[inline]
            unsafe fn check(__value: *const Self) -> #sdk::Result<()> {
                #checks
                #sdk::std::result::Result::Ok(())
            }
        }
    };
    (value, quote!(#sdk::TypeKind::Struct(&[#descriptors])))
}

fn enum_code(
    ident: &Ident,
    name: &str,
    (data, docs): (&DataEnum, &[Description]),
    repr: &str,
    sdk: &Sdk,
) -> (TokenStream, TokenStream) {
    let repr_type = Ident::new(repr, Span::call_site());
    let repr_type = quote!(#sdk::std::primitive::#repr_type);
    let i128 = quote!(#sdk::std::primitive::i128);
    let (mut numbers, mut arms, mut descriptors) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for ((index, variant), docs) in data.variants.iter().enumerate().zip(docs) {
        let (number, variant_ident) = (format_ident!("__NUMBER_{index}"), &variant.ident);
        let variant_name = variant_ident.unraw().to_string();
        numbers.extend(quote! {
            const #number: #repr_type = #ident::#variant_ident as #repr_type;
            const _: () = #sdk::assert_number(#ident::#variant_ident as #i128, #number as #i128);
        });
        arms.extend(quote!(#number => #sdk::std::result::Result::Ok(#ident::#variant_ident),));
        descriptors.extend(quote! {
            #sdk::ExportedVariant { name: #variant_name, docs: #docs, value: #ident::#variant_ident as #i128 },
        });
    }
    let value = quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        unsafe impl #sdk::CValue for #ident {
            type C = #repr_type;

            const TYPE: &'static #sdk::std::primitive::str = #name;
            const ZERO: #repr_type = 0;

            #[inline]
            unsafe fn from_c(__value: #repr_type) -> #sdk::Result<Self> {
                #numbers
                match __value {
                    #arms
                    _ => #sdk::std::result::Result::Err(#sdk::invalid_enum(#name, __value as #i128)),
                }
            }

            #[inline]
            fn into_c(self) -> #repr_type {
                self as #repr_type
            }

            #[inline]
            unsafe fn check(__value: *const Self) -> #sdk::Result<()> {
                #sdk::std::result::Result::map(
                    unsafe { <Self as #sdk::CValue>::from_c(__value.cast::<#repr_type>().read()) },
                    #sdk::std::mem::drop,
                )
            }
        }
    };
    let kind = quote! {
        #sdk::TypeKind::Enum {
            repr: #repr,
            repr_size: #sdk::std::mem::size_of::<#repr_type>(),
            variants: &[#descriptors],
        }
    };
    (value, kind)
}
