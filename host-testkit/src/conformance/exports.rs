//! Checks the names in the library's file, and what they bind to.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use aro_abi::symbols;
use serde_json::Value;

use super::checker::Checker;
use crate::isolation::{Call, Crash, End, Mode, Session};
use crate::library::Symbols;
use crate::typed::typed_functions;

/// Names that linkers add to every library.
const OF_LINKERS: [&str; 6] = ["_init", "_fini", "__bss_start", "_edata", "_end", "DllMain"];

/// Checks the references to own exports in the file.
pub(super) fn names(checker: &mut Checker<'_>) {
    let own = checker.symbols.references_to_own_exports().iter();
    let own: Vec<String> = own.filter(|name| !checker.symbols.is_vague(name)).cloned().collect();
    if !own.is_empty() {
        let observed = format!("the loader looks these up by name: {}", own.join(", "));
        checker.add_finding("bound-elsewhere", "the library", "read the relocations in its file", observed);
    }
}

/// Checks that exactly the declared functions are exported.
pub(super) fn functions(checker: &mut Checker<'_>) {
    if checker.info.is_null() {
        // Without metadata the entry points are unknown.
        return;
    }
    let entry_points: BTreeSet<String> = checker.declared("actions").iter().filter_map(entry_point).collect();
    let known = |name: &&String| {
        symbols::ALL.contains(&name.as_str())
            || (checker.session.is_module() && [symbols::ALLOC, symbols::DEALLOC].contains(&name.as_str()))
            || entry_points.contains(*name)
            || OF_LINKERS.contains(&name.as_str())
            || checker.symbols.is_vague(name)
    };
    let typed = typed_functions(&checker.check.library, &checker.symbols, |name| known(&&name.to_owned()));
    let is_extra = |name: &&String| !known(name) && !typed.contains(*name);
    let extra: Vec<String> = checker.symbols.exports().iter().filter(is_extra).cloned().collect();
    if !checker.symbols.shares_names() {
        // MinGW exports every function, and Rust every one with a C name.
        let skipped = "more exports than declared, because on Windows the names of a library are its own";
        checker.report.skip(skipped.to_owned());
    } else if !extra.is_empty() {
        checker.add_finding(
            "extra-export",
            "the library",
            "read the names in its file",
            format!("exported: {}", extra.join(", ")),
        );
    }
    let needed = needed(checker);
    let missing = needed.into_iter().chain(entry_points.into_iter().map(|name| (name, "an action's `symbol`")));
    for (symbol, because) in missing.collect::<Vec<_>>() {
        if !checker.exports(&symbol) {
            let input = format!("looked for it, because the metadata declare {because}");
            checker.add_finding("missing-function", symbol, input, "the library does not export it");
        }
    }
}

fn entry_point(action: &Value) -> Option<String> {
    action["symbol"].as_str().map(str::to_owned)
}

fn needed(checker: &Checker<'_>) -> Vec<(String, &'static str)> {
    let info = &checker.info;
    let listed = |pointer: &str| info.pointer(pointer).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let objects = checker.declared("system_objects");
    let capability = |words: &[&str]| {
        let named = objects.iter().filter_map(|object| object["capabilities"].as_array()).flatten();
        named.filter_map(Value::as_str).any(|named| words.contains(&named))
    };
    let needs = [
        (listed("/actions"), symbols::EXECUTE, "actions"),
        (listed("/services"), symbols::EXECUTE, "services"),
        (listed("/qualifiers"), symbols::QUALIFIER, "qualifiers"),
        (listed("/events/subscribes"), symbols::ON_EVENT, "subscriptions"),
        (capability(&["readable", "read"]), symbols::OBJECT_READ, "a readable system object"),
        (capability(&["writable", "write"]), symbols::OBJECT_WRITE, "a writable system object"),
        (capability(&["enumerable", "listable", "list"]), symbols::OBJECT_LIST, "an enumerable system object"),
    ];
    needs.into_iter().filter(|(needed, ..)| *needed).map(|(_, symbol, because)| (symbol.to_owned(), because)).collect()
}

