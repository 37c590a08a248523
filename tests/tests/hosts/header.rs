//! The headers of the libraries in this repository.

use std::path::Path;
use std::process::Command;

use aro_host_testkit::header::TypedExports;
use aro_host_testkit::{Symbols, TypedLibrary, build_cdylib};
use aro_tests::hosts::{node, python, root, run, tool};
use serde_json::Value;

use crate::library::{folder, sources};

/// An example that is no plugin, a library with every kind of item, and a plugin with typed
/// functions.
const PACKAGES: &[&str] = &["examples/geometry", "tests/fixtures/typed", "tests/fixtures/whole"];

const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"];

fn library(package: &str) -> TypedLibrary {
    let file = build_cdylib(root().join(package)).unwrap_or_else(|error| panic!("{error}"));
    TypedLibrary::open(file).unwrap_or_else(|error| panic!("{error}"))
}

fn exports(library: &TypedLibrary) -> TypedExports {
    TypedExports::of(library).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_describes(printed: &str, library: &TypedLibrary) {
    let printed: Value = serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    assert_eq!(&printed, library.describe());
}

fn compile(compiler: &str, language: &[&str], source: &Path) {
    if let Some(compiler) = tool(compiler, &["--version"]) {
        run(Command::new(compiler).args(WARNINGS).args(language).arg(source));
    }
}

#[test]
fn the_header_of_every_library_compiles_as_c11_and_cpp17() {
    for package in PACKAGES {
        let exports = exports(&library(package));
        let header = folder("headers").join(format!("{}.h", exports.crate_name()));
        std::fs::write(&header, exports.c_header()).unwrap();
        compile("gcc", &["-std=c11", "-x", "c"], &header);
        compile("g++", &["-std=c++17", "-x", "c++"], &header);
    }
}

#[test]
fn a_library_exports_every_function_that_its_header_declares() {
    for package in PACKAGES {
        let library = library(package);
        let exported = Symbols::read(library.path()).unwrap();
        let exports = exports(&library);
        let missing: Vec<&str> = exports.symbols().filter(|symbol| !exported.exports().contains(*symbol)).collect();
        assert!(missing.is_empty(), "{package}: {missing:?}");
        // And the other way: no typed function is exported that the header does not have.
        let declared: Vec<&str> = exports.symbols().collect();
        let prefix = format!("{}_", exports.crate_name());
        let typed = exported.exports().iter().filter(|name| name.starts_with(&prefix) && !name.contains("__"));
        let undeclared: Vec<&String> = typed.filter(|name| !declared.contains(&name.as_str())).collect();
        assert!(undeclared.is_empty(), "{package}: {undeclared:?}");
    }
}

#[test]
fn cffi_and_koffi_parse_the_declarations_of_every_library() {
    for package in PACKAGES {
        let library = library(package);
        let exports = exports(&library);
        let declarations = folder("headers").join(format!("{}.txt", exports.crate_name()));
        std::fs::write(&declarations, exports.declarations()).unwrap();
        let describe = exports.symbols().find(|symbol| symbol.ends_with("_describe")).expect("it describes itself");
        if let Some(python) = python() {
            let script = format!(
                "import sys; from cffi import FFI; ffi = FFI(); ffi.cdef(open(sys.argv[2]).read()); library = ffi.dlopen(sys.argv[1])\n\
                 print(ffi.string(library.{describe}()).decode())"
            );
            let printed = run(Command::new(python).arg("-c").arg(script).arg(library.path()).arg(&declarations));
            assert_describes(&printed, &library);
        }
        if let Some((node, modules)) = node() {
            let script = format!(
                "const [reader, library, declarations] = process.argv.slice(1);\n\
                 console.log(require(reader).load(library, declarations).functions.{describe}());"
            );
            let mut command = Command::new(node);
            command.arg("-e").arg(script).arg(sources("node").join("geometry.js"));
            let printed = run(command.arg(library.path()).arg(&declarations).env("NODE_PATH", modules));
            assert_describes(&printed, &library);
        }
    }
}
