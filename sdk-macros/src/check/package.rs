//! Whether the package builds a library that a host can load.
//!
//! A macro sees neither crate types nor the manifest. But it runs inside rustc, so it sees rustc's
//! arguments. It complains only of what is certainly wrong. That leaves tests, examples,
//! benchmarks, doctests, cases of trybuild, `cargo rustc --crate-type` and rust-analyzer alone, as
//! well as a build that hides its arguments in a file.

use std::env;
use std::path::{Path, PathBuf};

/// The arguments of rustc, when this is a build of a package.
fn rustc_args() -> Option<(Vec<String>, PathBuf)> {
    if !proc_macro::is_available() {
        return None;
    }
    let args = env::args_os().filter_map(|arg| arg.into_string().ok()).collect();
    Some((args, PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?)))
}

/// The crate types that are built, in words, when this is a package's library without `cdylib`:
/// this compilation makes nothing but a Rust library, and the manifest nowhere says `cdylib`.
pub(super) fn crate_types_without_cdylib() -> Option<String> {
    let (args, folder) = rustc_args()?;
    let types = rust_library(&args)?;
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    if declares_cdylib(&manifest) { None } else { Some(types) }
}

/// Whether this is one of the package's own programs: its source is in the package's `src`, where
/// examples, tests, benchmarks, doctests and the cases of trybuild are not.
pub(super) fn is_own_binary() -> bool {
    let Some((args, folder)) = rustc_args() else { return false };
    let Some(source) = binary_source(&args) else { return false };
    let (Ok(source), Ok(folder)) = (Path::new(source).canonicalize(), folder.canonicalize()) else { return false };
    source.starts_with(folder.join("src"))
}

/// Whether the crate is compiled as edition 2015, which is what a manifest without an edition
/// means. There, paths to the SDK do not resolve.
pub(super) fn is_edition_2015() -> bool {
    rustc_args().is_some_and(|(args, _)| args.iter().any(|arg| arg == "--edition=2015"))
}

/// The source of a program that is no test.
fn binary_source(args: &[String]) -> Option<&str> {
    let mut is_binary = false;
    let mut before = "";
    for arg in args {
        match arg.as_str() {
            "--test" => return None,
            "--crate-type=bin" => is_binary = true,
            "bin" if before == "--crate-type" => is_binary = true,
            _ => {}
        }
        before = arg;
    }
    let source = args.iter().skip(1).find(|arg| !arg.starts_with('-') && arg.ends_with(".rs"));
    if is_binary { source.map(String::as_str) } else { None }
}

fn declares_cdylib(manifest: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| manifest.split(quote).any(|between| between == "cdylib"))
}

/// The crate types among rustc's arguments, if they are those of a Rust library.
fn rust_library(args: &[String]) -> Option<String> {
    let mut types = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let given = match arg.strip_prefix("--crate-type") {
            Some("") => args.next()?,
            Some(given) => given.strip_prefix('=').unwrap_or(given),
            None if arg == "--test" => return None,
            None => continue,
        };
        for kind in given.split(',') {
            if !["lib", "rlib", "dylib"].contains(&kind) {
                return None;
            }
            types.push(format!("`{kind}`"));
        }
    }
    if types.is_empty() { None } else { Some(types.join(" and ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(args: &str) -> Option<String> {
        let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
        rust_library(&args)
    }

    #[test]
    fn a_program_is_found_by_its_source_and_a_test_is_none() {
        let source = |args: &str| {
            let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
            binary_source(&args).map(str::to_owned)
        };
        let args = "rustc --crate-name a --edition=2024 src/main.rs --crate-type bin --emit=link";
        assert_eq!(source(args).as_deref(), Some("src/main.rs"));
        assert_eq!(source(&format!("{args} --test")), None);
        assert_eq!(source("rustc src/lib.rs --crate-type cdylib"), None);
    }

    #[test]
    fn only_a_rust_library_and_nothing_else_is_one_without_cdylib() {
        assert_eq!(library("rustc --crate-type lib src/lib.rs").as_deref(), Some("`lib`"));
        assert_eq!(library("rustc --crate-type=rlib,lib src/lib.rs").as_deref(), Some("`rlib` and `lib`"));
        let others = [
            "--crate-type cdylib --crate-type rlib",
            "--crate-type bin",
            "--crate-type=staticlib",
            "--crate-type lib --test",
        ];
        for others in others.into_iter().chain(["rust-analyzer-proc-macro-srv", "rustc @args", "--crate-type"]) {
            assert_eq!(library(others), None, "{others}");
        }
    }
}
