//! The layers of ARCHITECTURE.md: imports point down only, and `unsafe` is where docs/unsafe.md
//! says.
//!
//! The sources are read as tokens, so comments and strings do not count. Modules under
//! `#[cfg(test)]` may import anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The top-level modules of each crate, from top to bottom. A module may import those after it.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "sdk",
        &[
            "prelude",
            "__private",
            "ffi",
            "export",
            "plugin",
            "call",
            "context",
            "asynchronous",
            "reply",
            "error",
            "json",
            "keys",
            "bytes",
            "types",
            "payload",
            "cache",
            "sync",
        ],
    ),
    (
        "host-testkit",
        &[
            "__private",
            "header",
            "reload",
            "leaks",
            "fuzz",
            "conformance",
            "isolation",
            "assertions",
            "host",
            "statement",
            "wasm",
            "build",
            "plugin",
            "typed",
            "library",
            "caught",
            "json",
            "debug",
        ],
    ),
    ("aro-host", &["ffi", "handles", "runtime", "callbacks", "inside", "failure", "opaque"]),
    (
        "abi",
        &[
            "reference",
            "envelope",
            "event_pattern",
            "host_path",
            "plugin_name",
            "names",
            "codes",
            "keys",
            "symbols",
            "typed",
            "value_type",
            "words",
        ],
    ),
    (
        "cargo-aro",
        &[
            "main",
            "cli",
            "commands",
            "worker",
            "checks",
            "prompt",
            "hosts",
            "input",
            "page",
            "reference",
            "examples",
            "inspection",
            "schema",
            "locate",
            "application",
            "header",
            "archive",
            "manifest",
            "metadata",
            "templates",
            "build",
            "package",
            "files",
            "output",
            "error",
        ],
    ),
    ("sdk-macros", &["attributes", "panic_guard", "expand", "check", "parse", "model", "syntax", "diagnostics"]),
];

/// Modules that only re-export, for users and for generated code.
const FACADES: &[&str] = &["prelude", "__private"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace").to_owned()
}

/// All Rust files under a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry of a folder").path();
            let is_target = path.file_name().is_some_and(|name| name == "target");
            match path.is_dir() {
                true if !is_target => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn tokens(file: &Path) -> Vec<TokenTree> {
    let source = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let tokens: TokenStream = source.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    tokens.into_iter().collect()
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn group(token: Option<&TokenTree>) -> Option<Vec<TokenTree>> {
    match token {
        Some(TokenTree::Group(group)) => Some(group.stream().into_iter().collect()),
        _ => None,
    }
}

/// Whether an attribute is exactly `#[cfg(test)]`.
fn is_cfg_test(attribute: &[TokenTree]) -> bool {
    let inner = group(attribute.get(1)).unwrap_or_default();
    ident(attribute.first()).is_some_and(|name| name == "cfg")
        && inner.len() == 1
        && ident(inner.first()).is_some_and(|name| name == "test")
}

/// Visits all token sequences, without those of items under `#[cfg(test)]`.
fn visit(tokens: &[TokenTree], see: &mut dyn FnMut(&[TokenTree])) {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let attribute = if is_punct(tokens.get(index), '#') { group(tokens.get(index + 1)) } else { None };
        if attribute.is_some_and(|attribute| is_cfg_test(&attribute)) {
            // The item ends with its body or with a semicolon.
            index += 2;
            while index < tokens.len() {
                let is_body = matches!(&tokens[index], TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace);
                let is_end = is_body || is_punct(tokens.get(index), ';');
                index += 1;
                if is_end {
                    break;
                }
            }
            continue;
        }
        kept.push(tokens[index].clone());
        index += 1;
    }
    see(&kept);
    for token in &kept {
        if let Some(inner) = group(Some(token)) {
            visit(&inner, see);
        }
    }
}

/// The first names of what comes after `crate::` or enough `super::`, for a file `depth` modules
/// deep.
fn imported(tokens: &[TokenTree], depth: usize) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    visit(tokens, &mut |tokens| {
        for start in 0..tokens.len() {
            let before = |back: usize, wanted: char| start >= back && is_punct(tokens.get(start - back), wanted);
            let after_separator = before(1, '$') || before(1, ':') && before(2, ':');
            if after_separator {
                continue;
            }
            let mut at = start;
            match ident(tokens.get(start)).as_deref() {
                Some("crate") => at += 1,
                Some("super") => {
                    let mut up = 0;
                    while ident(tokens.get(at)).is_some_and(|name| name == "super") {
                        up += 1;
                        at += 3;
                    }
                    if up < depth {
                        continue;
                    }
                    at -= 2;
                }
                _ => continue,
            }
            if !is_punct(tokens.get(at), ':') {
                continue;
            }
            match tokens.get(at + 2) {
                Some(TokenTree::Ident(name)) => drop(names.insert(name.to_string())),
                Some(TokenTree::Group(list)) => {
                    let list: Vec<TokenTree> = list.stream().into_iter().collect();
                    for (index, token) in list.iter().enumerate() {
                        let is_first = index == 0 || is_punct(list.get(index - 1), ',');
                        if is_first && let Some(name) = ident(Some(token)) {
                            names.insert(name);
                        }
                    }
                }
                _ => {}
            }
        }
    });
    names
}

