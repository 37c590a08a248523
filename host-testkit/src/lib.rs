//! The host testkit.
