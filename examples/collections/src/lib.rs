//! ARO qualifiers for lists and texts.
//!
//! ```aro
//! Compute the <sorted: Collections.sort> from the <scores> with { descending: true }.
//! Compute the <best: Collections.top> from the <sorted> with { count: 3 }.
//! Compute the <pages: Collections.chunk> from the <articles> with { size: 10 }.
//! Compute the <order: Collections.shuffle> from the <players> with { seed: 7 }.
//! Compute the <mirrored: Collections.reverse> from "straw".
//! ```
//!
//! | qualifier | gives | in the statement's `with` |
//! |---|---|---|
//! | `reverse` | the items from last to first | |
//! | `sort` | the items in order | `descending`, `by` |
//! | `unique` | the items without repetitions | |
//! | `top` | the first items | `count`, 1 if not given |
//! | `pick` | one item, by chance | `seed` |
//! | `shuffle` | the items in an order made by chance | `seed` |
//! | `chunk` | the items in lists of one size | `size` |
//!
//! Each takes a list or a text. The items of a text are its characters as readers see them
//! (grapheme clusters, Unicode Standard Annex 29), so an accent stays on its letter and a flag
//! stays a flag; what comes of a text is a text again.

mod chance;
mod compare;
mod part;
mod reverse;
mod sequence;
mod sort;
mod unique;

aro_sdk::plugin! { handle = "Collections" }
