//! ARO in the documentation: every program and every statement is one that the real compiler takes.

use std::fs;
use std::path::{Path, PathBuf};

use aro_host_testkit::check_program;

/// The files that have documentation.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    // The messages of compile-fail cases show mistakes; `target` and the vectors are not ours.
    const OTHERS: [&str; 5] = ["target", ".git", "ui", "vectors", "node_modules"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !OTHERS.contains(&name.as_str()) {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "rs") {
            found.push(path);
        }
    }
}

/// The documentation in a file: a Markdown file, or the doc comments of a Rust file.
fn documentation(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|extension| extension == "md") {
        return text;
    }
    let comment = |line: &str| {
        let line = line.trim_start();
        let text = line.strip_prefix("//!").or_else(|| line.strip_prefix("///")).unwrap_or_default();
        text.strip_prefix(' ').unwrap_or(text).to_owned() + "\n"
    };
    text.lines().map(comment).collect()
}

/// The blocks of the language `aro`.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("```aro\n").skip(1).map(|rest| rest.split_once("```").expect("the block ends").0)
}

/// The statements in running text: code between backticks that begins like a statement and ends
/// with its full stop. What has `…` in it is a pattern.
fn statements(text: &str) -> impl Iterator<Item = String> {
    let outside_of_blocks = text.split("```").step_by(2).flat_map(|text| text.split("\n\n"));
    outside_of_blocks.flat_map(|paragraph| {
        let code = paragraph.split('`').skip(1).step_by(2);
        code.map(|code| code.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|code| {
            code.starts_with(char::is_uppercase)
                && code.contains(" the <")
                && code.ends_with('.')
                && !code.contains('…')
        })
    })
}

fn check(program: &str) -> Result<(), String> {
    let is_whole = program.lines().any(|line| line.starts_with('(') && line.trim_end().ends_with('{'));
    let whole = if is_whole { program.to_owned() } else { format!("(Application-Start: Docs) {{\n{program}\n}}") };
    check_program(&whole).map_err(|error| format!("{error}\n{program}"))
}

#[test]
fn every_program_and_statement_in_the_documentation_is_aro() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    files(root, &mut found);
    let (mut count, mut faults) = (0, Vec::new());
    for path in found {
        let text = documentation(&path);
        let all = blocks(&text).map(str::to_owned).chain(statements(&text));
        for program in all {
            count += 1;
            if let Err(fault) = check(&program) {
                faults.push(format!("{}: {fault}", path.strip_prefix(root).unwrap().display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(count > 30, "only {count} programs and statements were found");
}

#[test]
fn a_reserved_word_or_a_name_bound_twice_in_the_documentation_would_be_found() {
    let text = "A `Round the <r> from 1 with { by: 2 }.` and `Round the <r> from …`.\n\n```aro\nRound the <r> from 1.\nRound the \
                <r> from 2.\n```\n";
    let faults: Vec<_> =
        blocks(text).map(str::to_owned).chain(statements(text)).map(|p| check(&p).unwrap_err()).collect();
    assert_eq!(faults.len(), 2);
    assert!(faults[0].contains("already bound") || faults[0].contains("bound"), "{}", faults[0]);
    assert!(faults[1].contains("reserved word"), "{}", faults[1]);
}
