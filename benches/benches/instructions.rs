//! Instructions and allocations of one call, counted by valgrind: `cargo bench -p aro-benches --bench instructions`.

#![allow(missing_docs)] // What the macros generate has none.

use std::hint::black_box;

use aro_benches::{CASES, Loaded, Which};
use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};

/// The case of that number, with the plugin that `which` names.
fn loaded((which, case): (usize, usize)) -> Loaded {
    Loaded::of(Which::ALL[which], &CASES[case])
}

/// Every plugin with every case; of the floor one is enough.
fn all() -> impl Iterator<Item = (usize, usize)> {
    let floor = CASES.iter().position(|case| case.name == "no arguments").unwrap_or_default();
    let both = (0..2).flat_map(|which| (0..CASES.len()).map(move |case| (which, case)));
    both.chain([(2, floor)])
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
