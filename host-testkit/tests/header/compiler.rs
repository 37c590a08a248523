//! What the C and C++ compilers say of the headers.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use tempfile::TempDir;

use super::{ORDINARY, UNPLEASANT, exports};

const C: &[&str] = &["-std=c11", "-x", "c"];
const CPP: &[&str] = &["-std=c++17", "-x", "c++"];
const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Werror", "-pedantic"];

/// The compilers at hand, each with the language that it is asked for.
fn compilers() -> Vec<(&'static str, &'static [&'static str])> {
    let all = [("gcc", C), ("g++", CPP), ("clang", C), ("clang++", CPP)];
    all.into_iter()
        .filter(|(compiler, _)| {
            // Under qemu a program that is not there fails after its start.
            let asked = Command::new(compiler).arg("--version").output();
            let there = asked.is_ok_and(|output| output.status.success() && !output.stdout.is_empty());
            if !there {
                let _ = writeln!(std::io::stderr(), "skipped: there is no `{compiler}`");
            }
            there
        })
        .collect()
}

/// Compiles a source file beside the headers of both descriptions; gives the messages if it fails.
fn compile(compiler: &str, language: &[&str], source: &str) -> Result<(), String> {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("geometry.h"), exports(ORDINARY).c_header()).unwrap();
    fs::write(dir.path().join("odd.h"), exports(UNPLEASANT).c_header()).unwrap();
    fs::write(dir.path().join("source"), source).unwrap();
    let output = Command::new(compiler)
        .args(WARNINGS)
        .args(language)
        .arg("-fsyntax-only")
        .arg("source")
        .current_dir(dir.path())
        .output()
        .unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

fn assert_compiles(source: &str) {
    for (compiler, language) in compilers() {
        if let Err(messages) = compile(compiler, language, source) {
            panic!("{compiler}: {messages}");
        }
    }
}

#[test]
fn an_ordinary_header_compiles_as_c11_and_cpp17_with_every_warning() {
    assert_compiles(
        "#include \"geometry.h\"\n#include \"geometry.h\"\nint main(void) { return geometry_add(-1, 1); }\n",
    );
}

#[test]
fn names_and_documentation_that_are_no_c_compile_too() {
    assert_compiles(
        "#include \"odd.h\"\n\
         static_assert(odd_Wide_Least == INT64_MIN && odd_Wide_Most == INT64_MAX && odd_Wide_Below == INT64_C(-2147483649), \"i64\");\n\
         static_assert(odd_Wide_IntMin == INT32_MIN && odd_Wide_IntMax == INT32_MAX && odd_Wide_Above == INT64_C(2147483648), \"i32\");\n\
         static_assert(odd_Unsigned_Most == UINT64_MAX && odd_Big_Most == UINT32_MAX && odd_Small__udcberall == 255, \"unsigned\");\n\
         int main(void) { return odd_Small_default_; }\n",
    );
}

#[test]
fn the_headers_of_two_libraries_fit_into_one_program() {
    assert_compiles("#include \"geometry.h\"\n#include \"odd.h\"\nint main(void) { return ARO_SUCCESS; }\n");
}

#[test]
fn the_bare_declarations_are_those_of_the_header() {
    // C allows a function to be declared twice, if both declarations are the same.
    for (header, json) in [("geometry.h", ORDINARY), ("odd.h", UNPLEASANT)] {
        let declarations = exports(json).declarations();
        let functions: String =
            declarations.lines().filter(|line| line.contains('(')).map(|line| format!("{line}\n")).collect();
        let types: String =
            declarations.lines().filter(|line| !line.contains('(')).map(|line| format!("{line}\n")).collect();
        let again = format!(
            "#include \"{header}\"\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n{functions}\n#ifdef __cplusplus\n}}\n#endif\n"
        );
        assert_compiles(&format!("{again}int main(void) {{ return 0; }}\n"));
        let alone = "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n";
        assert_compiles(&format!("{alone}{types}{functions}int main(void) {{ return 0; }}\n"));
    }
}

#[test]
fn another_layout_than_the_librarys_does_not_compile() {
    let other = ORDINARY.replace("\"offset\": 8", "\"offset\": 4");
    for (compiler, language) in compilers() {
        let header = exports(&other).c_header();
        let messages = compile(compiler, language, &header).expect_err("the offset of y is not 4");
        assert!(messages.contains("the offset of geometry_Point.y"), "{compiler}: {messages}");
    }
}
