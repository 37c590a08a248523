//! A plugin that is linked into a C program, by whatever linker, as an archive or as the objects in
//! it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aro_abi::symbols;
use object::{Object as _, ObjectSection as _};
use serde_json::{Value, json};

use crate::alpha::{ANSWERS, NAMES, names};
use crate::build::{Build, Built, LTO, folder};
use crate::tools::{is_there, linkers, run};

const DEBUG: Build = Build::staticlib("static", &[]);
const RELEASE: Build = Build::staticlib("static-release", &["--release"]);
const FAT_LTO: Build = Build::staticlib("static-lto", LTO);
/// Thin LTO copies code from one object into another, so that the other needs the first no more.
const THIN_LTO: Build = Build { label: "static-thin-lto", rustc: &["-Clto=thin"], ..FAT_LTO };
const UNITS: Build = Build { label: "static-units", rustc: &["-Ccodegen-units=256"], ..DEBUG };

pub(crate) const GC: [&[&str]; 2] =
    if cfg!(target_vendor = "apple") { [&[], &["-Wl,-dead_strip"]] } else { [&[], &["-Wl,--gc-sections"]] };

#[test]
fn an_archive_gives_all_its_actions_to_whoever_takes_the_abi_s_names() {
    for build in [DEBUG, RELEASE, FAT_LTO, THIN_LTO, UNITS] {
        let built = build.build();
        assert_complete_however_linked(&build, &[built.library.as_os_str()], &built.system);
    }
}

#[test]
fn the_objects_of_an_archive_give_all_their_actions() {
    for build in [DEBUG, RELEASE, FAT_LTO] {
        let built = build.build();
        let Some(objects) = unpacked(&built, &format!("{}-objects", build.label)) else { return };
        let objects: Vec<&OsStr> = objects.iter().map(|object| object.as_os_str()).collect();
        assert_complete_however_linked(&build, &objects, &built.system);
    }
}

#[test]
fn linked_as_the_native_compiler_does_it_no_action_is_lost() {
    if !is_there("objcopy") {
        return;
    }
    let built = RELEASE.build();
    let Some(objects) = unpacked(&built, "native") else { return };
    let redefinitions: Vec<String> =
        symbols::ALL.iter().map(|name| format!("--redefine-sym={name}=aro_static_alpha__{name}")).collect();
    for object in &objects {
        run(Command::new("objcopy").args(&redefinitions).arg(object));
    }
    let Some(host) = host("native", &["-DARO(name)=aro_static_alpha__##name"]) else { return };
    let objects: Vec<&OsStr> = objects.iter().map(|object| object.as_os_str()).collect();
    for linker in linkers() {
        let flags: Vec<&str> = linker.iter().map(String::as_str).chain(["-Wl,--gc-sections"]).collect();
        assert_complete(&link("native", &host, &flags, &objects, &built.system).unwrap(), &format!("{flags:?}"));
    }
}

/// The way to two plugins in one program, which otherwise have one standard library too many: each
/// becomes one object that shows the ABI's names alone.
#[test]
fn two_plugins_made_one_object_each_meet_in_one_program_and_stay_apart() {
    if !cfg!(target_os = "linux") || !is_there("objcopy") || !is_there("ld.bfd") {
        return;
    }
    let mut objects = Vec::new();
    let mut system = Vec::new();
    for build in [DEBUG, Build { label: "static-beta", package: "beta", ..DEBUG }] {
        let (built, name) = (build.build(), build.package);
        let folder = folder("one-object");
        let (object, host_object) = (folder.join(format!("{name}.o")), folder.join(format!("{name}-host.o")));
        let mut partial = Command::new("ld.bfd");
        partial.args(["-r", "--force-group-allocation", "-o"]).arg(&object);
        run(partial.arg("--whole-archive").arg(&built.library));
        let shown = |name: &str| matches!(name, symbols::INFO | symbols::EXECUTE | symbols::FREE);
        for abi_name in symbols::ALL.into_iter().filter(|name| shown(name)) {
            run(Command::new("objcopy")
                .arg(format!("--redefine-sym={abi_name}=aro_static_{name}__{abi_name}"))
                .arg(&object));
        }
        run(Command::new("objcopy").args(["--wildcard", "--keep-global-symbol=aro_static_*"]).arg(&object));
        let flags = [format!("-DARO(name)=aro_static_{name}__##name"), format!("-Dmain={name}_main")];
        let Some(host) = host(&format!("one-object-{name}"), &flags) else { return };
        fs::copy(host, &host_object).unwrap();
        objects.extend([object, host_object]);
        system = built.system;
    }
    let main = folder("one-object").join("main.c");
    let source = "int alpha_main(int, char **); int beta_main(int, char **);\n\
                  int main(int n, char **a) { return alpha_main(n, a) + beta_main(n, a); }\n";
    fs::write(&main, source).unwrap();
    let objects: Vec<&OsStr> = objects.iter().map(|object| object.as_os_str()).collect();
    for linker in linkers() {
        let flags: Vec<&str> = linker.iter().map(String::as_str).collect();
        let program = link("one-object", &main, &flags, &objects, &system).unwrap();
        let lines = replies(&program, ["Locate", "Count", "Count", "Shapes"]);
        let results: Vec<&Value> = lines.iter().map(|line| &line["result"]).collect();
        let (alpha, beta) = results.split_at(5);
        assert_eq!(alpha[1..], ["alpha".into(), 1.into(), 2.into(), json!("alpha::shapes")].each_ref(), "{flags:?}");
        assert_eq!(beta[1..], ["beta".into(), 1001.into(), 1002.into(), json!("beta::shapes")].each_ref(), "{flags:?}");
    }
}

