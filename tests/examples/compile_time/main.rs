//! What the SDK costs when a plugin is compiled: `cargo run -p aro-tests --example compile_time`.
//!
//! Makes plugins of 1, 10, 100 and 1,000 actions, once with the SDK and once by hand as the ARO guide teaches, builds each, and writes
//! `docs/compile-time.md`. Numbers after `--` name other sizes. Needs no network: the workspace's lock file is used.

mod build;
mod page;
mod source;

use std::path::Path;

use build::{Package, Times};
use source::Kind;

/// One row of the table.
struct Row {
    actions: usize,
    by_hand: Times,
    with_sdk: Times,
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).map(|size| size.parse().expect("a number of actions")).collect();
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
    let page = page::page(&rows);
    println!("{page}");
    std::fs::write(root.join("docs/compile-time.md"), page).expect("docs can be written");
}
