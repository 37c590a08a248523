//! The program in Go, by cgo.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use aro_tests::hosts::{run, tool};

use crate::library::{ARCHIVE, GEOMETRY, INCLUDE, folder, sources};
use crate::output::{assert_complete, assert_no_growth, assert_ok};

static SHARED: LazyLock<Option<PathBuf>> = LazyLock::new(shared);

/// Builds the program with these arguments for the linker; nothing without Go.
fn build(name: &str, linker: &[OsString]) -> Option<PathBuf> {
    let mut go = Command::new(tool("go", &["version"])?);
    tool("gcc", &["--version"])?;
    let program = folder("go").join(name);
    go.current_dir(sources("go")).args(["build", "-buildvcs=false", "-o"]).arg(&program).arg(".");
    let mut include = OsString::from("-I");
    include.push(&*INCLUDE);
    go.env("CGO_CFLAGS", include).env("CGO_LDFLAGS", linker.join(" ".as_ref())).env("CGO_ENABLED", "1");
    go.env("GOCACHE", folder("go-cache")).env("GOPATH", folder("go-path")).env("GOFLAGS", "");
    run(&mut go);
    Some(program)
}

fn shared() -> Option<PathBuf> {
    let folder = GEOMETRY.folder().as_os_str();
    let [mut search, mut rpath] = ["-L", "-Wl,-rpath,"].map(OsString::from);
    search.push(folder);
    rpath.push(folder);
    build("shared", &[search, rpath])
}

fn linked_statically(name: &str, flags: &[&str]) -> Option<PathBuf> {
    let mut search = OsString::from("-L");
    search.push(&ARCHIVE.folder);
    let mut linker: Vec<OsString> = flags.iter().map(OsString::from).collect();
    linker.push(search);
    // cgo puts what the source asks for, `-lgeometry`, before this.
    linker.extend(ARCHIVE.system.iter().map(OsString::from));
    build(name, &linker)
}

/// The program checks values, finalizers, and the errors of 1,000 goroutines.
#[test]
fn go_calls_the_shared_library() {
    let Some(program) = &*SHARED else { return };
    assert_ok(Command::new(program).arg("check"));
}

#[test]
fn the_static_library_loses_nothing_in_a_go_program() {
    for (name, flags) in [("static", &[][..]), ("static-gc", &["-Wl,--gc-sections"])] {
        let Some(program) = linked_statically(name, flags) else { return };
        assert_ok(Command::new(&program).arg("check"));
        assert_complete(&run(Command::new(&program).arg("describe")));
    }
}

#[test]
fn a_million_calls_from_go_leave_no_memory_behind() {
    let Some(program) = &*SHARED else { return };
    // With one thread at a time, what the runtime keeps in reserve for each varies less.
    assert_no_growth(Command::new(program).arg("memory").env("GOMAXPROCS", "1"));
}
