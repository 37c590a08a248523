//! The figures of one function in one place.

use std::time::{Duration, Instant};
use std::{env, fs, process::Command};

use serde_json::{Value, json};

use crate::built::Built;
use crate::work::Work;
use crate::{Place, Result, prepare};

/// How many processes are started for each place and function.
const PROCESSES: usize = 9;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// Loading, compiling, looking functions up.
    pub(crate) setup: Duration,
    pub(crate) first: Duration,
    /// One of many calls.
    pub(crate) later: Duration,
    /// What the process has more in memory at the end, in kilobytes.
    pub(crate) memory: u64,
}

impl Figures {
    /// In this process, in which nothing was loaded before.
    pub(crate) fn measure(place: Place, work: &'static Work, built: &Built) -> Result<Self> {
        let before = resident()?;
        let begin = Instant::now();
        let mut prepared = prepare(place, work, built)?;
        let setup = begin.elapsed();
        let begin = Instant::now();
        let came = prepared.call();
        let first = begin.elapsed();
        if came != work.expected {
            return Err(format!("{place:?} returned {came} for {}, expected {}", work.name, work.expected).into());
        }
        // As many calls as take about 20 ms, so that the clock does not count.
        let begin = Instant::now();
        prepared.call();
        let calls =
            (Duration::from_millis(20).as_nanos() / begin.elapsed().as_nanos().max(1)).clamp(1, 2_000_000) as u32;
        let run = |_| {
            let begin = Instant::now();
            for _ in 0..calls {
                std::hint::black_box(prepared.call());
            }
            begin.elapsed() / calls
        };
        // Other work of the machine only adds time.
        let later = (0..15).map(run).min().unwrap_or_default();
        Ok(Self { setup, first, later, memory: resident()?.saturating_sub(before) })
    }

    pub(crate) fn to_json(self) -> Value {
        let nanos = |duration: Duration| duration.as_nanos() as u64;
        json!([nanos(self.setup), nanos(self.first), nanos(self.later), self.memory])
    }

    /// The medians of several processes, and of their later calls the best.
    pub(crate) fn of_processes(place: usize, work: usize, built: &Built) -> Result<Self> {
        let mut columns: [Vec<u64>; 4] = Default::default();
        for _ in 0..PROCESSES {
            let mut this = Command::new(env::current_exe()?);
            this.args(["--measure", &place.to_string(), &work.to_string()]);
            let output = this.args([&built.library, &built.module, &built.ahead]).output()?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
            let figures: [u64; 4] = serde_json::from_slice(&output.stdout)?;
            columns.iter_mut().zip(figures).for_each(|(column, figure)| column.push(figure));
        }
        columns.iter_mut().for_each(|column| column.sort_unstable());
        let [setup, first, _, memory] = [0, 1, 2, 3].map(|column: usize| columns[column][PROCESSES / 2]);
        let nanos = Duration::from_nanos;
        Ok(Self { setup: nanos(setup), first: nanos(first), later: nanos(columns[2][0]), memory })
    }
}

/// The resident memory of this process in kilobytes.
fn resident() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("/proc/self/status has no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
