//! `docs/reliability.md` names tests that exist.

use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../../docs/reliability.md");

/// What is between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn each_promise_names_tests_that_exist() {
    let (_, promises) = PAGE.split_once("| promise | file | test |\n|---|---|---|\n").expect("the table");
    let mut seen = 0;
    for line in promises.lines().take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [promise, file, tests] = cells[..] else { panic!("{line}") };
        // A heading between the rows.
        if promise.starts_with("**") {
            assert!(file.is_empty() && tests.is_empty(), "{line}");
            continue;
        }
        let file = quoted(file).next().unwrap_or_else(|| panic!("no file: {line}"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(quoted(tests).next().is_some(), "no test: {line}");
        for test in quoted(tests) {
            assert!(source.contains(&format!("fn {test}(")), "no test `{test}` in {file}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn every_test_of_the_fault_matrix_and_every_model_holds_a_promise_of_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("../sdk/src/plugin/models.rs")];
    files.extend(fs::read_dir(root.join("tests/faults")).unwrap().map(|entry| entry.unwrap().path()));
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for test in source.split("#[test]\n").skip(1) {
            // What a test starts in a process of its own is ignored.
            let mut declaration = test.lines().take_while(|line| !line.starts_with("#[ignore"));
            let Some(name) = declaration.find_map(|line| line.strip_prefix("fn ")?.split('(').next()) else { continue };
            assert!(PAGE.contains(&format!("`{name}`")), "{}: `{name}` is not on the page", file.display());
        }
    }
}
