//! Measures what the SDK adds to compile time: `cargo run -p aro-tests --example compile_time`.
//!
//! Writes plugins of 1, 10, 100 and 1,000 actions, once with the SDK and once by hand as the ARO
//! guide teaches, builds each, and writes `docs/compile-time.md`. Numbers after `--` name other
//! sizes. Needs no network: the workspace's lock file is used.
//!
//! With `count` after `--` the instructions of a clean build are counted too, of the smallest size,
//! if valgrind is installed. That takes some ten minutes more.

mod build;
mod count;
mod page;
mod source;

use std::path::Path;
use std::process::ExitCode;

use build::{Package, Times};
use source::Kind;

/// One row of the table.
struct Row {
    actions: usize,
    by_hand: Times,
    with_sdk: Times,
}

/// The instructions of a clean build.
struct Counts {
    actions: usize,
    by_hand: u64,
    with_sdk: u64,
}

fn main() -> ExitCode {
    if let Some(code) = count::as_wrapper() {
        return code;
    }
    let (words, sizes): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|arg| arg == "count");
    let sizes: Vec<usize> = sizes.iter().map(|size| size.parse().expect("a number of actions, or `count`")).collect();
    let sizes = if sizes.is_empty() { vec![1, 10, 100, 1000] } else { sizes };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let rows: Vec<Row> = sizes
        .into_iter()
        .map(|actions| {
            let measure = |kind: Kind| {
                let times = Package::make(root, kind, actions).measure();
                println!("{actions} actions, {}: {times:?}", kind.name());
                times
            };
            Row { actions, by_hand: measure(Kind::ByHand), with_sdk: measure(Kind::WithSdk) }
        })
        .collect();
    let counts = match rows.first() {
        Some(row) if !words.is_empty() && count::can_count() => {
            let count = |kind| Package::make(root, kind, row.actions).count();
            let (by_hand, with_sdk) = (count(Kind::ByHand), count(Kind::WithSdk));
            Some(Counts { actions: row.actions, by_hand, with_sdk })
        }
        Some(_) if !words.is_empty() => {
            println!("instructions are not counted: valgrind is not here");
            None
        }
        _ => None,
    };
    let page = page::page(&rows, counts.as_ref());
    println!("{page}");
    std::fs::write(root.join("docs/compile-time.md"), page).expect("docs can be written");
    ExitCode::SUCCESS
}
