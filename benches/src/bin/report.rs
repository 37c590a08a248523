//! Measures all cases and writes `docs/performance.md` and its plot: `cargo run --release -p aro-benches --bin report`.
//!
//! `-- --check` compares the small cases with `benches/baseline.json` and fails when a count has risen by more than 3 %; `-- --update` writes that
//! file. Needs valgrind, `gungraun-runner` (`cargo install gungraun-runner --version 0.20.0`) and a C compiler; glibc only.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aro_benches::{CASES, Case, Loaded, Which};
use libloading::Library;
use serde_json::{Map, Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// By how much a count may rise.
const ALLOWED: f64 = 1.03;

/// The counts of one call.
#[derive(Clone, Copy, Default)]
struct Counts {
    instructions: u64,
    allocations: u64,
}

/// What was measured of one case.
struct Row {
    case: &'static Case,
    sdk: Counts,
    by_hand: Counts,
}

fn main() -> Result<()> {
    match env::args().nth(1).as_deref() {
        Some("--allocations") => count_allocations(),
        Some("--check") => check(&measure(true)?.0),
        Some("--update") => update(&measure(true)?.0),
        Some(other) => Err(format!("unknown argument {other}: --check, --update, or nothing").into()),
        None => {
            let (rows, floor) = measure(false)?;
            fs::create_dir_all(repository().join("docs"))?;
            fs::write(repository().join("docs/performance.svg"), plot(&rows))?;
            fs::write(repository().join("docs/performance.md"), page(&rows, floor)?)?;
            println!("written: docs/performance.md, docs/performance.svg");
            Ok(())
        }
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_path_buf()
}

/// All rows, or those of the guarded cases, and the floor's instructions.
fn measure(guarded: bool) -> Result<(Vec<Row>, u64)> {
    // First, because cargo may put a new file in this program's place, and then it cannot be started again.
    let allocations = allocations()?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).args(["bench", "-p", "aro-benches", "--bench", "instructions"]);
    cargo.args(["--", "--output-format=json"]).env("ARO_BENCH_GUARDED", if guarded { "1" } else { "0" });
    cargo.envs(Which::ALL.map(|which| (which.variable(), aro_benches::library(which))));
    let output = cargo.output()?;
    if !output.status.success() {
        return Err(format!("the benchmark failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut instructions = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let summary: Value = serde_json::from_str(line)?;
        let count = &summary["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"];
        instructions.push(count.as_u64().ok_or("gungraun's summary has no instruction count")?);
    }
    let cases: Vec<&Case> = CASES.iter().filter(|case| case.guarded || !guarded).collect();
    let floor = instructions.get(2 * cases.len()).copied().ok_or("gungraun measured too few cases")?;
    let rows = cases.iter().enumerate().map(|(index, case)| {
        let counts = |plugin: usize, which: &str| Counts {
            instructions: instructions[plugin * cases.len() + index],
            allocations: allocations[which][case.name].as_u64().unwrap_or_default(),
        };
        Row { case, sdk: counts(0, "Sdk"), by_hand: counts(1, "ByHand") }
    });
    Ok((rows.collect(), floor))
}

/// Runs this program again with the counting allocator in front of the C library's.
fn allocations() -> Result<Value> {
    let library = env::temp_dir().join(format!("aro-bench-allocations-{}.so", std::process::id()));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/allocations.c");
    let status = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status()?;
    if !status.success() {
        return Err("cc could not build the counting allocator".into());
    }
    let output = Command::new(env::current_exe()?).arg("--allocations").env("LD_PRELOAD", &library).output()?;
    fs::remove_file(&library)?;
    if !output.status.success() {
        return Err(format!("counting allocations failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The other end of [`allocations`].
fn count_allocations() -> Result<()> {
    let this = Library::from(libloading::os::unix::Library::this());
    // SAFETY: the preloaded library's function has this signature.
    let count = unsafe { this.get::<unsafe extern "C" fn() -> std::ffi::c_ulong>("aro_bench_allocations") }?;
    let mut all = Map::new();
    for which in [Which::Sdk, Which::ByHand] {
        let mut counts = Map::new();
        for case in CASES {
            let loaded = Loaded::of(which, case);
            // SAFETY: it reads a counter.
            let before = unsafe { count() };
            loaded.call();
            // SAFETY: as above.
            let after = unsafe { count() };
            counts.insert(case.name.to_owned(), (after - before).into());
        }
        all.insert(format!("{which:?}"), Value::Object(counts));
    }
    println!("{}", Value::Object(all));
    Ok(())
}

fn baseline() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.json")
}

fn update(rows: &[Row]) -> Result<()> {
    let counts: Map<String, Value> = rows
        .iter()
        .map(|row| {
            let Counts { instructions, allocations } = row.sdk;
            (row.case.name.to_owned(), json!({ "instructions": instructions, "allocations": allocations }))
        })
        .collect();
    fs::write(baseline(), format!("{:#}\n", Value::Object(counts)))?;
    println!("written: benches/baseline.json");
    Ok(())
}

fn check(rows: &[Row]) -> Result<()> {
    let baseline: Value = serde_json::from_slice(&fs::read(baseline())?)?;
    let mut risen = Vec::new();
    for row in rows {
        let counts = [("instructions", row.sdk.instructions), ("allocations", row.sdk.allocations)];
        for (what, now) in counts {
            let before =
                baseline[row.case.name][what].as_u64().ok_or_else(|| format!("no baseline for {}", row.case.name))?;
            println!("{:28} {what:12} {now:>8} (baseline {before})", row.case.name);
            if now as f64 > before as f64 * ALLOWED {
                risen.push(format!("{}: {now} {what}, {before} before", row.case.name));
            }
        }
    }
    if risen.is_empty() {
        return Ok(());
    }
    Err(format!("more than 3 % over the baseline:\n{}\nwrite a new one with --update if it must be", risen.join("\n"))
        .into())
}

fn ratio(row: &Row) -> f64 {
    row.by_hand.instructions as f64 / row.sdk.instructions as f64
}

fn page(rows: &[Row], floor: u64) -> Result<String> {
    let mut page = String::from(
        "# Performance\n\nWritten by `cargo run --release -p aro-benches --bin report`; every figure is from that one run.\n\n\
         A figure is one `aro_plugin_execute` with its `aro_plugin_free` through the loaded release library: instructions under valgrind, and \
         calls of `malloc`, `calloc` and `realloc`. \"By hand\" is the same work written as the ARO guide teaches: `CStr`, `serde_json::Value`, \
         `CString`. The floor checks for NULL and hands out a constant.\n\n",
    );
    writeln!(page, "Machine: {}, {}.\n", cpu(), rustc()?)?;
    writeln!(page, "The floor takes {floor} instructions.\n")?;
    page += "| case | SDK, instructions | by hand | by hand / SDK | SDK, allocations | by hand |\n|---|---:|---:|---:|---:|---:|\n";
    for row in rows {
        let Row { case, sdk, by_hand } = row;
        writeln!(
            page,
            "| {} | {} | {} | {:.1} | {} | {} |",
            case.name,
            sdk.instructions,
            by_hand.instructions,
            ratio(row),
            sdk.allocations,
            by_hand.allocations
        )?;
    }
    page += "\n![How many times the instructions of the SDK the hand-written plugin takes](performance.svg)\n";
    Ok(page)
}

fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).and_then(|rest| rest.split_once(": "));
    model.map_or_else(|| env::consts::ARCH.to_owned(), |(_, model)| model.to_owned())
}

fn rustc() -> Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A bar for each case.
fn plot(rows: &[Row]) -> String {
    let longest = rows.iter().map(ratio).fold(1.0, f64::max);
    let height = 30 * rows.len() + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"10\" y=\"24\" font-size=\"15\">Instructions: by hand / SDK (longer is better)</text>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let (y, width) = (40 + 30 * index, 440.0 * ratio(row) / longest);
        let _ = writeln!(
            svg,
            "<text x=\"220\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"230\" y=\"{y}\" width=\"{width:.0}\" height=\"20\" fill=\"#4878a8\"/>\
             <text x=\"{:.0}\" y=\"{}\">{:.1}</text>",
            y + 15,
            row.case.name,
            236.0 + width,
            y + 15,
            ratio(row)
        );
    }
    svg.push_str("</svg>\n");
    svg
}
