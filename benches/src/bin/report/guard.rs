//! The committed baseline, and the check against it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aro_benches::{Backend, ENVELOPES};
use serde_json::{Map, Value, json};

use crate::counts::{Counted, Counts};
use crate::targets::Target;
use crate::{Result, machine};

/// The factor by which a count may rise.
const ALLOWED: f64 = 1.03;

/// The factor by which an instruction count may rise if the baseline was measured with another
/// compiler, C library or processor, which change it without a change of the code.
const ALLOWED_ELSEWHERE: f64 = 1.10;

/// One entry of the baseline.
#[derive(Debug)]
pub(crate) struct Entry {
    name: String,
    /// `None` if the processor lacks the instructions of the backend.
    counts: Option<Counts>,
}

/// The entries of one run.
pub(crate) fn entries(counted: &Counted) -> Vec<Entry> {
    let rows = counted.rows.iter().filter(|row| row.case.guarded);
    let mut entries: Vec<_> = rows.map(|row| Entry { name: row.case.name.to_owned(), counts: Some(row.sdk) }).collect();
    for backend in Backend::ALL {
        entries.extend(ENVELOPES.iter().filter(|envelope| envelope.guarded).map(|case| {
            let counted = counted.envelopes.iter().find(|envelope| envelope.case == case);
            let name = format!("envelope, {}, {}", case.name, backend.name());
            Entry { name, counts: counted.and_then(|envelope| envelope.with(backend)) }
        }));
    }
    entries
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.json")
}

/// Writes the baseline.
pub(crate) fn update(entries: &[Entry], targets: &[Target]) -> Result<()> {
    let baseline = baseline(entries, targets, &machine::of_counts()?);
    fs::write(path(), format!("{baseline:#}\n"))?;
    println!("written: benches/baseline.json");
    Ok(())
}

/// Fails if a count has risen, or a target is missed that was reached.
pub(crate) fn check(entries: &[Entry], targets: &[Target]) -> Result<()> {
    let baseline: Value = serde_json::from_slice(&fs::read(path())?)?;
    let verdict = compare(&baseline, entries, targets, &machine::of_counts()?);
    verdict.lines.iter().for_each(|line| println!("{line}"));
    if verdict.failures.is_empty() {
        return Ok(());
    }
    let failures = verdict.failures.join("\n- ");
    Err(format!(
        "worse than benches/baseline.json:\n- {failures}\nif this is intended, write it again with --update, and give the reason in the commit"
    )
    .into())
}

fn baseline(entries: &[Entry], targets: &[Target], machine: &BTreeMap<String, String>) -> Value {
    let cases = entries.iter().filter_map(|Entry { name, counts }| {
        let Counts { instructions, allocations } = (*counts)?;
        Some((name.clone(), json!({ "instructions": instructions, "allocations": allocations })))
    });
    let targets =
        targets.iter().filter(|target| target.exact).map(|target| (target.name.clone(), target.is_reached().into()));
    json!({
        "cases": Value::Object(cases.collect()),
        "reached": Value::Object(targets.collect::<Map<_, _>>()),
        "measured with": machine,
    })
}

#[derive(Default)]
struct Verdict {
    lines: Vec<String>,
    failures: Vec<String>,
}

fn compare(baseline: &Value, entries: &[Entry], targets: &[Target], machine: &BTreeMap<String, String>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut allowed = ALLOWED;
    for (what, here) in machine {
        let there = baseline["measured with"][what].as_str().unwrap_or("unknown");
        if there != here {
            allowed = ALLOWED_ELSEWHERE;
            verdict.lines.push(format!("the baseline was measured with another {what}: {there}; this is {here}"));
        }
    }
    let percent = (allowed - 1.0) * 100.0;
    verdict.lines.push(format!("instruction counts may rise by {percent:.0} %, allocation counts by 3 %"));
    entries.iter().for_each(|entry| verdict.counts(&baseline["cases"], entry, allowed));
    for name in baseline["cases"].as_object().into_iter().flat_map(Map::keys) {
        if !entries.iter().any(|entry| entry.name == *name) {
            verdict.failures.push(format!("{name}: in the baseline, but not measured"));
        }
    }
    for target in targets.iter().filter(|target| target.exact) {
        let Target { name, bound, measured, .. } = target;
        let outcome = if target.is_reached() { "reached" } else { "missed" };
        verdict.lines.push(format!("{outcome}: {name} {measured:.2} ({bound:?})"));
        if !target.is_reached() && baseline["reached"][name] == true {
            verdict.failures.push(format!("{name}: {measured:.2}, but {bound:?} was reached"));
        }
    }
    verdict
}

