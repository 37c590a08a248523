//! Whether the package builds a library that a host can load.

use std::env;
use std::path::Path;

/// The crate types that are built, in words, when this is a package's library without `cdylib`.
///
/// A macro sees neither crate types nor the manifest. But it runs inside rustc, so it sees rustc's
/// arguments. It complains only if both agree: this compilation makes nothing but a Rust library,
/// and the manifest nowhere says `cdylib`. That leaves tests, examples, doctests, `cargo rustc
/// --crate-type` and rust-analyzer alone, as well as a build that hides its arguments in a file.
pub(super) fn crate_types_without_cdylib() -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let args: Vec<String> = env::args_os().filter_map(|arg| arg.into_string().ok()).collect();
    let types = rust_library(&args)?;
    let manifest = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).ok()?;
    if declares_cdylib(&manifest) { None } else { Some(types) }
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
            if kind != "lib" && kind != "rlib" {
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
