//! Where a macro is entered: a panic in it becomes a message that says which construct did it, and the item stays.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::catalogue;

/// What `expand` gives; should it panic, `item` and a message.
pub(crate) fn enter(attribute: &str, item: &TokenStream, expand: Box<dyn FnOnce() -> TokenStream + '_>) -> TokenStream {
    catch_unwind(AssertUnwindSafe(expand)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it panicked");
        let message = catalogue::attribute::internal(attribute, said);
        let error = syn::Error::new(Span::call_site(), message.as_str()).into_compile_error();
        quote!(#item #error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_says_which_attribute_did_it_and_where_to_report_and_the_item_stays() {
        let item = quote!(
            fn greet() {}
        );
        let given = enter("aro_action", &item, Box::new(|| panic!("no {}", "luck"))).to_string();
        assert!(given.starts_with("fn greet () { }"), "{given}");
        assert!(given.contains("#[aro_action] failed: no luck") && given.contains("/issues"), "{given}");
    }
}