impl Verdict {
    /// Compares the counts of one call with those in the baseline.
    fn counts(&mut self, before: &Value, Entry { name, counts }: &Entry, allowed: f64) {
        let before = &before[name];
        let Some(counts) = counts else {
            if before.is_object() {
                self.lines.push(format!("{name}: not measured, because this processor lacks the instructions"));
            }
            return;
        };
        let counts = [("instructions", counts.instructions, allowed), ("allocations", counts.allocations, ALLOWED)];
        for (what, now, allowed) in counts {
            let Some(before) = before[what].as_u64() else {
                self.failures.push(format!("{name}: no {what} in the baseline"));
                continue;
            };
            self.lines.push(format!("{name:34} {what:12} {now:>8} (baseline {before})"));
            if now as f64 > before as f64 * allowed {
                self.failures.push(format!("{name}: {now} {what}, {before} before"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Bound;

    fn row(instructions: u64, allocations: u64) -> Entry {
        Entry { name: "c".to_owned(), counts: Some(Counts { instructions, allocations }) }
    }

    fn target(measured: f64) -> Target {
        Target { name: "t".to_owned(), bound: Bound::AtMost(1.1), aim: None, measured, exact: true }
    }

    fn with(compiler: &str) -> BTreeMap<String, String> {
        [("compiler".to_owned(), compiler.to_owned())].into()
    }

    fn failures(before: (Entry, Target), now: (Entry, Target), compiler: &str) -> Vec<String> {
        let baseline = baseline(&[before.0], &[before.1], &with("one"));
        compare(&baseline, &[now.0], &[now.1], &with(compiler)).failures
    }

    #[test]
    fn a_count_may_rise_by_three_percent_and_no_more() {
        let before = || (row(1000, 100), target(1.0));
        assert!(failures(before(), (row(1030, 103), target(1.0)), "one").is_empty());
        assert_eq!(failures(before(), (row(1031, 100), target(1.0)), "one").len(), 1);
        assert_eq!(failures(before(), (row(1000, 104), target(1.0)), "one").len(), 1);
    }

    #[test]
    fn one_allocation_more_where_there_was_one_is_a_fault() {
        assert_eq!(failures((row(1000, 1), target(1.0)), (row(1000, 2), target(1.0)), "one").len(), 1);
    }

    #[test]
    fn with_another_compiler_instructions_may_differ_more_and_allocations_may_not() {
        let before = || (row(1000, 1), target(1.0));
        assert!(failures(before(), (row(1100, 1), target(1.0)), "another").is_empty());
        assert_eq!(failures(before(), (row(1101, 1), target(1.0)), "another").len(), 1);
        assert_eq!(failures(before(), (row(1000, 2), target(1.0)), "another").len(), 1);
        let baseline = baseline(&[row(1000, 1)], &[], &with("one"));
        let lines = compare(&baseline, &[row(1000, 1)], &[], &with("another")).lines;
        assert!(lines[0].contains("another compiler: one; this is another"), "{lines:?}");
    }

    #[test]
    fn a_target_that_was_reached_stays_reached() {
        assert_eq!(failures((row(1, 1), target(1.0)), (row(1, 1), target(1.2)), "one").len(), 1);
        assert!(failures((row(1, 1), target(1.2)), (row(1, 1), target(1.3)), "one").is_empty());
    }

    #[test]
    fn a_case_without_a_baseline_is_a_fault() {
        assert_eq!(compare(&json!({}), &[row(1, 1)], &[], &with("one")).failures.len(), 2);
    }

    #[test]
    fn a_backend_that_the_processor_lacks_is_no_fault() {
        let lacking = || Entry { name: "c".to_owned(), counts: None };
        let kept = baseline(&[row(1000, 1)], &[], &with("one"));
        let verdict = compare(&kept, &[lacking()], &[], &with("one"));
        assert!(verdict.failures.is_empty(), "{:?}", verdict.failures);
        assert!(verdict.lines.iter().any(|line| line.starts_with("c: not measured")), "{:?}", verdict.lines);
        let without = baseline(&[lacking()], &[], &with("one"));
        assert_eq!(without["cases"], json!({}));
        assert!(compare(&without, &[lacking()], &[], &with("one")).failures.is_empty());
    }
}
