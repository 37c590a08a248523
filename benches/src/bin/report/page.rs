//! `docs/performance.md`.

use std::fmt::Write as _;

use crate::measured::Measured;
use crate::targets::{Bound, Target, targets};
use crate::{Result, envelopes, growth, machine};

const HEAD: &str = "# Performance

Written by `cargo run --release -p aro-benches --bin report`; every figure is from that one run.

A figure is one `aro_plugin_execute` with its `aro_plugin_free` through the loaded release library: instructions under valgrind, and calls of `malloc`,
`calloc` and `realloc`. \"By hand\" is the same work written as the ARO guide teaches: `CStr`, `serde_json::Value`, `CString`. The floor is
a plugin that only checks for NULL and returns a constant.

";

pub(crate) fn page(measured: &Measured) -> Result<String> {
    let mut page = String::from(HEAD);
    writeln!(page, "Machine: {}.", machine::processor())?;
    for (what, is) in machine::of_counts()? {
        writeln!(page, "{}: {is}.", capital(&what))?;
    }
    page += "\n## Targets\n\n";
    targets_table(&mut page, &targets(measured)?)?;
    page += "\n## Calls\n\n";
    calls_table(&mut page, measured)?;
    envelopes::section(&mut page, &measured.counted.envelopes)?;
    growth::sections(&mut page, measured)?;
    Ok(page)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn targets_table(page: &mut String, targets: &[Target]) -> Result<()> {
    *page += "| | target | aim | measured | |\n|---|---:|---:|---:|---|\n";
    for target in targets {
        let Target { name, bound, aim, measured, .. } = target;
        let (sign, bound) = match bound {
            Bound::AtMost(bound) => ("≤", bound),
            Bound::AtLeast(bound) => ("≥", bound),
        };
        let aim = aim.map(|aim| format!("{sign} {}", figure(aim))).unwrap_or_default();
        let outcome = if target.is_reached() { "reached" } else { "**missed**" };
        writeln!(page, "| {name} | {sign} {} | {aim} | {} | {outcome} |", figure(*bound), figure(*measured))?;
    }
    *page += "\nFor unused values the size with the highest figure is shown, of 1 KB, 32 KB and 1 MB. A time is the best of many alternating runs.\n";
    Ok(())
}

/// Formats a figure with at most two decimal places.
pub(crate) fn figure(figure: f64) -> String {
    let text = if figure.abs() < 100.0 { format!("{figure:.2}") } else { format!("{figure:.0}") };
    text.strip_suffix(".00").unwrap_or(&text).to_owned()
}

fn calls_table(page: &mut String, measured: &Measured) -> Result<()> {
    writeln!(page, "The floor takes {} instructions.\n", measured.counted.floor)?;
    *page += "| case | SDK, instructions | by hand | by hand / SDK | SDK, allocations | by hand |\n|---|---:|---:|---:|---:|---:|\n";
    for row in &measured.counted.rows {
        let (sdk, by_hand) = (row.sdk, row.by_hand);
        writeln!(
            page,
            "| {} | {} | {} | {:.1} | {} | {} |",
            row.case.name,
            sdk.instructions,
            by_hand.instructions,
            row.ratio(),
            sdk.allocations,
            by_hand.allocations
        )?;
    }
    *page += "\n![Instructions of the hand-written plugin, as a multiple of those of the SDK](performance.svg)\n";
    Ok(())
}
