//! What somebody would write by hand for `examples/geometry`: the same types and functions, with C
//! linkage. Nothing calls them; what counts is that the compiler accepts them.
#![allow(
    clippy::missing_safety_doc,
    improper_ctypes_definitions,
    missing_docs,
    non_camel_case_types,
    unused_variables,
    reason = "names as C has them, and no bodies"
)]

pub mod by_hand;
