//! What can be seen of the package that is compiled.

use std::env;
use std::path::Path;

/// The crate types, when this is a package's library that no host can load.
///
/// A macro sees neither crate types nor the manifest, but it runs inside rustc and so sees rustc's arguments. Both must agree before anything is said:
/// this compilation makes nothing but a Rust library, and the manifest nowhere says `cdylib`. So a test, an example, a doctest, `cargo rustc
/// --crate-type …`, rust-analyzer, and a build that hides its arguments in a file are left alone.
pub(crate) fn without_cdylib() -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let types = rust_library(env::args_os().filter_map(|arg| arg.into_string().ok()))?;
    let manifest = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).ok()?;
    let said = manifest.contains("\"cdylib\"") || manifest.contains("'cdylib'");
    (!said).then_some(types)
}

/// The crate types among rustc's arguments, if they are those of a Rust library.
fn rust_library(mut args: impl Iterator<Item = String>) -> Option<String> {
    let mut types: Vec<String> = Vec::new();
    while let Some(arg) = args.next() {
        let given = match arg.strip_prefix("--crate-type") {
            Some("") => args.next()?,
            Some(given) => given.trim_start_matches('=').to_owned(),
            None if arg == "--test" => return None,
            None => continue,
        };
        types.extend(given.split(',').map(|kind| format!("`{kind}`")));
    }
    let rust = |kind: &String| kind == "`lib`" || kind == "`rlib`";
    (!types.is_empty() && types.iter().all(rust)).then(|| types.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(args: &str) -> Option<String> {
        rust_library(args.split(' ').map(str::to_owned))
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
