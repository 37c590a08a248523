//! The table in docs/wasm.md.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::built::Built;
use crate::figures::Figures;
use crate::work::Work;
use crate::{Place, Result};

const BEGIN: &str = "<!-- figures: begin -->\n";
const END: &str = "<!-- figures: end -->";

/// Replaces what is between the markers.
pub(crate) fn write(page: &Path, table: &str) -> Result<()> {
    let text = fs::read_to_string(page)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or("docs/wasm.md has no markers for the figures")?;
    Ok(fs::write(page, format!("{before}{BEGIN}{table}{END}{after}"))?)
}

pub(crate) fn table(built: &Built) -> Result<String> {
    let mut text = String::from(
        "Written by `cargo run --release -p aro-benches --features wasm --bin comparison`. The source is \
         `benches/plugins/places`. Setup is loading, compiling\nand looking functions up; medians of nine processes each. \
         Later calls are the best of many. Memory\nis by how much the resident process has grown after them. The plugin is built with the standard library whose \
         panics trap. The host copies the arguments into the module and reads the reply\nin each call, as the testkit does.\n\n",
    );
    let library = fs::metadata(&built.library)?.len();
    let (module, ahead) = (fs::metadata(&built.module)?.len(), fs::metadata(&built.ahead)?.len());
    writeln!(text, "Machine: {}, {}.\n", processor(), first_line("rustc", "--version")?)?;
    writeln!(
        text,
        "Files: library {} KB, module {} KB, module compiled ahead {} KB (all with line tables).\n",
        library / 1000,
        module / 1000,
        ahead / 1000
    )?;
    for (index, work) in Work::all().iter().enumerate() {
        writeln!(text, "| {} | setup | first call | later calls | memory |", work.name)?;
        writeln!(text, "|---|---:|---:|---:|---:|")?;
        for (place, (_, name)) in Place::ALL.iter().enumerate() {
            let figures = Figures::of_processes(place, index, built)?;
            let Figures { setup, first, later, memory } = figures;
            let times = [setup, first, later].map(shown);
            writeln!(text, "| {name} | {} | {} | {} | {memory} KB |", times[0], times[1], times[2])?;
        }
        text.push('\n');
    }
    text += "wasmer is not measured: by default it compiles with Cranelift, as wasmtime does.\n";
    Ok(text)
}

/// Three digits.
fn shown(duration: Duration) -> String {
    let nanos = duration.as_nanos() as f64;
    let (value, unit) = match nanos {
        ..1e3 => (nanos, "ns"),
        ..1e6 => (nanos / 1e3, "µs"),
        _ => (nanos / 1e6, "ms"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    let digits = if unit == "ns" { 0 } else { digits };
    format!("{value:.digits$} {unit}")
}

fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).and_then(|line| line.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}

fn first_line(program: &str, argument: &str) -> Result<String> {
    let output = Command::new(program).arg(argument).output()?;
    Ok(String::from_utf8(output.stdout)?.lines().next().unwrap_or_default().to_owned())
}
