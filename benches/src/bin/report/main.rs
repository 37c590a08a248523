//! Measures all cases and writes `docs/performance.md` and its plot: `cargo run --release -p
//! aro-benches --bin report`.
//!
//! `-- --check` compares all but the biggest cases with `benches/baseline.json`. It fails if a
//! count has risen by more than 3 %, or if a target is missed that was reached. `-- --update`
//! writes that file. It needs valgrind, `gungraun-runner` (`cargo install gungraun-runner --version
//! 0.20.0`), a C compiler and binutils; glibc only.

mod clock;
mod counts;
mod envelopes;
mod growth;
mod guard;
mod heap;
mod machine;
mod measured;
mod page;
mod plot;
mod size;
mod targets;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use guard::entries;
use measured::measure;
use targets::targets;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        // This program starts itself with these two arguments.
        ["--count-allocations"] => heap::count_allocations(),
        ["--count-memory", index] => heap::count_memory(index),
        ["--check"] => {
            let measured = measure(true)?;
            guard::check(&entries(&measured.counted), &targets(&measured)?)
        }
        ["--update"] => {
            let measured = measure(true)?;
            guard::update(&entries(&measured.counted), &targets(&measured)?)
        }
        [] => {
            let measured = measure(false)?;
            fs::write(repository().join("docs/performance.svg"), plot::plot(&measured.counted.rows))?;
            fs::write(repository().join("docs/performance.md"), page::page(&measured)?)?;
            println!("written: docs/performance.md, docs/performance.svg");
            Ok(())
        }
        _ => Err(format!("unknown arguments {arguments:?}: --check, --update, or nothing").into()),
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_path_buf()
}
