//! Where a macro is entered: a panic in it becomes a message that says which construct did it, and the item stays.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Span, TokenStream};

use crate::catalogue;

/// What `expand` gives; should it panic, `item` and a message.
pub(crate) fn enter(attribute: &str, item: &TokenStream, expand: &dyn Fn() -> TokenStream) -> TokenStream {
    let payload = match catch_unwind(AssertUnwindSafe(expand)) {
        Ok(expanded) => return expanded,
        Err(payload) => payload,
    };
    let said = if let Some(said) = payload.downcast_ref::<String>() {
        said
    } else if let Some(said) = payload.downcast_ref::<&str>() {
        said
    } else {
        "it panicked"
    };
    let message = catalogue::attribute::internal(attribute, said);
    let error = syn::Error::new(Span::call_site(), message.as_str()).into_compile_error();
    let mut tokens = item.clone();
    tokens.extend(error);
    tokens
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
        let given = enter("aro_action", &item, &|| panic!("no {}", "luck")).to_string();
        assert!(given.starts_with("fn greet () { }"), "{given}");
        assert!(given.contains("#[aro_action] failed: no luck") && given.contains("/issues"), "{given}");
    }
}
