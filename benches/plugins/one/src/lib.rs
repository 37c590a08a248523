//! The smallest useful plugin with the SDK.

use aro_sdk::prelude::*;

aro_sdk::plugin! { name = "bench-one" }

/// The length of a text.
#[aro_action(verbs = ["TextLength"], returns = "length")]
fn text_length(text: &str) -> usize {
    text.len()
}
