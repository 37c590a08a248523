//! Time, as ratios of alternating runs. The best of many runs counts, since other work of the
//! machine only adds time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{hint, thread};

use aro_benches::{CASES, First, Loaded, PluginKind};

use crate::Result;

/// The measured times, as ratios.
#[derive(Debug)]
pub(crate) struct Times {
    /// How many times the calls of one thread two threads make in the same time.
    pub(crate) two_threads: f64,
    /// The same for the floor: the limit of the machine and of the C library's `malloc`.
    pub(crate) two_threads_floor: f64,
    /// Loading, metadata and first call, compared with the floor.
    pub(crate) first: f64,
}

pub(crate) fn measure() -> Result<Times> {
    let case = CASES.first().ok_or("there are no cases")?;
    // One after the other, since loading a library again takes almost no time.
    let two = two_threads(&Loaded::of(PluginKind::Sdk, case), 1_000);
    let floor = two_threads(&Loaded::of(PluginKind::Floor, case), 20_000);
    Ok(Times { two_threads: two, two_threads_floor: floor, first: first() })
}

/// Many short runs: on a busy machine some of them find both processors free.
fn two_threads(loaded: &Loaded, calls: usize) -> f64 {
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..500 {
        one = one.min(together(loaded, calls, 1));
        two = two.min(together(loaded, calls, 2));
    }
    2.0 * one.as_secs_f64() / two.as_secs_f64()
}

/// The time from the start of the first of `threads` threads to the end of the last. Each makes
/// `calls` calls.
fn together(loaded: &Loaded, calls: usize, threads: usize) -> Duration {
    let waiting = AtomicUsize::new(threads);
    let run = || {
        // A thread's first allocation is not measured.
        loaded.call();
        // Spins, because waking a thread takes longer than many calls.
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
