//! Tests that span crates and languages live in `tests/`; here is what several of them need.

pub mod recorder;
