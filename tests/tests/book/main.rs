//! The book: its Rust code is compiled into plugins, its ARO programs are played on them, and each
//! other block is known to be output or is read as what it says it is.
//!
//! How a block is marked is in `book/README.md`.

mod blocks;
mod chapter;
mod play;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::Command;
use std::sync::LazyLock;

use chapter::{Chapter, chapters, root, target_dir};

/// The chapters, with their plugins built: one cargo run for all of them.
static BOOK: LazyLock<Vec<Chapter>> = LazyLock::new(|| {
    let chapters = chapters();
    let folder = chapter::write_workspace(&chapters);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(&folder).args(["build", "--workspace", "--offline", "--quiet", "--target-dir"]).arg(target_dir());
    let output = build.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "the book's code does not compile without a warning:\n{said}");
    chapters
});

#[test]
fn each_block_of_code_is_compiled_played_read_or_marked_as_output() {
    let mut counts = BTreeMap::<&str, usize>::new();
    for chapter in chapters() {
        for block in &chapter.blocks {
            let what = block.treatment().unwrap_or_else(|error| panic!("{}: {error}", chapter.place(block)));
            *counts.entry(what).or_default() += 1;
        }
    }
    // To stderr itself: the test harness captures what `println!` writes.
    let _ = writeln!(std::io::stderr(), "blocks of the book: {counts:?}");
}

#[test]
fn the_rust_code_compiles_without_a_warning() {
    LazyLock::force(&BOOK);
}

#[test]
fn the_tests_in_the_book_pass() {
    LazyLock::force(&BOOK);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut test = Command::new(cargo);
    test.current_dir(chapter::folder()).args(["test", "--workspace", "--offline", "--target-dir"]).arg(target_dir());
    let output = test.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
}

#[test]
fn the_programs_print_what_the_book_says() {
    for chapter in BOOK.iter() {
        play::programs(chapter);
    }
}

#[test]
fn every_chapter_is_in_the_summary_and_every_link_leads_somewhere() {
    let source = root().join("book/src");
    let summary = std::fs::read_to_string(source.join("SUMMARY.md")).unwrap();
    let linked: BTreeSet<String> = chapter::links(&summary).into_iter().collect();
    for chapter in chapters() {
        assert!(linked.contains(&chapter.file), "SUMMARY.md has no link to {}", chapter.file);
        for link in chapter::links(&chapter.text) {
            let (file, _) = link.split_once('#').unwrap_or((&link, ""));
            if file.is_empty() || file.contains("://") {
                continue;
            }
            assert!(source.join(file).exists(), "{} links to {file}, which is not there", chapter.file);
        }
    }
}