/// The modules that each top-level module imports.
fn imports(krate: &str) -> BTreeMap<String, BTreeSet<String>> {
    let source = root().join(krate).join("src");
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in rust_files(&source) {
        let path = file.strip_prefix(&source).expect("it is below").with_extension("");
        let mut modules: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if modules.last().is_some_and(|last| last == "mod") {
            modules.pop();
        }
        let is_test = modules.iter().any(|module| module == "tests" || module.ends_with("_tests"));
        if modules == ["lib"] || FACADES.contains(&modules[0].as_str()) || is_test || is_test_file(&file) {
            continue;
        }
        let names = imported(&tokens(&file), modules.len());
        imports.entry(modules[0].clone()).or_default().extend(names);
    }
    for (module, imported) in &mut imports {
        // Exported macros are in the crate's root wherever they are written.
        imported.retain(|name| name != module && !name.starts_with("__"));
    }
    imports
}

/// Whether the module of this file is declared under `#[cfg(test)]`.
fn is_test_file(file: &Path) -> bool {
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = file.parent().expect("a file is in a folder");
    let beside = folder.with_extension("rs");
    ["mod.rs", "lib.rs"].iter().map(|parent| folder.join(parent)).chain([beside]).filter(|parent| parent.exists()).any(
        |parent| {
            let mut declared = false;
            visit(&tokens(&parent), &mut |tokens| {
                declared |= tokens.windows(2).any(|pair| {
                    ident(pair.first()).is_some_and(|word| word == "mod")
                        && ident(pair.get(1)).is_some_and(|module| module == name)
                });
            });
            let text = fs::read_to_string(&parent).unwrap_or_default();
            !declared && text.contains(&format!("mod {name};"))
        },
    )
}

#[test]
fn imports_point_down_only() {
    for (krate, layers) in LAYERS {
        let place = |module: &String| {
            layers.iter().position(|layer| layer == module).unwrap_or_else(|| {
                panic!("{krate}: `{module}` is imported from the crate's root, or is not in the list of layers")
            })
        };
        for (module, imported) in imports(krate) {
            let from = place(&module);
            let up: Vec<&String> = imported.iter().filter(|to| place(to) <= from).collect();
            assert!(up.is_empty(), "{krate}: `{module}` imports {up:?}, which are above it; the order is {layers:?}");
        }
    }
}

#[test]
fn an_import_is_found_in_every_form() {
    let source = "
        use crate::one::{A, b::C};
        use crate::{two, three::D, four::{E, F}};
        use super::super::five::G;
        fn f() { crate::six::h(); let x: super::super::seven::I = m!(crate::eight::J); }
        macro_rules! m { () => { $crate::no::K } }
        use super::near::L;
        use other::crate_like::M;
        #[cfg(test)] mod tests { use crate::no::N; }
        #[cfg(test)] use crate::no::O;
        #[cfg(not(test))] use crate::nine::P;
    ";
    let tokens: Vec<TokenTree> = source.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
    let found: Vec<String> = imported(&tokens, 2).into_iter().collect();
    assert_eq!(found, ["eight", "five", "four", "nine", "one", "seven", "six", "three", "two"]);
}

