//! Turns a panic of a macro into a diagnostic.
//!
//! rustc says of a macro that panics only "proc macro panicked", and the item is gone. Here the
//! item stays, and the message says which attribute failed and where to report it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Span, TokenStream};

use crate::diagnostics;

/// What `expand` returns; if it panics, `item` and a message.
pub(crate) fn catch(attribute: &str, item: TokenStream, expand: impl FnOnce() -> TokenStream) -> TokenStream {
    catch_unwind(AssertUnwindSafe(expand)).unwrap_or_else(|payload| {
        let message = diagnostics::attribute::internal(attribute, panic_message(&*payload));
        let mut tokens = item;
        tokens.extend(syn::Error::new(Span::call_site(), message.as_str()).into_compile_error());
        tokens
    })
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    if let Some(message) = payload.downcast_ref::<String>() {
        message
    } else if let Some(message) = payload.downcast_ref::<&str>() {
        message
    } else {
        "it panicked"
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_panic_says_which_attribute_did_it_and_where_to_report_and_the_item_stays() {
        let item = quote!(
            fn greet() {}
        );
        let expanded = catch("aro_action", item, || panic!("no {}", "luck")).to_string();
        assert!(expanded.starts_with("fn greet () { }"), "{expanded}");
        assert!(
            expanded.contains("#[aro_action] failed: no luck") && expanded.contains("report it to the authors"),
            "{expanded}"
        );
    }
}
