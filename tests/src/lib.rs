//! Tests that need several crates or languages are in `tests/`. This library has what they share.

pub mod child;
pub mod hosts;
pub mod program;
pub mod recorder;
pub mod stubborn;
pub mod vectors;
pub mod whole;

/// The Rust code of the repository's README.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/readme.md"))]
pub struct Readme;

/// The Rust code of the page about other platforms.
#[cfg(doctest)]
#[doc = include_str!("../../docs/cross-compiling.md")]
pub struct CrossCompiling;
