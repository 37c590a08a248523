//! The captured exchanges verify the testkit's hosts: these make the calls that the real hosts
//! made, in the same order and with the same arguments, and have the same outcome.

mod compare;
mod driven;
mod probe;
mod programs;
mod vector;

use std::collections::BTreeMap;

use probe::Probe;
use vector::{Vector, vectors};

/// What is left out, and why.
const LEFT_OUT: [(&str, &str); 6] = [
    ("eager/size/", "the capture was cut short"),
    (
        "eager/siblings/1",
        "what the sibling says of its own loading; that it is loaded first is a test of the testkit's own",
    ),
    ("eager/symbol-interposition", "what two other plugins say of each other, not what a host sends"),
    ("eager/exports/7", "without aro_plugin_free: the testkit refuses to load what cannot take its texts back"),
    ("eager/exports/9", "likewise"),
    ("interpreter/interpreter-threads/", "no statement: twelve calls on several threads in no order"),
];

/// How many exchanges of each group are compared.
const COUNTS: [(&str, &[(&str, usize)]); 6] = [
    (
        "compiled",
        &[("compiled envelope", 12), ("compiled program", 1), ("compiled qualifier reply", 2), ("compiled reply", 6)],
    ),
    (
        "eager",
        &[
            ("action reply", 26),
            ("action string", 7),
            ("event", 5),
            ("execute envelope", 36),
            ("exports", 10),
            ("info", 23),
            ("load", 2),
            ("qualifier input", 19),
            ("qualifier reply", 15),
            ("qualifier reply numbers", 7),
            ("reply numbers", 7),
            ("service", 3),
            ("set_invoke", 1),
            ("siblings", 1),
            ("system object", 8),
            ("unified load", 1),
            ("unified unload", 2),
            ("unknown-action retry", 4),
            ("unload", 5),
        ],
    ),
    (
        "interpreter",
        &[
            ("interpreter envelope", 30),
            ("interpreter events", 3),
            ("interpreter qualifier", 8),
            ("interpreter reply", 15),
            ("interpreter service", 3),
            ("plugin.yaml", 22),
        ],
    ),
    ("lazy", &[("lazy envelope", 3), ("lazy event", 1), ("lazy load", 2), ("lazy reply", 2), ("lazy unload", 2)]),
    (
        "legacy-dylib",
        &[
            ("legacy envelope", 5),
            ("legacy event", 1),
            ("legacy load", 2),
            ("legacy qualifier", 2),
            ("legacy reply", 8),
            ("legacy unload", 1),
        ],
    ),
    (
        "legacy-managed",
        &[
            ("legacy envelope", 5),
            ("legacy event", 1),
            ("legacy load", 2),
            ("legacy qualifier", 2),
            ("legacy reply", 8),
            ("legacy unload", 1),
        ],
    ),
];

fn left_out(vector: &Vector) -> Option<&'static str> {
    LEFT_OUT.iter().find(|(id, _)| vector.id.starts_with(id)).map(|(_, reason)| *reason)
}

#[test]
fn the_testkits_hosts_do_what_the_real_hosts_did() {
    let Some(probe) = Probe::new() else { return };
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut omitted = 0;
    for vector in vectors() {
        if let Some(reason) = left_out(&vector) {
            println!("left out: {}: {reason}", vector.id);
            omitted += 1;
            continue;
        }
        let program = ["interpreter", "compiled"].contains(&vector.host_path.as_str());
        let checked = if program { programs::check(&vector, &probe) } else { driven::check(&vector, &probe) };
        match checked {
            Ok(()) => *counted.entry((vector.host_path.clone(), vector.group.clone())).or_default() += 1,
            Err(error) => failures.push(format!("{} ({}): {error}", vector.id, vector.case)),
        }
    }
    assert!(failures.is_empty(), "{} exchanges differ\n{}", failures.len(), failures.join("\n"));
    let sum: usize = counted.values().sum();
    println!("{sum} exchanges, {omitted} left out");
    assert_eq!((sum, omitted), (332, 8));
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/host-fidelity.md")).unwrap();
    let figures = format!(
        "{} captured exchanges of all five host paths. {sum} are compared, and none differs; {omitted} are",
        sum + omitted
    );
    assert!(page.contains(&figures), "docs/host-fidelity.md lacks `{figures}`");
    let expected = COUNTS.into_iter().flat_map(|(path, groups)| {
        groups.iter().map(move |(group, count)| ((path.to_owned(), (*group).to_owned()), *count))
    });
    assert_eq!(counted, expected.collect());
}
