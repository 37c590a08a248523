//! What a host, a program or an author can do wrong, in every place, through a loaded library: each
//! has an answer, or where Rust ends the process, that end and no other.
//!
//! `boundary` has the rules one by one; here they are combined with each place and each kind.
//! `ARO_FAULTS=all` runs what is too long for every commit; `scripts/nightly` sets it.

/// The types of typed functions in C.
#[allow(dead_code, reason = "the tests of `exports` use all of it")]
#[path = "../exports/library.rs"]
mod library;

mod allocations;
mod damage;
mod envelopes;
mod fatal;
mod init;
mod kinds;
mod lent;
mod nulls;
mod panics;
mod reentrancy;
mod sizes;
mod support;
mod threads;
mod typed;