/// The root's object needs the object of each action, so the linker misses one that is left out.
/// (It does not under `--gc-sections`, which takes what needs it away as well: there only the entry
/// point itself, if somebody calls it, would be missed.)
#[test]
fn an_object_that_is_left_out_is_an_error_of_the_linker_and_no_silent_loss() {
    // Not as cargo has it, which leaves the number of objects to whether it builds incrementally.
    let built = UNITS.build();
    let (Some(objects), Some(host)) = (unpacked(&built, "left-out"), host("left-out", &[""; 0])) else { return };
    let with_actions: Vec<&PathBuf> = objects.iter().filter(|object| registers_an_action(object)).collect();
    assert!(with_actions.len() >= 5, "{with_actions:?}");
    for linker in linkers() {
        let flags: Vec<&str> = linker.iter().map(String::as_str).collect();
        for missing in &with_actions {
            let rest: Vec<&OsStr> =
                objects.iter().filter(|object| object != missing).map(|object| object.as_os_str()).collect();
            let refusal = link("left-out", &host, &flags, &rest, &built.system).unwrap_err();
            assert!(refusal.contains("undefined"), "{refusal}");
        }
    }
}

/// What `inventory` leaves in an object: the address of a function that is called before `main`.
fn registers_an_action(object: &Path) -> bool {
    if !object.file_name().is_some_and(|name| name.to_string_lossy().starts_with("alpha-")) {
        return false;
    }
    let bytes = fs::read(object).unwrap();
    let file = object::File::parse(&*bytes).unwrap();
    file.sections().any(|section| section.name().is_ok_and(|name| matches!(name, ".init_array" | "__mod_init_func")))
}

/// Links the C program with every linker at hand, with and without the removal of what seems
/// unused.
pub(crate) fn assert_complete_however_linked(build: &Build, libraries: &[&OsStr], system: &[String]) {
    assert_answers_however_linked(build, libraries, system, &NAMES, &answers_of_alpha());
}

/// The same for a plugin with these actions. `answers` are verbs with their results, in order.
pub(crate) fn assert_answers_however_linked(
    build: &Build,
    libraries: &[&OsStr],
    system: &[String],
    actions: &[&str],
    answers: &[(&str, Value)],
) {
    let label = format!("{}-{}", build.label, libraries.len());
    let Some(host) = host(&label, &[""; 0]) else { return };
    for linker in linkers() {
        for gc in GC {
            let flags: Vec<&str> = linker.iter().map(String::as_str).chain(gc.iter().copied()).collect();
            let program = link(&label, &host, &flags, libraries, system).unwrap();
            assert_answers(&program, actions, answers, &format!("{label} {flags:?}"));
        }
    }
}

fn assert_complete(program: &Path, how: &str) {
    assert_answers(program, &NAMES, &answers_of_alpha(), how);
}

fn answers_of_alpha() -> Vec<(&'static str, Value)> {
    ANSWERS.map(|(verb, answer)| (verb, json!(answer))).to_vec()
}

fn assert_answers(program: &Path, actions: &[&str], answers: &[(&str, Value)], how: &str) {
    let lines = replies(program, answers.iter().map(|(verb, _)| *verb));
    assert_eq!(names(&lines[0]), actions, "{how}");
    let answers: Vec<Value> = answers.iter().map(|(_, answer)| json!({ "result": answer })).collect();
    assert_eq!(lines[1..], answers, "{how}");
}

fn replies<'a>(program: &Path, verbs: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let stdout = run(Command::new(program).args(verbs));
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The C program's object file.
fn host(label: &str, flags: &[impl AsRef<OsStr>]) -> Option<PathBuf> {
    object(label, &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registration/host.c"), flags)
}

/// The object file of a C source.
pub(crate) fn object(label: &str, source: &Path, flags: &[impl AsRef<OsStr>]) -> Option<PathBuf> {
    let object = folder(label).join("host.o");
    let mut cc = Command::new("cc");
    is_there("cc").then(|| run(cc.args(["-c", "-o"]).arg(&object).args(flags).arg(source)))?;
    Some(object)
}

/// The program, or what the linker said.
pub(crate) fn link(
    label: &str,
    host: &Path,
    flags: &[&str],
    libraries: &[&OsStr],
    system: &[String],
) -> Result<PathBuf, String> {
    let program = folder(label).join("program");
    let mut cc = Command::new("cc");
    let output = cc.args(flags).arg("-o").arg(&program).arg(host).args(libraries).args(system).output().unwrap();
    match output.status.success() {
        true => Ok(program),
        false => Err(format!("{flags:?}\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}

fn unpacked(built: &Built, label: &str) -> Option<Vec<PathBuf>> {
    if !is_there("ar") {
        return None;
    }
    let folder = folder(label);
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    run(Command::new("ar").arg("x").arg(&built.library).current_dir(&folder));
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut objects: Vec<PathBuf> = files.filter(|file| file.extension() == Some(OsStr::new("o"))).collect();
    objects.sort();
    Some(objects)
}
