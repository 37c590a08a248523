//! Time, as ratios of runs that alternate. The best of many counts: whatever else the machine does
//! only adds.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{hint, thread};

use aro_benches::{CASES, First, Loaded, PluginKind};

use crate::Result;

/// What was measured with the clock.
#[derive(Debug)]
pub(crate) struct Times {
    /// Calls of two threads, for each of one thread alone in the same time.
    pub(crate) two_threads: f64,
    /// The same of the floor: what the machine and the C library's `malloc` have to give.
    pub(crate) two_threads_floor: f64,
    /// Loading, metadata and first call, against the floor's.
    pub(crate) first: f64,
}

pub(crate) fn measure() -> Result<Times> {
    let case = CASES.first().ok_or("there are no cases")?;
    // One after the other, since a library that is loaded already is loaded in no time.
    let two = two_threads(&Loaded::of(PluginKind::Sdk, case), 1_000);
    let floor = two_threads(&Loaded::of(PluginKind::Floor, case), 20_000);
    Ok(Times { two_threads: two, two_threads_floor: floor, first: first() })
}

/// Short runs, many of them: on a busy machine some find both processors free.
fn two_threads(loaded: &Loaded, calls: usize) -> f64 {
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..500 {
        one = one.min(together(loaded, calls, 1));
        two = two.min(together(loaded, calls, 2));
    }
    2.0 * one.as_secs_f64() / two.as_secs_f64()
}

/// From the start of the first of that many threads to the end of the last, with so many calls
/// each.
fn together(loaded: &Loaded, calls: usize, threads: usize) -> Duration {
    let waiting = AtomicUsize::new(threads);
    let run = || {
        // What a thread allocates first is not what is measured.
        loaded.call();
        // Spinning, because to be woken takes longer than many calls.
        waiting.fetch_sub(1, Ordering::AcqRel);
        while waiting.load(Ordering::Acquire) > 0 {
            hint::spin_loop();
        }
        let began = Instant::now();
        (0..calls).for_each(|_| loaded.call());
        (began, Instant::now())
    };
    let spans: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let began = spans.iter().map(|(began, _)| *began).min();
    let ended = spans.iter().map(|(_, ended)| *ended).max();
    began.zip(ended).map_or(Duration::MAX, |(began, ended)| ended - began)
}

fn first() -> f64 {
    let (one, floor) = (First::new(PluginKind::One), First::new(PluginKind::Floor));
    let time = |first: &First| {
        let began = Instant::now();
        let library = first.load();
        let took = began.elapsed();
        drop(library);
        took
    };
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..300 {
        ours = ours.min(time(&one));
        theirs = theirs.min(time(&floor));
    }
    ours.as_secs_f64() / theirs.as_secs_f64()
}