/// `unsafe` blocks, functions, implementations, attributes and foreign blocks in a file.
fn count_unsafe(file: &Path) -> usize {
    let mut count = 0;
    let mut see = |tokens: &[TokenTree]| {
        count += tokens.iter().filter(|token| ident(Some(token)).is_some_and(|word| word == "unsafe")).count();
    };
    fn all(tokens: &[TokenTree], see: &mut dyn FnMut(&[TokenTree])) {
        see(tokens);
        for token in tokens {
            if let Some(inner) = group(Some(token)) {
                all(&inner, see);
            }
        }
    }
    all(&tokens(file), &mut see);
    count
}

/// The rows of the table in docs/unsafe.md: file and count.
fn listed_unsafe() -> BTreeMap<String, usize> {
    let page = fs::read_to_string(root().join("docs/unsafe.md")).expect("docs/unsafe.md exists");
    page.lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|row| {
            let (file, rest) = row.split_once("` | ").unwrap_or_else(|| panic!("a row has columns: {row}"));
            let count = rest.split(" |").next().and_then(|count| count.trim().parse().ok());
            (file.to_owned(), count.unwrap_or_else(|| panic!("a row has a count: {row}")))
        })
        .collect()
}

/// The folders of what is published, whose `unsafe` is listed.
const PUBLISHED: &[&str] =
    &["abi", "json-scan", "sdk", "sdk-macros", "host-testkit", "host-testkit/macros", "aro-host", "cargo-aro"];

#[test]
fn unsafe_code_is_in_the_listed_files_only() {
    let root = root();
    let mut found = BTreeMap::new();
    for file in PUBLISHED.iter().flat_map(|krate| rust_files(&root.join(krate).join("src"))) {
        let count = count_unsafe(&file);
        if count > 0 {
            let name = file.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
            found.insert(name, count);
        }
    }
    assert_eq!(found, listed_unsafe(), "what the sources have, and what docs/unsafe.md lists");
}

#[test]
fn a_crate_without_unsafe_code_forbids_it_and_the_others_allow_it_per_file() {
    let root = root();
    let listed = listed_unsafe();
    for krate in PUBLISHED {
        let text = fs::read_to_string(root.join(krate).join("src/lib.rs")).expect("each crate has a lib.rs");
        let has_unsafe = listed.keys().any(|file| file.starts_with(&format!("{krate}/")) && *krate != "sdk-macros");
        let attribute = if has_unsafe { "#![deny(unsafe_code)]" } else { "#![forbid(unsafe_code)]" };
        assert!(text.contains(attribute), "{krate}/src/lib.rs: {attribute}");
        for file in rust_files(&root.join(krate).join("src")) {
            let name = file.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
            let allows = fs::read_to_string(&file).expect("it was read before").contains("allow(unsafe_code)");
            assert!(!allows || listed.contains_key(&name), "{name} allows unsafe code and is not listed");
        }
    }
}

/// Comments of the whole repository.
#[test]
fn no_comment_line_is_longer_than_a_hundred_columns() {
    let mut long = Vec::new();
    for folder in [
        "abi",
        "json-scan",
        "sdk",
        "sdk-macros",
        "host-testkit",
        "aro-host",
        "cargo-aro",
        "tests",
        "benches",
        "examples",
        "fuzz",
    ] {
        for file in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            for (index, line) in text.lines().enumerate() {
                let comment = line.trim_start().starts_with("//") || line.trim_start().starts_with("/*");
                if comment && line.chars().count() > 100 && !line.contains("://") {
                    long.push(format!("{}:{}", file.display(), index + 1));
                }
            }
        }
    }
    assert!(long.is_empty(), "comments are at most 100 columns wide:\n{}", long.join("\n"));
}
