//! Tests that span crates and languages live in `tests/`.
