//! Whole programs that the real interpreter ran, run by the testkit's host with plugins that
//! give the recorded replies. Each is equal, in its calls, output and exit status, or it is refused
//! with the construct that the testkit does not support.

mod compare;
mod entry;
mod install;
mod page;

use std::collections::BTreeMap;

use compare::Verdict;
use install::Simulator;

/// How many of the programs may be refused.
const REFUSED_AT_MOST: f64 = 0.1;

#[derive(Default)]
pub(crate) struct Figures {
    /// Equal and refused, by group.
    pub(crate) groups: BTreeMap<String, (usize, usize)>,
    pub(crate) refused: BTreeMap<&'static str, usize>,
}

#[test]
fn whole_programs_do_what_they_do_in_the_real_host_or_are_refused() {
    let Some(simulator) = Simulator::new() else { return };
    let mut figures = Figures::default();
    let mut different = Vec::new();
    let only = std::env::var("PROGRAM").ok();
    for entry in entry::entries() {
        if only.as_ref().is_some_and(|only| !entry.id.contains(only.as_str())) {
            continue;
        }
        let host = simulator.host(&entry);
        let ended = host.run_application(&entry.program);
        let group = figures.groups.entry(entry.group.clone()).or_default();
        match compare::verdict(&entry, &host, &ended) {
            Verdict::Equal => group.0 += 1,
            Verdict::Refused(construct) => {
                group.1 += 1;
                *figures.refused.entry(construct).or_default() += 1;
                println!("refused: {} ({}): {construct}", entry.id, entry.case);
            }
            Verdict::Different(difference) => {
                different.push(format!("{} ({})\n{}\n{difference}", entry.id, entry.case, entry.program));
            }
        }
    }
    let equal: usize = figures.groups.values().map(|(equal, _)| equal).sum();
    let refused: usize = figures.refused.values().sum();
    println!("{equal} equal, {refused} refused, {} different", different.len());
    figures.refused.iter().for_each(|(construct, count)| println!("  {count} refused: {construct}"));
    assert!(different.is_empty(), "{} programs differ\n{}", different.len(), different.join("\n\n"));
    if only.is_some() {
        return;
    }
    #[allow(clippy::cast_precision_loss, reason = "some hundred programs")]
    let share = refused as f64 / (equal + refused) as f64;
    assert!(share <= REFUSED_AT_MOST, "{refused} of {} programs are refused", equal + refused);
    page::check(&figures);
}
