//! ARO qualifiers for lists and strings.
//!
//! ```aro
//! Compute the <sorted: Collections.sort> from the <scores> with { descending: true }.
//! Compute the <best: Collections.top> from the <sorted> with { count: 3 }.
//! Compute the <pages: Collections.chunk> from the <articles> with { size: 10 }.
//! Compute the <order: Collections.shuffle> from the <players> with { seed: 7 }.
//! Compute the <mirrored: Collections.reverse> from "straw".
//! ```
//!
//! | qualifier | result | with-arguments |
//! |---|---|---|
//! | `reverse` | the items from last to first | |
//! | `sort` | the items in order | `descending`, `key` |
//! | `unique` | the items without duplicates | |
//! | `top` | the first items | `count`, by default 1 |
//! | `pick` | one item, at random | `seed` |
//! | `shuffle` | the items in a random order | `seed` |
//! | `chunk` | lists of `size` items | `size` |
//!
//! Each takes a list or a string. The items of a string are its characters as readers see them
//! (grapheme clusters, Unicode Standard Annex 29), so an accent stays on its letter and a flag
//! stays a flag. The result for a string is a string.

mod chance;
mod compare;
mod part;
mod reverse;
mod sequence;
mod sort;
mod unique;

aro_sdk::plugin! { handle = "Collections" }
