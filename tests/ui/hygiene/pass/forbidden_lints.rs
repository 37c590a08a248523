#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, missing_debug_implementations)]
#![deny(unused, nonstandard_style, future_incompatible, rust_2018_idioms, rust_2024_compatibility, single_use_lifetimes)]
#![deny(absolute_paths_not_starting_with_crate, explicit_outlives_requirements, ffi_unwind_calls, let_underscore_drop)]
#![deny(macro_use_extern_crate, meta_variable_misuse, missing_copy_implementations, non_ascii_idents)]
#![deny(redundant_imports, redundant_lifetimes, trivial_casts, trivial_numeric_casts, unit_bindings, unnameable_types)]
#![deny(unused_import_braces, unused_lifetimes, unused_macro_rules, unused_results, variant_size_differences)]
//! A plugin under every lint.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use aro_sdk::{Bytes, Error, Events, RawInput, Runtime, State, Statement};
use serde_json::Value;
use serde_json::value::RawValue;

::aro_sdk::plugin! { block_on = run, sleep = wait }

fn run<F: Future>(_: F) -> F::Output {
    loop {}
}

fn wait(_: std::time::Duration) -> std::future::Ready<u8> {
    std::future::ready(1)
}

/// Greets later.
#[::aro_sdk::aro_action(verbs = ["Later"], timeout = "2s")]
pub async fn later(name: &str) -> Result<String, Error> {
    Ok(name.to_owned())
}

/// Greets.
#[::aro_sdk::aro_action(verbs = ["Greet"], symbol = "lints_greet")]
pub fn greet(name: &str, #[arg(default = 5)] times: u32, counter: ::aro_sdk::State<u64>) -> ::aro_sdk::Result<u64> {
    let _ = (name, times);
    Ok(*counter)
}

/// Every kind of parameter.
#[::aro_sdk::aro_action(verbs = ["Everything"])]
pub fn everything(
    text: &str,
    numbers: &[i64],
    maybe: Option<&str>,
    list: Vec<String>,
    slices: Option<&[i64]>,
    cow: Cow<'_, str>,
    maybe_cow: Option<Cow<'_, str>>,
    path: &Path,
    raw: &RawValue,
    bytes: &Bytes,
    octets: &[u8],
    map: &BTreeMap<String, Value>,
    state: &State<u64>,
    #[cfg(not(windows))] other: Shared,
    statement: &Statement<'_>,
    events: Events<'_>,
    input: RawInput<'_>,
    runtime: Runtime,
    #[arg(flatten)] rest: BTreeMap<String, Value>,
    #[cfg_attr(unix, arg(default = 1))] limit: u8,
    #[arg(default)] tags: &[String],
) -> Result<(), Error> {
    let _unused = (text, numbers, maybe, list, slices, cow, maybe_cow, path, raw, bytes, octets, map, state, statement);
    let _unused = (events, input, runtime, rest, limit, tags);
    #[cfg(not(windows))]
    let _unused = other;
    Ok(())
}

type Shared = State<u64>;

/// A store.
#[derive(Clone, Copy, Debug, Default, ::serde::Deserialize)]
pub struct Store;

#[::aro_sdk::aro_service]
impl Store {
    /// Puts.
    pub fn put(&self, value: &str, others: &[i64], state: State<u64>, also: Option<Self>) {
        let _unused = (value, others, state, also);
    }
}

#[::aro_sdk::aro_system_object]
impl Store {
    fn list(&self, pattern: &str) -> bool {
        pattern.is_empty()
    }
}

#[::aro_sdk::aro_qualifier]
fn first(list: Vec<u8>) -> Option<u8> {
    list.first().copied()
}

#[::aro_sdk::aro_on_event("*")]
fn heard() {}

#[::aro_sdk::aro_init]
fn start() {}

#[::aro_sdk::aro_shutdown]
fn stop() {}

/// A point.
#[derive(Clone, Copy, Debug)]
#[::aro_sdk::aro_export]
#[repr(C)]
pub struct Point {
    /// Right.
    pub x: f64,
    /// Its color.
    pub color: Color,
}

/// A color.
#[derive(Clone, Copy, Debug)]
#[::aro_sdk::aro_export]
#[repr(u8)]
pub enum Color {
    /// Red.
    Red,
    /// Green.
    #[deprecated]
    Green,
}

/// Adds.
#[::aro_sdk::aro_export]
#[::aro_sdk::aro_action(verbs = ["Sum"])]
pub fn sum(a: i32, b: i32) -> i32 {
    a + b
}

/// Everything.
#[::aro_sdk::aro_export]
pub fn all_kinds(
    text: &str,
    points: &[Point],
    point: Point,
    flag: bool,
    #[cfg(not(windows))] more: Color,
) -> ::aro_sdk::Result<Option<Vec<Point>>> {
    let _unused = (text, points, flag, more);
    Ok(Some(vec![point]))
}

#[::aro_sdk::aro_export]
#[deprecated]
fn old(text: &str) -> String {
    text.to_owned()
}

#[::aro_sdk::aro_export]
impl Store {
    /// Makes one.
    #[must_use]
    pub const fn make() -> Self {
        Self
    }

    /// Looks at one.
    #[must_use]
    pub fn look(&self, text: &str) -> u64 {
        text.len() as u64
    }

    /// Changes one.
    pub fn change(&mut self, number: u8) {
        let _ = number;
    }
}

fn main() {}
