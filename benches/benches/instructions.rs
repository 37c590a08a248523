//! Instructions, counted by valgrind: `cargo bench -p aro-benches --bench instructions`.

#![allow(missing_docs)] // The macros generate items without documentation.

use std::hint::black_box;

use aro_benches::{
    CASES, Case, First, HOSTED, HostKind, Hosted, Info, Loaded, PluginKind, Prepared, Probe, Typed, envelope_calls,
    probes,
};
use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};

/// With `ARO_BENCH_CHECKED=1` only what a check needs is measured, without the big cases.
fn checked() -> bool {
    std::env::var("ARO_BENCH_CHECKED").is_ok_and(|value| value == "1")
}

/// Both plugins with every case, and the floor with one.
fn all() -> impl Iterator<Item = (usize, usize)> {
    let cases = || CASES.iter().enumerate().filter(|(_, case)| case.guarded || !checked()).map(|(index, _)| index);
    let floor = CASES.iter().position(|case| case.name == "no arguments").unwrap_or_default();
    (0..2).flat_map(move |which| cases().map(move |case| (which, case))).chain([(2, floor)])
}

/// The case of that number, with the plugin that `which` names.
fn loaded((which, case): (usize, usize)) -> Loaded {
    Loaded::of(PluginKind::ALL[which], &CASES[case])
}

#[library_benchmark(setup = loaded)]
#[benches::all(iter = all())]
fn one_call(loaded: Loaded) -> Loaded {
    black_box(&loaded).call();
    loaded
}

fn enveloped((which, envelope): (PluginKind, &Case)) -> Loaded {
    Loaded::of(which, envelope)
}

#[library_benchmark(setup = enveloped)]
#[benches::all(iter = envelope_calls(checked()))]
fn one_envelope(loaded: Loaded) -> Loaded {
    black_box(&loaded).call();
    loaded
}

fn of(kind: fn(&Probe) -> bool) -> impl Iterator<Item = usize> {
    probes().into_iter().enumerate().filter(move |(_, probe)| kind(probe)).map(|(index, _)| index)
}

fn calls(index: usize) -> Vec<Loaded> {
    match probes()[index].prepare() {
        Prepared::Calls(calls) => calls,
        other => panic!("{other:?} is not a list of calls"),
    }
}

#[library_benchmark(setup = calls)]
#[benches::all(iter = of(|probe| !matches!(probe, Probe::Info(..) | Probe::First(_) | Probe::Typed(..))))]
fn probed_calls(calls: Vec<Loaded>) -> Vec<Loaded> {
    for loaded in black_box(&calls) {
        loaded.call();
    }
    calls
}

fn info(index: usize) -> Info {
    match probes()[index].prepare() {
        Prepared::Info(info) => info,
        other => panic!("{other:?} does not ask for metadata"),
    }
}

#[library_benchmark(setup = info)]
#[benches::all(iter = of(|probe| matches!(probe, Probe::Info(..))))]
fn probed_info(info: Info) -> Info {
    black_box(black_box(&info).ask());
    info
}

fn first(index: usize) -> First {
    match probes()[index].prepare() {
        Prepared::First(first) => first,
        other => panic!("{other:?} does not load a library"),
    }
}

#[library_benchmark(setup = first)]
#[benches::all(iter = of(|probe| matches!(probe, Probe::First(_))))]
fn probed_first(first: First) -> (First, impl Sized) {
    let library = black_box(&first).load();
    (first, library)
}

fn typed(index: usize) -> Typed {
    match probes()[index].prepare() {
        Prepared::Typed(typed) => typed,
        other => panic!("{other:?} is no typed call"),
    }
}

#[library_benchmark(setup = typed)]
#[benches::all(iter = of(|probe| matches!(probe, Probe::Typed(..))))]
fn probed_typed(typed: Typed) -> Typed {
    black_box(black_box(&typed).call());
    typed
}

fn hosted((kind, index): (HostKind, usize)) -> Hosted {
    Hosted::new(kind, HOSTED[index])
}

/// Both hosts with every call.
fn hosts() -> impl Iterator<Item = (HostKind, usize)> {
    [HostKind::Testkit, HostKind::Embedded]
        .into_iter()
        .flat_map(|kind| (0..HOSTED.len()).map(move |index| (kind, index)))
}

#[library_benchmark(setup = hosted)]
#[benches::all(iter = hosts())]
fn hosted_call(hosted: Hosted) -> Hosted {
    black_box(&hosted).measured();
    hosted
}

library_benchmark_group!(name = cases, benchmarks = [one_call, one_envelope, hosted_call]);
library_benchmark_group!(name = growth, benchmarks = [probed_calls, probed_info, probed_first, probed_typed]);

main!(
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::with_args(["--cache-sim=no", "--collect-bus=yes"]))
        .env_clear(false),
    library_benchmark_groups = [cases, growth]
);
