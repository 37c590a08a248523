//! The programs in `examples/hosts` that embed the library, run as their users run them.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use support::{LIBRARY, skipped};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A folder with the packages of the validator and the CSV plugin, built.
static PLUGINS: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = TempDir::new().unwrap();
    for name in ["validator", "csv"] {
        let package = root().join("examples").join(name);
        let library = aro_host_testkit::build_cdylib(&package).unwrap();
        let output = dir.path().join(name).join("target/release");
        fs::create_dir_all(&output).unwrap();
        fs::copy(package.join("plugin.yaml"), dir.path().join(name).join("plugin.yaml")).unwrap();
        fs::copy(&library, output.join(library.file_name().unwrap())).unwrap();
    }
    dir
});

fn library_folder() -> &'static Path {
    LIBRARY.parent().unwrap()
}

/// The output of a program that has to succeed; `None` if it is not installed.
fn run(command: &mut Command) -> Option<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    let Ok(output) = command.env("LD_LIBRARY_PATH", library_folder()).output() else {
        skipped(&format!("there is no `{program}`"));
        return None;
    };
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {}\n{out}\n{err}", output.status);
    Some(output)
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn assert_lines(output: &str, expected: &[&str]) {
    for line in expected {
        assert!(output.lines().any(|one| one == *line), "no line `{line}` in\n{output}");
    }
}

/// Compiles the C example; `None` without a C compiler.
fn c_example(dir: &TempDir) -> Option<PathBuf> {
    let program = dir.path().join("embed");
    let mut cc = Command::new("cc");
    cc.args(["-std=c11", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic", "-I"]).arg(root().join("aro-host/include"));
    cc.arg(root().join("examples/hosts/c/embed.c")).arg("-o").arg(&program);
    cc.arg("-L").arg(library_folder()).arg("-laro_host");
    run(&mut cc)?;
    Some(program)
}

#[test]
fn the_c_example_loads_the_plugins_and_runs_an_aro_program() {
    let dir = TempDir::new().unwrap();
    let Some(program) = c_example(&dir) else { return };
    let output = text(&run(Command::new(program).arg(PLUGINS.path())).unwrap());
    assert_lines(
        &output,
        &[
            r#"loaded: ["csv-plugin","validator"]"#,
            "event Checked: {\"language\":\"C\"}",
            "status 4: no plugin `nobody` is loaded; the plugins are `csv-plugin`, `validator`",
            "events 1, destroyed twice: status 1",
        ],
    );
    assert!(output.contains(r#"call: {"valid":false,"value":"not an address","type":"email"}"#), "{output}");
    assert!(output.contains(r#""rows":[["1","2"]]"#), "{output}");
    let expected = r#""output":["[Application-Start] 2","[Application-Start] true","[OK] start"],"thrown":null"#;
    assert!(output.contains(r#""exit_status":0"#) && output.contains(expected), "{output}");
}

#[test]
fn memcheck_finds_no_error_and_no_leak_in_the_c_example() {
    let dir = TempDir::new().unwrap();
    let Some(program) = c_example(&dir) else { return };
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--error-exitcode=9", "--leak-check=full", "--show-leak-kinds=all"]);
    valgrind.arg("--errors-for-leak-kinds=definite,indirect,possible").arg(program).arg(PLUGINS.path());
    let Some(output) = run(&mut valgrind) else { return };
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(report.contains("ERROR SUMMARY: 0 errors"), "{report}");
    let lost = ["definitely lost: 0 bytes", "indirectly lost: 0 bytes", "possibly lost: 0 bytes"];
    let nothing = report.contains("All heap blocks were freed");
    assert!(nothing || lost.iter().all(|line| report.contains(line)), "{report}");
}

#[test]
fn the_go_example_calls_from_goroutines_and_runs_an_aro_program() {
    let dir = TempDir::new().unwrap();
    let program = dir.path().join("embed");
    let mut go = Command::new("go");
    go.current_dir(root().join("examples/hosts/go/embed")).args(["build", "-o"]).arg(&program);
    go.env("CGO_ENABLED", "1").env("GOFLAGS", "-mod=mod").env("GOPROXY", "off");
    go.env("CGO_LDFLAGS", format!("-L{} -laro_host", library_folder().display()));
    if run(&mut go).is_none() {
        return;
    }
    let output = text(&run(Command::new(program).arg(PLUGINS.path())).unwrap());
    let valid = format!("valid: [{}]", ["true"; 16].join(" "));
    assert_lines(
        &output,
        &[
            r#"loaded: ["csv-plugin","validator"]"#,
            &valid,
            "refused: 12",
            r#"event Checked {"language":"Go"}"#,
            "destroyed: 0 1",
        ],
    );
    assert!(
        output.contains(r#""output":["[Application-Start] 2","[Application-Start] true","[OK] start"]"#),
        "{output}"
    );
}

#[test]
fn the_python_example_calls_plugins_and_runs_an_aro_program() {
    let script = root().join("examples/hosts/python/embed.py");
    let mut python = Command::new("python3");
    python.arg(script).arg(&*LIBRARY).arg(PLUGINS.path());
    let Some(output) = run(&mut python) else { return };
    let output = text(&output);
    assert_lines(
        &output,
        &[
            "loaded: ['csv-plugin', 'validator']",
            "call: False",
            "program: ['[Application-Start] 2', '[Application-Start] true', '[OK] start'] 0",
            "status 4: no plugin `nobody` is loaded; the plugins are `csv-plugin`, `validator`",
            "events: [('Checked', {'language': 'Python'})]",
            "destroyed twice: status 1",
        ],
    );
    assert!(output.contains("refused: 12 "), "{output}");
}
