//! What an author is told of names that programs must quote, and of a result's member `error`.

use std::path::Path;
use std::process::Command;

use aro_host_testkit::build_cdylib;
use aro_host_testkit::conformance::ConformanceCheck;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/quoted");

#[test]
fn the_generated_test_notes_quoted_names_and_results_with_a_member_error() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut test = Command::new(cargo);
    test.current_dir(FOLDER).args(["test", "--offline", "--lib", "--target-dir"]);
    let output = test.arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut notes: Vec<&str> =
        said.lines().filter_map(|line| line.strip_prefix("note: the plugin \"quoted\": ")).collect();
    notes.sort_unstable();
    let parameter = |owner: &str, key: &str| {
        format!("programs must quote the name of {owner}'s parameter: `with {{ \"{key}\": … }}`")
    };
    let member = |owner: &str, key: &str| format!("programs must quote the member `{key}` of {owner}'s result");
    let error = |owner: &str| format!("the result of {owner} has a member `error`: with a string in it");
    let mut expected = [
        parameter("CheckQuoted", "by"),
        parameter("span", "where"),
        parameter("store.take_span", "at"),
        parameter("UnknownQuoted", "type"),
        member("CheckQuoted", "type"),
        member("span", "from"),
        member("span", "to"),
        member("store.take_span", "from"),
        member("store.take_span", "to"),
        error("CheckQuoted"),
        error("store.take_span"),
    ];
    expected.sort_unstable();
    assert_eq!(notes.len(), expected.len(), "{notes:#?}");
    for (note, expected) in notes.iter().zip(&expected) {
        assert!(note.starts_with(expected), "{note}\n{expected}");
    }
}

#[test]
fn conformance_notes_the_parameters_and_the_members_of_replies_that_programs_must_quote() {
    let report = ConformanceCheck::library(build_cdylib(FOLDER).unwrap()).run();
    assert!(report.is_sound(), "{report}");
    let parameter = |subject: &str, name: &str| {
        format!("{subject}: programs must quote the parameter `{name}`: `with {{ \"{name}\": … }}` (ABI, section 4)")
    };
    let member = |subject: &str, name: &str| {
        format!("{subject}: programs must quote the member `{name}` of its result: `<r: \"{name}\">` (ABI, section 4)")
    };
    let mut notes = report.notes().to_vec();
    notes.sort_unstable();
    let mut expected = [
        parameter("action `CheckQuoted`", "by"),
        parameter("action `UnknownQuoted`", "type"),
        parameter("qualifier `span`", "where"),
        parameter("service method `take_span`", "at"),
        member("action `CheckQuoted`", "type"),
        member("qualifier `span`", "from"),
        member("qualifier `span`", "to"),
        member("service method `take_span`", "from"),
        member("service method `take_span`", "to"),
    ];
    expected.sort_unstable();
    assert_eq!(notes, expected);
    assert!(report.to_string().contains("\nnote: action `CheckQuoted`: programs must quote the parameter `by`"));
}
