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
    let mut args = Vec::new();
    for arg in env::args_os() {
        if let Ok(arg) = arg.into_string() {
            args.push(arg);
        }
    }
    let types = rust_library(&args)?;
    let manifest = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).ok()?;
    if says_cdylib(&manifest) { None } else { Some(types) }
}

fn says_cdylib(manifest: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| manifest.split(quote).any(|between| between == "cdylib"))
}

/// The crate types among rustc's arguments, if they are those of a Rust library.
fn rust_library(args: &[String]) -> Option<String> {
    let mut types = String::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let given = match arg.strip_prefix("--crate-type") {
            Some("") => args.next()?,
            Some(given) => given.strip_prefix('=').unwrap_or(given),
            None if arg == "--test" => return None,
            None => continue,
        };
        for kind in given.split(',') {
            if kind != "lib" && kind != "rlib" {
                return None;
            }
            types.push_str(if types.is_empty() { "`" } else { " and `" });
            types.push_str(kind);
            types.push('`');
        }
    }
    if types.is_empty() { None } else { Some(types) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(args: &str) -> Option<String> {
        let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
        rust_library(&args)
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
