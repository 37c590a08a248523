//! The page with the figures, `docs/host-fidelity.md`.

use std::fmt::Write;
use std::fs;

use aro_host_testkit::unsupported_constructs;

use crate::Figures;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/host-fidelity.md");

fn page(figures: &Figures) -> String {
    let equal: usize = figures.groups.values().map(|(equal, _)| equal).sum();
    let refused: usize = figures.refused.values().sum();
    let mut page = format!(
        "# How close the testkit's host is to the real one\n\n\
         Written by `UPDATE_DOCS=1 cargo test -p aro-tests --test host_programs`; the test keeps it equal.\n\n\
         ## Whole programs\n\n\
         The real interpreter ran {} whole programs, `tests/vectors/programs.json`. `Host::run_application` runs\n\
         them with plugins that give the recorded replies. A program is *equal* if all calls into plugins are the same, in the same\n\
         order and with the same arguments, and the output, the errors and the exit status are the same; an error of syntax is equal if it\n\
         is reported at the same place. It is *refused* if the testkit names a construct that it does not support.\n\n\
         | equal | refused | different |\n|---:|---:|---:|\n| {equal} | {refused} | 0 |\n\n\
         | group | equal | refused |\n|---|---:|---:|\n",
        equal + refused,
    );
    for (group, (equal, refused)) in &figures.groups {
        let _ = writeln!(page, "| {group} | {equal} | {refused} |");
    }
    page += "\n## What the testkit does not support\n\n| construct | why, and what to write instead | refused programs |\n|---|---|---:|\n";
    for one in unsupported_constructs() {
        let count = figures.refused.get(one.construct).copied().unwrap_or_default();
        let _ =
            writeln!(page, "| {} | {} | {count} |", one.construct.replace('|', "\\|"), one.reason.replace('|', "\\|"));
    }
    page += "\n## Single exchanges\n\n\
             `tests/vectors/vectors.json` holds 340 captured exchanges of all five host paths. 332 are compared, and none differs; 8 are\n\
             left out, for the reasons in `tests/tests/host_vectors/main.rs`, which fails when a figure changes.\n";
    page
}

pub(crate) fn check(figures: &Figures) {
    let expected = page(figures);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PATH, &expected).unwrap();
    }
    let kept = fs::read_to_string(PATH).unwrap_or_default();
    assert_eq!(kept, expected, "docs/host-fidelity.md is not what the test found: run it with UPDATE_DOCS=1");
}
