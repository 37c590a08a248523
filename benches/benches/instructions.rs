//! Instructions and allocations of one call, counted by valgrind: `cargo bench -p aro-benches --bench instructions`.

#![allow(missing_docs)] // What the macros generate has none.

use std::hint::black_box;

use aro_benches::{CASES, Loaded, Which};
use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};

/// The case of that number, with the plugin that `which` names.
fn loaded((which, case): (usize, usize)) -> Loaded {
    Loaded::of(Which::ALL[which], &CASES[case])
}

/// Both plugins with every case, and the floor once. The report asks for the small ones alone by `ARO_BENCH_GUARDED=1`.
fn all() -> impl Iterator<Item = (usize, usize)> {
    let guarded = std::env::var("ARO_BENCH_GUARDED").is_ok_and(|value| value == "1");
    let cases =
        move || CASES.iter().enumerate().filter(move |(_, case)| case.guarded || !guarded).map(|(index, _)| index);
    let floor = CASES.iter().position(|case| case.name == "no arguments").unwrap_or_default();
    (0..2).flat_map(move |which| cases().map(move |case| (which, case))).chain([(2, floor)])
}

#[library_benchmark(setup = loaded)]
#[benches::all(iter = all())]
fn one_call(loaded: Loaded) -> Loaded {
    black_box(&loaded).call();
    loaded
}

library_benchmark_group!(name = calls, benchmarks = one_call);

main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::default()).env_clear(false),
    library_benchmark_groups = calls
);