/// Loads two copies of the library into one process, as two plugins with the same names, and lets
/// the loader report what each name was bound to.
pub(super) fn two_plugins(checker: &mut Checker<'_>) {
    if !checker.session.has_process() {
        // Two modules share nothing, so there is nothing to check.
        if !checker.session.is_isolated() {
            checker.report.skip("two plugins in one process, which needs a child process".to_owned());
        }
        return;
    }
    if let Err(error) = load_two(checker) {
        checker.report.skip(format!("two plugins in one process: the library could not be copied: {error}"));
    }
}

fn load_two(checker: &mut Checker<'_>) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let name = checker.session.path().file_name().unwrap_or_default().to_owned();
    let copies = ["first", "second"].map(|copy| folder.path().join(copy).join(&name));
    for copy in &copies {
        fs::create_dir(copy.parent().unwrap_or(folder.path()))?;
        fs::copy(checker.session.path(), copy)?;
    }
    let bindings = folder.path().join("bindings");
    let mut calls = vec![Call::register(), Call::info(), Call::init()];
    let reached = checker.reached.iter().filter(|(subject, _)| !checker.has_failed(subject));
    let input = super::inputs::eager(&"hello".into(), None);
    calls.extend(reached.filter_map(|(_, action)| Call::execute(action, &input).ok()));
    let usable =
        !["aro_plugin_info", "aro_plugin_init", "aro_plugin_register"].iter().any(|part| checker.has_failed(part));
    let input = "loaded two copies of the library, as two plugins, and called the second";
    if !usable {
        calls.clear();
    }
    let together = |variables: &[(&str, &str)]| {
        let session = checker.check.surround(Session::together(copies.to_vec()));
        let session = session.env("LD_DEBUG", "bindings").env("LD_DEBUG_OUTPUT", &bindings);
        let session = variables.iter().fold(session, |session, (name, value)| session.env(name, value));
        session.batch(1, Mode::Sequential, &calls).crash
    };
    // Otherwise the loader looks up functions at their first call only.
    let mut crash = together(&[("LD_BIND_NOW", "1")]);
    let mut undefined = None;
    if let Some(Crash { end: End::NotLoaded { reason }, .. }) = &crash {
        undefined = Some(reason.clone());
        crash = together(&[]);
    }
    if let Some(reason) = undefined {
        checker.add_finding("undefined-name", "the library", "loaded it with LD_BIND_NOW=1", reason);
    }
    if let Some(crash) = crash {
        checker.add_finding("bound-elsewhere", "the library", input, crash.to_string());
    }
    let exports = checker.symbols.clone();
    let elsewhere = bound_elsewhere(folder.path(), &copies, &exports)?;
    if !elsewhere.is_empty() {
        let names = elsewhere.into_iter().collect::<Vec<_>>().join(", ");
        checker.add_finding(
            "bound-elsewhere",
            "the library",
            input,
            format!("the loader bound these names of the second to the first: {names}"),
        );
    }
    Ok(())
}

/// glibc writes a line for each name that it resolves:
/// `binding file B [0] to A [0]: normal symbol `name'`. Other systems write nothing.
fn bound_elsewhere(folder: &Path, copies: &[std::path::PathBuf; 2], names: &Symbols) -> io::Result<BTreeSet<String>> {
    let way = format!("binding file {} [0] to {} [0]: ", copies[1].display(), copies[0].display());
    let mut elsewhere = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bindings")) {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let found = text.lines().filter_map(|line| line.split_once(&way)?.1.split(['`', '\'']).nth(1));
        elsewhere
            .extend(found.filter(|name| names.exports().contains(*name) && !names.is_vague(name)).map(str::to_owned));
    }
    Ok(elsewhere)
}
