//! Writes `docs/diagnostics.md` from the catalogue, and compares the catalogue with the
//! compile-fail cases in `tests/ui`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Diagnostic, TOPICS};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A template of a text as the page shows it.
fn shown(template: &str) -> String {
    template.replace("{{", "{").replace("}}", "}")
}

/// The literal pieces of a template, in order.
fn pieces(template: &str) -> Vec<String> {
    let marked = template.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let pieces = marked.split('{').enumerate().map(|(index, piece)| match index {
        0 => piece,
        _ => piece.split_once('}').map_or(piece, |(_, rest)| rest),
    });
    pieces.map(|piece| piece.replace('\u{1}', "{").replace('\u{2}', "}")).collect()
}

/// Whether `line` is `template` with some text for each part that varies.
fn matches_template(line: &str, template: &str) -> bool {
    let pieces = pieces(template);
    let (first, rest) = pieces.split_first().unwrap();
    let Some(mut line) = line.strip_prefix(first.as_str()) else { return false };
    let Some((last, middle)) = rest.split_last() else { return line.is_empty() };
    for piece in middle {
        let Some(at) = line.find(piece.as_str()) else { return false };
        line = &line[at + piece.len()..];
    }
    line.ends_with(last.as_str())
}

fn all() -> impl Iterator<Item = &'static Diagnostic> {
    TOPICS.iter().flat_map(|(_, diagnostics)| diagnostics.iter())
}

fn page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\n\
         <!-- Generated: UPDATE_DOCS=1 cargo test -p aro-sdk-macros page -->\n\n\
         The messages of the compiler for mistakes in a plugin. `{…}` is a part that varies. Each message comes with a note, which says\n\
         why, and a help, which says what to write instead. The examples are short; the cases in `tests/ui` are complete.\n",
    );
    for (topic, diagnostics) in TOPICS {
        let _ = write!(page, "\n## {topic}\n");
        for Diagnostic { name, message, label, help, example } in *diagnostics {
            let language = if example.starts_with("# Cargo.toml") { "toml" } else { "rust,ignore" };
            let [message, label, help] = [message, label, help].map(|text| shown(text));
            let message = message.replace('\n', " ");
            let help = help.replace("\n        ", " ");
            let _ = write!(
                page,
                "\n### {name}\n\n```text\nerror: {message}\n```\n\n{}.\n\n**Help:** {help}.\n\n```{language}\n{example}\n```\n",
                capital(&label)
            );
        }
    }
    page
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The messages of all compile-fail cases: the first line of each error that is not rustc's own.
fn messages() -> Vec<(String, String)> {
    let mut messages = Vec::new();
    let mut folders = vec![root().join("tests/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "stderr") {
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines().filter(|line| line.starts_with("error"));
                messages.extend(lines.map(|line| (line.to_owned(), path.display().to_string())));
            }
        }
    }
    assert!(messages.len() > 80, "{} messages: have the cases moved?", messages.len());
    messages
}

#[test]
fn the_page_is_what_the_catalogue_says() {
    let path = root().join("docs/diagnostics.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/diagnostics.md is out of date: UPDATE_DOCS=1 cargo test -p aro-sdk-macros page");
}

#[test]
fn each_diagnostic_has_a_compile_fail_case() {
    let messages = messages();
    // Nothing is known that makes a macro panic; a unit test of `panic_guard` shows what it would
    // say.
    let shown = all().filter(|diagnostic| diagnostic.name != "internal");
    let silent: Vec<&str> = shown
        .filter(|diagnostic| {
            let mut lines = messages.iter().map(|(line, _)| line.split_once(": ").map_or("", |(_, said)| said));
            // What rustc says in front of the message of an assertion.
            let said = |line: &str| line.strip_prefix("evaluation panicked: ").unwrap_or(line).to_owned();
            !lines.any(|line| matches_template(&said(line), diagnostic.message))
        })
        .map(|diagnostic| diagnostic.name)
        .collect();
    assert!(silent.is_empty(), "no case in tests/ui shows {silent:?}");
}

/// Messages of rustc itself that have no code.
const RUSTC: &[&str] = &["cannot find attribute `arg` in this scope"];

#[test]
fn no_case_shows_a_message_outside_the_catalogue() {
    for (line, case) in messages() {
        // A message with a code is one of rustc; there, our words are in traits' texts and in
        // names.
        let Some(said) = line.strip_prefix("error: ") else { continue };
        let known = all().any(|diagnostic| matches_template(said, diagnostic.message)) || RUSTC.contains(&said);
        assert!(known, "{case}: {said}");
    }
}

#[test]
fn every_message_is_unique_and_every_text_is_complete() {
    let mut seen = BTreeSet::new();
    for Diagnostic { name, message, label, help, example } in all() {
        assert!(seen.insert(*message), "{name}: another has its message");
        assert!([message, label, help, example].iter().all(|text| !text.is_empty()), "{name} lacks a text");
        assert!([message, label, help].iter().all(|text| !text.ends_with('.')), "{name}: texts end without a period");
    }
}
