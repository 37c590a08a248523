//! Instructions under valgrind.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use aro_benches::{CASES, Case, HOSTED, LOADED, LOOKUPS, PluginKind, Probe, libraries, probes};
use serde_json::Value;

use crate::envelopes::{Envelope, envelopes};
use crate::heap::Allocations;
use crate::{Result, repository};

/// The counts of one call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
}

/// The measurements of one case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) case: &'static Case,
    pub(crate) sdk: Counts,
    pub(crate) by_hand: Counts,
    /// Instructions of the SDK's call that lock the bus or a cache line, for which threads may wait
    /// for each other.
    pub(crate) locks: u64,
}

impl Row {
    pub(crate) fn ratio(&self) -> f64 {
        self.by_hand.instructions as f64 / self.sdk.instructions as f64
    }
}

/// The instructions of one call through each host.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hosted {
    pub(crate) name: &'static str,
    pub(crate) testkit: u64,
    pub(crate) embedded: u64,
}

/// All counts.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) rows: Vec<Row>,
    pub(crate) floor: u64,
    pub(crate) envelopes: Vec<Envelope>,
    /// Calls through the testkit's host and through the embeddable one, in the order of `HOSTED`.
    pub(crate) hosted: Vec<Hosted>,
    probes: Vec<(Probe, f64)>,
    constructors: Vec<(PluginKind, Option<u64>)>,
}

impl Counted {
    /// The row of this name.
    pub(crate) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.case.name == name)
    }

    /// Instructions of the constructors that run while a library is loaded, if the profile shows
    /// them.
    pub(crate) fn constructors(&self, which: PluginKind) -> Option<u64> {
        self.constructors.iter().find(|(other, _)| *other == which)?.1
    }

    /// Instructions of a probe; of several calls, the average.
    pub(crate) fn probe(&self, probe: Probe) -> Result<f64> {
        let found = self.probes.iter().find(|(other, _)| *other == probe);
        found.map(|(_, count)| *count).ok_or_else(|| format!("{probe:?} was not measured").into())
    }
}

/// One benchmark's result.
#[derive(Debug)]
struct Events {
    instructions: u64,
    locks: u64,
    /// The path of callgrind's output.
    folder: PathBuf,
}

/// Runs the benchmark `instructions`; for a check, without the big cases.
pub(crate) fn count(checked: bool, allocations: &Allocations) -> Result<Counted> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).args(["bench", "-p", "aro-benches", "--bench", "instructions"]);
    cargo.args(["--", "--output-format=json"]).env("ARO_BENCH_CHECKED", if checked { "1" } else { "0" });
    // Built before, since valgrind would also trace cargo.
    cargo.envs(libraries());
    let output = cargo.output()?;
    if !output.status.success() {
        let (said, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        return Err(format!("the benchmark failed (is gungraun-runner installed?):\n{said}\n{stderr}").into());
    }
    let by_function = parse(&String::from_utf8(output.stdout)?)?;
    let of = |function: &str| by_function.get(function).map(Vec::as_slice).unwrap_or_default();

    let cases: Vec<&Case> = CASES.iter().filter(|case| case.guarded || !checked).collect();
    let [calls @ .., floor] = of("one_call") else { return Err("gungraun measured nothing".into()) };
    if calls.len() != 2 * cases.len() {
        return Err("gungraun measured too few cases".into());
    }
    let rows = cases.iter().enumerate().map(|(index, case)| {
        let counts = |plugin: usize, which: PluginKind| Counts {
            instructions: calls[plugin * cases.len() + index].instructions,
            allocations: allocations.of(which, case),
        };
        let locks = calls[index].locks;
        Row { case, sdk: counts(0, PluginKind::Sdk), by_hand: counts(1, PluginKind::ByHand), locks }
    });
    let rows = rows.collect();
    let envelopes = of("one_envelope").iter().map(|events| events.instructions);
    let envelopes = self::envelopes(checked, envelopes, allocations)?;

    let (testkit, embedded) = of("hosted_call").split_at(of("hosted_call").len() / 2);
    let hosts = testkit.iter().zip(embedded).zip(HOSTED);
    let hosted = hosts.map(|((testkit, embedded), (name, ..))| Hosted {
        name,
        testkit: testkit.instructions,
        embedded: embedded.instructions,
    });
    let hosted: Vec<Hosted> = hosted.collect();
    if hosted.len() != HOSTED.len() {
        return Err("gungraun measured too few hosts".into());
    }
    let (mut calls, mut infos, mut firsts) =
        (of("probed_calls").iter(), of("probed_info").iter(), of("probed_first").iter());
    let mut typed = of("probed_typed").iter();
    let measured = probes().into_iter().map(|probe| {
        let (next, times) = match probe {
            Probe::Info(..) => (infos.next(), 1),
            Probe::First(_) => (firsts.next(), 1),
            Probe::Typed(..) => (typed.next(), 1),
            Probe::Named(..) | Probe::Unnamed(_) => (calls.next(), LOOKUPS),
            _ => (calls.next(), 1),
        };
        let events = next.ok_or("gungraun measured too few probes")?;
        Ok((probe, events.instructions as f64 / times as f64))
    });
    let probes = measured.collect::<Result<_>>()?;
    let constructors = LOADED.into_iter().zip(of("probed_first").iter().map(constructors)).collect();
    Ok(Counted { rows, floor: floor.instructions, envelopes, hosted, probes, constructors })
}

/// The instructions of glibc's loader for constructors, from callgrind's output.
fn constructors(events: &Events) -> Option<u64> {
    let mut files = fs::read_dir(&events.folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let file = files.find(|path| path.extension().is_some_and(|extension| extension == "out"))?;
    let mut annotate = Command::new("callgrind_annotate");
    let output = annotate.args(["--inclusive=yes", "--threshold=100", "--auto=no"]).arg(file).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.contains(":_dl_init "))?;
    line.split_whitespace().next()?.replace(',', "").parse().ok()
}

/// The counts of each benchmark function, in the order of its arguments.
fn parse(summaries: &str) -> Result<BTreeMap<String, Vec<Events>>> {
    let mut by_function: BTreeMap<String, Vec<(usize, Events)>> = BTreeMap::new();
    for line in summaries.lines() {
        let summary: Value = serde_json::from_str(line)?;
        let metrics = &summary["profiles"][0]["data"]["total"]["metrics"];
        let event = |name: &str| metrics[name]["values"]["new"].as_u64();
        let instructions = event("Ir").ok_or("gungraun's summary has no instruction count")?;
        let function = summary["function_name"].as_str().ok_or("gungraun's summary names no function")?;
        let index = summary["id"].as_str().and_then(|id| id.rsplit('_').next()?.parse().ok());
        let index = index.ok_or("gungraun's summary has no number")?;
        let folder = repository().join(summary["output_dir"].as_str().unwrap_or_default());
        let events = Events { instructions, locks: event("Ge").unwrap_or_default(), folder };
        by_function.entry(function.to_owned()).or_default().push((index, events));
    }
    let sorted = by_function.into_iter().map(|(function, mut events)| {
        events.sort_unstable_by_key(|(index, _)| *index);
        (function, events.into_iter().map(|(_, events)| events).collect())
    });
    Ok(sorted.collect())
}
