//! `docs/attributes.md` leaves nothing out, and names tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aro_tests::whole::whole;
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/attributes.md");

/// The rows of the page's tables, cell by cell.
fn rows() -> Vec<Vec<&'static str>> {
    let lines = PAGE.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// What the first column speaks of.
fn subjects() -> BTreeSet<&'static str> {
    rows().iter().flat_map(|row| quoted(row[0]).collect::<Vec<_>>()).collect()
}

#[test]
fn every_function_of_the_abi_is_in_the_table() {
    let subjects = subjects();
    for name in aro_abi::symbols::ALL {
        assert!(subjects.contains(name), "{name} is not in docs/attributes.md");
    }
}

#[test]
fn every_key_of_the_metadata_is_in_the_table() {
    let info = whole().info_json().unwrap();
    let mut keys = BTreeSet::from(["deprecations[].remove_in".to_owned()]);
    for (key, value) in info.as_object().unwrap() {
        keys.insert(key.clone());
        let (entries, between) = match value {
            Value::Array(entries) => (entries.clone(), "[]."),
            Value::Object(_) => (vec![value.clone()], "."),
            _ => continue,
        };
        let inner = entries.iter().filter_map(Value::as_object).flat_map(|entry| entry.keys());
        keys.extend(inner.map(|inner| format!("{key}{between}{inner}")));
    }
    let subjects: BTreeSet<String> = subjects().into_iter().map(str::to_owned).collect();
    let missing: Vec<_> = keys.difference(&subjects).collect();
    assert!(missing.is_empty(), "not in docs/attributes.md: {missing:?}");
    let stale: Vec<_> = subjects.difference(&keys).filter(|name| !name.starts_with("aro_")).collect();
    assert!(stale.is_empty(), "no such key: {stale:?}");
}

#[test]
fn every_test_in_the_table_exists() {
    let mut seen = 0;
    for row in rows() {
        assert_eq!(row.len(), 4, "{row:?}");
        for name in quoted(row[3]) {
            let (module, function) = name.rsplit_once("::").unwrap_or_else(|| panic!("`{name}` has no file"));
            let file = format!("{}/tests/{}.rs", env!("CARGO_MANIFEST_DIR"), module.replace("::", "/"));
            let source =
                fs::read_to_string(Path::new(&file)).unwrap_or_else(|error| panic!("`{name}`: {file}: {error}"));
            assert!(source.contains(&format!("#[test]\nfn {function}()")), "no test `{function}` in {file}");
            seen += 1;
        }
        let shown =
            quoted(row[3]).next().is_some() || ["as above", "shown by"].iter().any(|word| row[3].contains(word));
        assert!(shown, "nothing shows {row:?}");
    }
    assert!(seen > 40, "{seen}");
}
