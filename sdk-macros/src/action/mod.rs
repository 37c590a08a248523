//! `#[aro_action]`: read, check, generate.

mod generate;
mod params;
mod spec;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ItemFn;

use crate::report::Report;
use params::Params;
use spec::Spec;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let what = syn::Error::new(error.span(), format!("#[aro_action] stands on a function: {error}"));
            let errors = what.into_compile_error();
            return quote!(#item #errors);
        }
    };
    let report = Report::default();
    let spec = Spec::read(args, &function, &report);
    let params = Params::read(&mut function, &report);
    let generated = match report.finish() {
        // A wrong attribute costs the function nothing: it is there for the rest of the crate.
        Some(errors) => errors,
        None => generate::action(&spec, &params, &function),
    };
    let function = function.into_token_stream();
    quote!(#function #generated)
}
