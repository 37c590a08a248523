//! Memcheck watches a host in C that calls every function of the example plugins.
//!
//! `ARO_MEMCHECK=all` takes the examples with workspaces of their own too; `scripts/valgrind` sets
//! it. The typed functions of `examples/geometry` are in `hosts`, the embeddable host in
//! `aro-host/tests/examples.rs`.
#![cfg(target_os = "linux")]

mod calls;
mod samples;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use aro_host_testkit::Plugin;
use aro_tests::hosts::{root, run, skip, tool};
use serde_json::Value;
use tempfile::TempDir;

use calls::Calls;

/// The program, if there is a C compiler.
static HOST: LazyLock<Option<(TempDir, PathBuf)>> = LazyLock::new(|| {
    let mut compile = Command::new(tool("cc", &["--version"])?);
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("every_function");
    compile.args(["-std=c11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic", "-D_GNU_SOURCE"]);
    run(compile.arg(root().join("tests/c/every_function.c")).arg("-o").arg(&program).arg("-ldl"));
    Some((folder, program))
});

/// Errors fail the run, and blocks that are not freed, whatever refers to them, but for what has
/// a reason in `tests/c/memcheck.supp`. The library is closed by then, so its symbols are kept.
fn valgrind(example: &str, folder: &Path) -> Option<Command> {
    let mut valgrind = Command::new(tool("valgrind", &["--version"])?);
    let leaks = if samples::STAY_MAPPED.contains(&example) { "definite,indirect" } else { "all" };
    valgrind.args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--keep-debuginfo=yes", "--num-callers=30"]);
    valgrind.arg(format!("--show-leak-kinds={leaks}")).arg(format!("--errors-for-leak-kinds={leaks}"));
    valgrind.arg(format!("--suppressions={}", root().join("tests/c/memcheck.supp").display()));
    valgrind.arg(format!("--log-file={}", folder.join("valgrind.txt").display()));
    Some(valgrind)
}

/// What memcheck reports of a plugin, or what the plugin does not do.
fn check(example: &str) -> Option<String> {
    let package = root().join("examples").join(example);
    let mut builder = Plugin::builder(&package);
    if samples::OWN_WORKSPACES.contains(&example) {
        builder = builder.target_dir(root().join("target/plugins"));
    }
    let library = builder.build_cdylib().unwrap();
    let (_, host) = HOST.as_ref()?;
    let folder = tempfile::tempdir().unwrap();
    let mut command = valgrind(example, folder.path())?;

    let calls = Calls::of(example, &library);
    let file = folder.path().join("calls");
    std::fs::write(&file, calls.lines()).unwrap();
    // What they keep in files belongs there.
    command.current_dir(&folder).arg(host).arg(&library).arg(&file);
    let output = command.output().unwrap();
    let report = std::fs::read_to_string(folder.path().join("valgrind.txt")).unwrap_or_default();
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !report.is_empty() {
        return Some(format!("{example}: {}\n{report}\n{stderr}", output.status));
    }
    let failed = calls.failed(&String::from_utf8_lossy(&output.stdout));
    (!failed.is_empty()).then(|| format!("{example}: {}", failed.join("\n")))
}

#[test]
fn memcheck_finds_nothing_in_any_function_of_the_example_plugins() {
    let mut examples = samples::EXAMPLES.to_vec();
    if std::env::var_os("ARO_MEMCHECK").is_some_and(|value| value == "all") {
        examples.extend(samples::OWN_WORKSPACES);
    } else {
        skip("examples with workspaces of their own: set ARO_MEMCHECK=all");
    }
    let reports: Vec<String> = examples.into_iter().filter_map(check).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n"));
}

/// An example that is added is called too.
#[test]
fn no_example_is_forgotten() {
    let mut plugins: Vec<String> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("plugin.yaml").is_file())
        .map(|folder| folder.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    plugins.sort();
    let mut called: Vec<&str> = [samples::EXAMPLES, samples::OWN_WORKSPACES].concat();
    called.sort_unstable();
    assert_eq!(plugins, called);
}

/// A reply that tells no failure.
fn is_success(reply: &str) -> bool {
    serde_json::from_str::<Value>(reply).is_ok_and(|reply| reply.get("error_code").is_none())
}
