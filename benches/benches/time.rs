//! The time of one call, measured by criterion: `cargo bench -p aro-benches --bench time`.

#![allow(missing_docs)] // The macros generate items without documentation.

use aro_benches::{CASES, Loaded, PluginKind};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

fn calls(criterion: &mut Criterion) {
    for case in CASES {
        let mut group = criterion.benchmark_group(case.name);
        for which in [PluginKind::Sdk, PluginKind::ByHand] {
            let loaded = Loaded::of(which, case);
            group.bench_function(BenchmarkId::from_parameter(format!("{which:?}")), |bencher| {
                bencher.iter(|| loaded.call())
            });
        }
        group.finish();
    }
}

criterion_group!(benches, calls);
criterion_main!(benches);
