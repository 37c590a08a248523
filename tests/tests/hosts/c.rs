//! The programs in C and C++, with the shared and with the static library.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use aro_tests::hosts::{run, tool};

use crate::library::{ARCHIVE, GEOMETRY, INCLUDE, folder, sources};
use crate::output::{assert_complete, assert_no_growth, assert_ok, bytes};

static C_SHARED: LazyLock<Option<PathBuf>> = LazyLock::new(|| C.shared());
static CPP_SHARED: LazyLock<Option<PathBuf>> = LazyLock::new(|| CPP.shared());

const C: Language = Language { compiler: "gcc", standard: "-std=c11", source: "c/main.c" };
const CPP: Language = Language { compiler: "g++", standard: "-std=c++17", source: "cpp/main.cpp" };

struct Language {
    compiler: &'static str,
    standard: &'static str,
    source: &'static str,
}

impl Language {
    /// A compiler that is told everything but what to link; nothing without the compiler.
    fn compile(&self, program: &Path) -> Option<Command> {
        let mut command = Command::new(tool(self.compiler, &["--version"])?);
        command.arg(self.standard).args(["-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic", "-D_GNU_SOURCE"]);
        command.arg("-I").arg(&*INCLUDE).arg(sources("").join(self.source)).arg("-o").arg(program);
        Some(command)
    }

    fn shared(&self) -> Option<PathBuf> {
        let program = folder(self.compiler).join("shared");
        let libraries = GEOMETRY.folder();
        let mut rpath = std::ffi::OsString::from("-Wl,-rpath,");
        rpath.push(libraries);
        run(self.compile(&program)?.arg("-L").arg(libraries).arg("-lgeometry").arg(rpath));
        Some(program)
    }

    fn linked_statically(&self, name: &str, flags: &[&str]) -> Option<PathBuf> {
        let program = folder(self.compiler).join(name);
        run(self.compile(&program)?.args(flags).arg(ARCHIVE.folder.join("libgeometry.a")).args(&ARCHIVE.system));
        Some(program)
    }
}

#[test]
fn c_calls_the_shared_library_with_good_and_with_bad_arguments() {
    let Some(program) = &*C_SHARED else { return };
    assert_ok(Command::new(program).arg("check"));
}

#[test]
fn cpp_calls_the_shared_library_with_exceptions_and_owners() {
    let Some(program) = &*CPP_SHARED else { return };
    assert_ok(Command::new(program).arg("check"));
}

/// The program calls every kind of function, so a lost function would be an error of the linker;
/// and the description lists what is registered, so nothing is lost there either.
#[test]
fn the_static_library_loses_nothing_however_it_is_linked() {
    let gc: &[&str] = &["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"];
    for (name, flags) in [("static", &[][..]), ("static-gc", gc)] {
        if let Some(program) = C.linked_statically(name, flags) {
            assert_ok(Command::new(&program).arg("check"));
            assert_complete(&run(Command::new(&program).arg("describe")));
        }
        if let Some(program) = CPP.linked_statically(name, flags) {
            assert_ok(Command::new(&program).arg("check"));
        }
    }
}

#[test]
fn a_million_calls_from_c_and_cpp_leave_no_memory_behind() {
    for program in [&*C_SHARED, &*CPP_SHARED].into_iter().flatten() {
        assert_no_growth(Command::new(program).arg("memory"));
    }
}

/// The library cannot know that the caller forgot it: the memory is lost until the process ends,
/// and nothing worse happens.
#[test]
fn what_is_never_freed_stays_allocated_and_does_no_other_harm() {
    let Some(program) = &*C_SHARED else { return };
    let lost = bytes(Command::new(program).arg("forget"));
    // Of 900,000 calls each leaves a string, a message or an object of at least 16 bytes.
    assert!(lost > 900_000 * 16, "{lost} bytes");
}

#[test]
fn valgrind_finds_no_error_and_no_leak_in_the_c_program() {
    let Some(valgrind) = tool("valgrind", &["--version"]) else { return };
    let Some(program) = &*C_SHARED else { return };
    let mut command = Command::new(valgrind);
    command.args([
        "--quiet",
        "--error-exitcode=99",
        "--leak-check=full",
        "--errors-for-leak-kinds=definite,indirect,possible",
    ]);
    assert_ok(command.arg(program).arg("check"));
}
