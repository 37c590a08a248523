//! `cargo aro static`: two plugins in one native program.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{Ran, cargo, new_plugin, run, target_dir};

/// The names that the native compiler renames.
const NAMES: [&str; 12] = aro_abi::symbols::ALL;

fn done(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// The compiler's own steps for one plugin: unpack the archive, and rename the functions in each
/// object.
fn objects(work: &Path, plugin: &str, archive: &Path) -> Vec<PathBuf> {
    let folder = work.join(plugin);
    fs::create_dir_all(&folder).expect("a folder");
    Ran::from(done(Command::new("ar").arg("x").arg(archive).current_dir(&folder))).ok();
    let mut objects: Vec<PathBuf> =
        fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    objects.sort();
    for object in &objects {
        let mut rename = Command::new("objcopy");
        for name in NAMES {
            rename.arg("--redefine-sym").arg(format!("{name}=aro_static_{plugin}__{name}"));
        }
        Ran::from(done(rename.arg(object))).ok();
    }
    objects
}

fn link(work: &Path, objects: &[PathBuf]) -> Output {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/two.c");
    let mut cc = Command::new("cc");
    cc.arg(source).args(objects).arg("-o").arg(work.join("program")).arg("-Wl,--gc-sections");
    done(cc.args(["-lpthread", "-ldl", "-lm"]))
}

#[test]
fn two_plugins_are_linked_into_one_program_and_keep_their_registrations() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let kinds = ["--action", "--service", "--qualifier"];
    let plugins = ["first", "second"].map(|name| (name, new_plugin(dir.path(), name, &kinds)));
    for (_, plugin) in &plugins {
        // A panic has to find its way through the joined tables of the unwinder.
        let source = fs::read_to_string(plugin.join("src/lib.rs")).expect("src/lib.rs");
        let panics = source.replace("return Err(Error::invalid_input(\"the name is empty\"));", "panic!(\"no name\");");
        assert_ne!(panics, source);
        fs::write(plugin.join("src/lib.rs"), panics).expect("src/lib.rs");
    }
    let work = dir.path().join("w örk");

    // What cargo builds cannot be linked twice.
    let mut raw = Vec::new();
    for (name, plugin) in &plugins {
        let built = cargo(plugin).args(["rustc", "--release", "--lib", "--crate-type=staticlib", "--offline"]).output();
        Ran::from(built.expect("cargo")).ok();
        raw.extend(objects(&work.join("raw"), name, &target_dir().join(format!("release/lib{name}.a"))));
    }
    let refused = Ran::from(link(&work, &raw));
    assert!(refused.code != Some(0) && refused.stderr.contains("multiple definition"), "{refused:?}");

    let mut linked = Vec::new();
    for (name, plugin) in &plugins {
        let ran = run(plugin, ["static", "--offline"]).ok();
        assert!(ran.stderr.contains("Built") && !ran.stderr.contains("warning"), "{}", ran.stderr);
        let archive = plugin.join(format!("target/release/lib{name}.a"));
        assert_eq!(globals(&archive), sorted(NAMES), "{name}");
        linked.extend(objects(&work, name, &archive));
        assert!(!target_dir().join(format!("release/lib{name}.a")).exists(), "cargo's archive is gone");
    }
    Ran::from(link(&work, &linked)).ok();
    let output = Ran::from(done(&mut Command::new(work.join("program")))).ok().stdout;
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 10, "{output}");
    for (at, name) in [(0, "first"), (5, "second")] {
        assert!(lines[at].contains(&format!("\"name\":\"{name}\"")) && lines[at].contains("\"Greet\""), "{output}");
        assert_eq!(lines[at + 1], "{\"greeting\":\"Hello, Ada!\"}");
        assert!(lines[at + 2].contains("the plugin panicked: no name"), "{output}");
        assert_eq!(lines[at + 3], "{\"result\":2}", "each plugin has its own state");
        assert_eq!(lines[at + 4], "{\"result\":\"AL\"}");
    }
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    names.sort();
    names
}

/// The global symbols that an archive defines.
fn globals(archive: &Path) -> Vec<String> {
    let mut nm = Command::new("nm");
    nm.args(["--defined-only", "--extern-only", "--format=posix"]);
    // The path is printed, too, and must have no blank.
    nm.arg(archive.file_name().expect("a name")).current_dir(archive.parent().expect("a folder"));
    let names = Ran::from(done(&mut nm)).ok().stdout;
    sorted(names.lines().filter(|line| line.split(' ').count() > 1).filter_map(|line| line.split(' ').next()))
}

#[test]
fn an_archive_that_the_compiler_should_not_take_is_reported_by_build() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "warned", &[]);
    let release = plugin.join("target/release");
    fs::create_dir_all(&release).expect("a folder");
    fs::write(release.join("libwarned.a"), "!<arch>\n").expect("an archive");
    fs::write(release.join("libother.a"), "!<arch>\n").expect("an archive");
    let ran = run(&plugin, ["build", "--offline"]).ok();
    for part in ["takes any one of", "libother.a", "cannot be linked with a second Rust plugin", "cargo aro static"] {
        assert!(ran.stderr.contains(part), "{part} is not in\n{}", ran.stderr);
    }
}

#[test]
fn a_package_that_is_no_plugin_gets_no_archive() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("src")).expect("a folder");
    let manifest = "[package]\nname = \"bare-static\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
    fs::write(dir.path().join("Cargo.toml"), manifest).expect("Cargo.toml");
    fs::write(dir.path().join("src/lib.rs"), "").expect("src/lib.rs");
    run(dir.path(), ["static", "--offline"])
        .fails_with(&["does not export the functions of the ABI", "aro_sdk::plugin!"]);
    assert_eq!(fs::read_dir(dir.path().join("target/release")).expect("a folder").count(), 0);
}
