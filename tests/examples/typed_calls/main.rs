//! Measures what a call of a typed function costs from C, Go, Python and Node, beside what the
//! language's own way into C costs: `cargo run --release -p aro-tests --example typed_calls`.
//!
//! Each program calls `plain_add`, three lines of C, and `geometry_add` of `examples/geometry`, in
//! turns, and prints the least time of a call. The table in `docs/typed-exports.md` has the ratios.
//! Languages that are not installed are left out, with a note.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use aro_tests::hosts::{Geometry, node, python, root, run, tool};

/// The lines around the table in the document.
const BEGIN: &str = "<!-- The table is written by `cargo run --release -p aro-tests --example typed_calls`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// Nanoseconds of one call.
struct Row {
    caller: &'static str,
    /// A function in C.
    plain: f64,
    /// Ours.
    ours: f64,
    /// Ours, and the thread's last error after it.
    checked: f64,
}

impl Row {
    fn measure(caller: &'static str, command: &mut Command) -> Self {
        let printed = run(command);
        let numbers: Vec<f64> = printed.split_whitespace().map(|number| number.parse().expect("a number")).collect();
        let [plain, ours, checked] = numbers[..] else { panic!("three numbers, not {printed}") };
        Self { caller, plain, ours, checked }
    }
}

fn main() {
    if cfg!(debug_assertions) {
        panic!("measure what is optimized: add `--release`");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let geometry = Geometry::build();
    geometry.write_header(folder.path());
    let rows = measure(&geometry, folder.path());
    let page = root().join("docs/typed-exports.md");
    let text = fs::read_to_string(&page).expect("the page is there");
    let (before, rest) = text.split_once(BEGIN).expect("the page has the line before the table");
    let (_, after) = rest.split_once(END).expect("the page has the line after the table");
    let table = table(&rows);
    print!("{table}");
    fs::write(&page, format!("{before}{BEGIN}\n{table}\n{END}{after}")).expect("the page can be written");
}

fn measure(geometry: &Geometry, folder: &Path) -> Vec<Row> {
    let sources = root().join("tests/examples/typed_calls");
    let plain = folder.join("libplain.so");
    run(Command::new("gcc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&plain).arg(sources.join("plain.c")));
    let joined = |option: &str, folder: &Path| {
        let mut argument = OsString::from(option);
        argument.push(folder);
        argument
    };
    let search = [geometry.folder(), folder].map(|folder| [joined("-L", folder), joined("-Wl,-rpath,", folder)]);
    let search = search.concat();
    let scripted = |command: &mut Command, source: &str| {
        command.arg(sources.join(source)).arg(&geometry.shared).arg(folder.join("geometry.txt")).arg(&plain);
    };

    let mut rows = Vec::new();
    if let Some(gcc) = tool("gcc", &["--version"]) {
        let program = folder.join("call-c");
        let mut gcc = Command::new(gcc);
        gcc.args(["-O2", "-D_GNU_SOURCE", "-I"]).arg(folder).arg(sources.join("call.c")).arg("-o").arg(&program);
        run(gcc.args(&search).args(["-lgeometry", "-lplain"]));
        rows.push(Row::measure("C", &mut Command::new(program)));
    }
    if let Some(go) = tool("go", &["version"]) {
        let program = folder.join("call-go");
        let mut go = Command::new(go);
        go.args(["build", "-o"]).arg(&program).arg(sources.join("call.go")).env("CGO_CFLAGS", joined("-I", folder));
        go.env("CGO_LDFLAGS", search.join(" ".as_ref())).env("GOFLAGS", "-buildvcs=false").env("GO111MODULE", "off");
        run(&mut go);
        rows.push(Row::measure("Go, cgo", &mut Command::new(program)));
    }
    if let Some(python) = python() {
        let mut command = Command::new(python);
        scripted(&mut command, "call.py");
        rows.push(Row::measure("Python, cffi", &mut command));
    }
    if let Some((node, modules)) = node() {
        let mut command = Command::new(node);
        command.env("NODE_PATH", modules);
        scripted(&mut command, "call.js");
        rows.push(Row::measure("Node, koffi", &mut command));
    }
    rows
}

/// The ratios. One is a call of the C function from C.
fn table(rows: &[Row]) -> String {
    let unit = rows.first().expect("C is there").plain;
    let mut table = String::from(
        "| caller | `add` in C | ours | ours ÷ in C | ours, and `geometry_last_error` |\n|---|---:|---:|---:|---:|\n",
    );
    for Row { caller, plain, ours, checked } in rows {
        let [plain_units, ours_units, checked_units] = [plain, ours, checked].map(|nanoseconds| nanoseconds / unit);
        table.push_str(&format!(
            "| {caller} | {plain_units:.1} | {ours_units:.1} | {:.2} | {checked_units:.1} |\n",
            ours / plain
        ));
    }
    table
}
