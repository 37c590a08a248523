//! What the programs print.

use std::process::Command;

use aro_tests::hosts::run;
use serde_json::Value;

use crate::library::GEOMETRY;

/// The growth that a program may show from call 100,000 to call 1,000,000, in bytes.
const MAX_GROWTH: i64 = 1_000_000;

/// Runs a program that checks values itself and prints `ok` at its end.
pub(crate) fn assert_ok(command: &mut Command) {
    assert_eq!(run(command), "ok\n", "{command:?}");
}

/// Runs a program that prints a number of bytes.
pub(crate) fn bytes(command: &mut Command) -> i64 {
    let printed = run(command);
    printed.trim().parse().unwrap_or_else(|_| panic!("{command:?} printed no number: {printed}"))
}

/// A program that frees what it gets leaves no memory behind.
pub(crate) fn assert_no_growth(command: &mut Command) {
    let growth = bytes(command);
    assert!(growth < MAX_GROWTH, "{command:?}: {growth} bytes more at call 1,000,000 than at call 100,000");
}

/// A program's library describes itself as the shared one does.
pub(crate) fn assert_complete(printed: &str) {
    let linked: Value = serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    let shared = &GEOMETRY.description;
    for list in ["types", "functions"] {
        let [linked, shared] = [&linked, shared].map(|description| description[list].as_array().unwrap());
        let lost: Vec<_> = shared.iter().filter(|item| !linked.contains(item)).map(|item| &item["name"]).collect();
        assert!(lost.is_empty(), "of the {list} these are lost: {lost:?}");
    }
    assert_eq!(linked["hash"], shared["hash"]);
}
