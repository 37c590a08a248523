//! `docs/compile-time.md`.

use std::fmt::Write as _;
use std::process::Command;

use crate::build::{Time, Times};
use crate::{Counts, Row};

pub(crate) fn page(rows: &[Row], counts: Option<&Counts>) -> String {
    let mut page = String::from(
        "# Compile time\n\n\
         <!-- Written by: cargo run -p aro-tests --example compile_time -- 1 10 100 1000 count -->\n\n\
         Debug builds of plugins whose actions do the same: by hand with `CStr`, `serde_json::Value` and `CString`, as the ARO guide teaches, and\n\
         with the SDK, which is compiled as from a registry, not incrementally. Both depend on `serde` with `derive` and on `serde_json`. Elapsed seconds, and in parentheses processor seconds\n\
         of all processors; each figure is the better of two builds. *Ratio* is that of processor seconds, if the system reports them.\n",
    );
    let _ = write!(page, "\nMachine: {}, {} processors, {}.\n", processor_name(), processors(), compiler());
    section(&mut page, "Clean build with all dependencies", rows, |times| times.clean);
    if let Some(Counts { actions, by_hand, with_sdk }) = counts {
        let billions = |instructions: &u64| *instructions as f64 / 1e9;
        let (by_hand, with_sdk) = (billions(by_hand), billions(with_sdk));
        let _ = write!(
            page,
            "\nSeconds differ from run to run. The instructions of all compilations, without linking, hardly differ: for the plugin with {actions} action{} {by_hand:.2} billion by hand and \
             {with_sdk:.2} billion with the SDK, {:.3} times as many (`-- count`, under valgrind).\n",
            if *actions == 1 { "" } else { "s" },
            with_sdk / by_hand,
        );
    }
    section(&mut page, "The plugin's own crate", rows, |times| times.own);
    section(&mut page, "After a change in one action", rows, |times| times.incremental);
    if let [.., before, last] = rows {
        let (_, unit) = figure(last.with_sdk.own);
        let each = |of: fn(&Row) -> f64| 1000.0 * (of(last) - of(before)) / (last.actions - before.actions) as f64;
        let _ = write!(
            page,
            "\n## One more action\n\n\
             Between {} and {} actions, each further action adds to the build of the plugin's crate, in milliseconds {unit}: {:.2} by hand, {:.2} with the SDK.\n",
            before.actions,
            last.actions,
            each(|row| figure(row.by_hand.own).0),
            each(|row| figure(row.with_sdk.own).0),
        );
    }
    page
}

/// The figure of which ratios are made, and its name.
fn figure(time: Time) -> (f64, &'static str) {
    time.processor.map_or((time.seconds, "of elapsed time"), |seconds| (seconds, "of processor time"))
}

fn section(page: &mut String, title: &str, rows: &[Row], of: fn(&Times) -> Time) {
    let _ = write!(page, "\n## {title}\n\n| actions | by hand | with the SDK | ratio |\n|---:|---:|---:|---:|\n");
    for row in rows {
        let (by_hand, with_sdk) = (of(&row.by_hand), of(&row.with_sdk));
        let ratio = figure(with_sdk).0 / figure(by_hand).0;
        let _ = writeln!(page, "| {} | {} | {} | {ratio:.2} |", row.actions, shown(by_hand), shown(with_sdk));
    }
}

fn shown(time: Time) -> String {
    let processor = time.processor.map_or_else(String::new, |seconds| format!(" ({seconds:.2} s)"));
    format!("{:.2} s{processor}", time.seconds)
}

fn processor_name() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    line.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map_or_else(|_| "rustc".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
