//! What a package's own settings do to a plugin: packages made for it, compiled by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::Plugin;
use serde_json::json;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Checks a package with one action and this in its manifest; gives whether it compiled, and what
/// was said.
fn check(name: &str, manifest: &str) -> (bool, String) {
    check_all(name, "edition = \"2024\"", manifest, &[])
}

const CODE: &str = "aro_sdk::plugin! {}\n\n#[aro_sdk::aro_action(verbs = [\"Greet\"])]\nfn greet() {}\n";

/// The same of all its targets, with other sources beside `src/lib.rs`.
fn check_all(name: &str, edition: &str, manifest: &str, sources: &[(&str, &str)]) -> (bool, String) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
    fs::create_dir_all(dir.join("src")).unwrap();
    let sdk = root().join("sdk");
    let head = format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n{edition}\n");
    let dependency = match manifest.contains("[dependencies]") {
        true => String::new(),
        false => format!("[dependencies]\naro-sdk = {{ path = '{}' }}\n", sdk.display()),
    };
    fs::write(dir.join("Cargo.toml"), format!("{head}\n{manifest}\n{dependency}\n[workspace]\n")).unwrap();
    for (path, code) in [("src/lib.rs", CODE)].iter().chain(sources) {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, code).unwrap();
    }
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(&dir).args(["check", "--offline", "--quiet", "--target-dir"]).arg(target_dir());
    if !sources.is_empty() {
        command.arg("--all-targets");
    }
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// One for all of these packages.
fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/target")
}

/// Holds what was said, as far as the last error, against a file beside the other cases.
fn compare(case: &str, said: &str) {
    let path = root().join("tests/ui/packages/fail").join(format!("{case}.stderr"));
    let end = said.find("error: could not compile").unwrap_or(said.len());
    let said = format!("{}\n", said[..end].trim_end());
    if std::env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &said).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == said, "{} is not what is said (TRYBUILD=overwrite writes it):\n{said}", path.display());
}

#[test]
fn a_library_without_cdylib_is_an_error_that_says_what_to_write() {
    let (compiled, said) = check("no-cdylib", "");
    assert!(!compiled);
    compare("no_cdylib", &said);
}

#[test]
fn other_crate_types_beside_cdylib_are_fine() {
    let (compiled, said) = check("cdylib-and-lib", "[lib]\ncrate-type = [\"lib\", \"cdylib\"]\n");
    assert!(compiled, "{said}");
}

#[test]
fn a_profile_that_aborts_is_an_error_that_says_what_to_change() {
    let (compiled, said) =
        check("panic-abort", "[lib]\ncrate-type = [\"cdylib\"]\n\n[profile.dev]\npanic = \"abort\"\n");
    assert!(!compiled);
    compare("panic_abort", &said);
}

#[test]
fn a_plugin_that_renames_the_sdk_and_forbids_everything_runs() {
    let plugin = Plugin::build(root().join("tests/fixtures/renamed")).unwrap();
    let reply = plugin.execute("Greet", &json!({ "data": "Ada" })).unwrap();
    assert_eq!(reply.json().unwrap(), json!({ "name": "Ada", "known": 42 }));
    assert_eq!(plugin.execute("Create", &json!({ "data": ["a", "b"] })).unwrap().json().unwrap()["result"], 2);
    assert_eq!(plugin.execute("service:count", &json!({ "more": 1 })).unwrap().json().unwrap()["result"], 22);
}

#[test]
fn a_library_of_the_type_dylib_is_an_error_too() {
    let (compiled, said) = check("dylib", "[lib]\ncrate-type = [\"dylib\"]\n");
    assert!(!compiled);
    compare("dylib", &said);
}

const CDYLIB: &str = "[lib]\ncrate-type = [\"cdylib\"]\n";

#[test]
fn plugin_in_a_program_is_an_error_that_says_where_to_move_it() {
    let (compiled, said) =
        check_all("program", "edition = \"2024\"", CDYLIB, &[("src/main.rs", &format!("{CODE}\nfn main() {{}}\n"))]);
    assert!(!compiled);
    compare("program", &said);
}

#[test]
fn plugin_in_examples_tests_and_benchmarks_is_fine() {
    let code = &format!("{CODE}\nfn main() {{}}\n");
    let sources = [
        ("examples/one.rs", &code[..]),
        ("examples/two/main.rs", code),
        ("benches/one.rs", code),
        ("tests/one.rs", code),
    ];
    let manifest = format!("{CDYLIB}\n[[bench]]\nname = \"one\"\nharness = false\n");
    let (compiled, said) = check_all("silent", "edition = \"2024\"", &manifest, &sources);
    assert!(compiled, "{said}");
}

#[test]
fn a_package_without_an_edition_is_told_to_name_one() {
    let (compiled, said) = check_all("no-edition", "", CDYLIB, &[]);
    assert!(!compiled);
    compare("no_edition", &said);
}

#[test]
fn the_sdk_is_found_under_another_name_without_being_told() {
    let dependency =
        format!("[dependencies]\nkit = {{ package = \"aro-sdk\", path = '{}' }}\n", root().join("sdk").display());
    let code = CODE.replace("aro_sdk", "kit");
    let manifest = format!("{CDYLIB}\n{dependency}");
    let (compiled, said) = check_all("other-name", "edition = \"2024\"", &manifest, &[("src/lib.rs", &code)]);
    assert!(compiled, "{said}");
}

#[test]
fn trybuild_inside_a_plugin_s_package_runs_cases_with_plugin() {
    let manifest = format!("{CDYLIB}\n[dev-dependencies]\ntrybuild = \"1\"\n");
    let test = "#[test]\nfn cases() {\n    trybuild::TestCases::new().pass(\"tests/cases/*.rs\");\n}\n";
    let case = format!("{CODE}\nfn main() {{}}\n");
    let sources = [("tests/cases.rs", test), ("tests/cases/plugin.rs", &case)];
    let (compiled, said) = check_all("trybuilt", "edition = \"2024\"", &manifest, &sources);
    assert!(compiled, "{said}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/trybuilt");
    command
        .current_dir(dir)
        .args(["test", "--offline", "--quiet", "--test", "cases", "--target-dir"])
        .arg(target_dir());
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
}

const EXPORTS: &str = "aro_sdk::exports! {}

#[aro_sdk::aro_export]
fn add(a: i32, b: i32) -> i32 { a + b }

#[aro_sdk::aro_export]
#[repr(C)]
pub struct Point { x: f64 }

pub struct Counter;

#[aro_sdk::aro_export]
impl Counter {
    pub fn make(start: &str) -> aro_sdk::Result<Self> { let _ = start; Ok(Self) }
}
";

#[test]
fn exports_compile_in_every_kind_of_library_and_in_a_program() {
    for (name, types) in [("exports-static", "\"staticlib\""), ("exports-both", "\"lib\", \"cdylib\"")] {
        let manifest = format!("[lib]\ncrate-type = [{types}]\n");
        let main = ("src/main.rs", &*format!("{EXPORTS}\nfn main() {{}}\n"));
        let (compiled, said) = check_all(name, "edition = \"2021\"", &manifest, &[("src/lib.rs", EXPORTS), main]);
        assert!(compiled, "{said}");
    }
}

#[test]
fn exports_find_the_sdk_under_another_name_without_being_told() {
    let dependency =
        format!("[dependencies]\nkit = {{ package = \"aro-sdk\", path = '{}' }}\n", root().join("sdk").display());
    let manifest = format!("{CDYLIB}\n{dependency}");
    let code = EXPORTS.replace("aro_sdk", "kit");
    let (compiled, said) = check_all("exports-other-name", "edition = \"2024\"", &manifest, &[("src/lib.rs", &code)]);
    assert!(compiled, "{said}");
}

#[test]
fn exports_with_a_profile_that_aborts_are_an_error_that_says_what_to_change() {
    let manifest = format!("{CDYLIB}\n[profile.dev]\npanic = \"abort\"\n");
    let sources = [("src/lib.rs", EXPORTS)];
    let (compiled, said) = check_all("typed-panic-abort", "edition = \"2024\"", &manifest, &sources);
    assert!(!compiled);
    compare("typed_panic_abort", &said);
}

/// Runs cargo in a package that has the library `greetings` beside it, of this code.
fn with_library(name: &str, library: &str, plugin: &str, command: &str) -> (bool, String) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
    let sdk = root().join("sdk");
    let head = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n");
    let dependency = format!("[dependencies]\naro-sdk = {{ path = '{}' }}\n", sdk.display());
    let manifests = [
        ("greetings/Cargo.toml", format!("{}\n{dependency}", head("greetings"))),
        (
            "Cargo.toml",
            format!("{}\n{CDYLIB}\n{dependency}greetings = {{ path = 'greetings' }}\n\n[workspace]\n", head(name)),
        ),
    ];
    fs::create_dir_all(dir.join("greetings/src")).unwrap();
    fs::create_dir_all(dir.join("src")).unwrap();
    for (path, text) in manifests {
        fs::write(dir.join(path), text).unwrap();
    }
    fs::write(dir.join("greetings/src/lib.rs"), library).unwrap();
    fs::write(dir.join("src/lib.rs"), plugin).unwrap();
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    cargo.current_dir(&dir).args([command, "--offline", "--quiet", "--lib", "--target-dir"]).arg(target_dir());
    let output = cargo.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// An item of each kind whose name can be in two crates. `store` is the type that init returns.
fn items(module: &str, verbs: &str, store: &str) -> String {
    format!(
        "\
use aro_sdk::prelude::*;

pub mod {module} {{
    use aro_sdk::prelude::*;

    #[aro_action(verbs = [{verbs}])]
    fn greet() {{}}

    #[aro_qualifier]
    fn shout(text: &str) -> String {{
        text.to_uppercase()
    }}
}}

#[derive(Default)]
pub struct Store;

#[aro_service]
impl Store {{
    fn count(&self) -> u64 {{
        0
    }}
}}

#[aro_system_object(identifier = \"store\")]
impl Store {{
    fn read(&self) -> u64 {{
        0
    }}
}}

#[aro_init]
fn start() -> {store} {{
    {store}
}}
"
    )
}

fn library() -> String {
    format!("aro_sdk::library! {{}}\n{}", items("polite", "\"Greet\", \"Create\"", "Store"))
}

const USES: &str = "use aro_sdk::prelude::*;\n\naro_sdk::plugin! { uses = [greetings] }\n";

#[test]
fn a_plugin_that_another_uses_is_an_error_that_says_what_to_write() {
    let dependency = format!(
        "[dependencies]\naro-sdk = {{ path = '{}' }}\nshared = {{ path = '{}', features = ['plugin'] }}\n",
        root().join("sdk").display(),
        root().join("tests/fixtures/shared").display()
    );
    let code = USES.replace("greetings", "shared");
    let manifest = format!("{CDYLIB}\n{dependency}");
    let (compiled, said) =
        check_all("uses-a-plugin-by-feature", "edition = \"2024\"", &manifest, &[("src/lib.rs", &code)]);
    assert!(!compiled);
    compare("uses_a_plugin", &said);
}

#[test]
fn a_crate_under_uses_without_library_is_an_error_that_says_what_to_write() {
    let (compiled, said) = with_library("uses-no-library", "pub fn greet() {}\n", USES, "check");
    assert!(!compiled);
    compare("uses_no_library", &said);
}

#[test]
fn what_two_crates_declare_is_found_by_the_plugin_s_test_with_both_places() {
    let plugin =
        format!("aro_sdk::plugin! {{ uses = [greetings] }}\n{}", items("rude", "\"greet\"", "greetings::Store"));
    let (passed, said) = with_library("uses-duplicates", &library(), &plugin, "test");
    assert!(!passed);
    for fault in [
        "the action \"greet\" is declared twice, by `greetings::polite::greet` and by `uses_duplicates::rude::greet`",
        "the qualifier \"shout\" is declared twice, by `greetings::polite::shout` and by `uses_duplicates::rude::shout`",
        "the service method \"count\" is declared twice, by `greetings::Store` and by `uses_duplicates::Store`",
        "the system object \"store\" is declared twice, by `greetings::Store` and by `uses_duplicates::Store`",
        "two #[aro_init] functions return a greetings::Store, `greetings::start` and `uses_duplicates::start`",
        "the built-in verb `Create` hides that of `greetings::polite::greet`: give the plugin a handle",
    ] {
        assert!(said.contains(fault), "{fault}\n{said}");
    }
    assert_eq!(said.matches("declared twice").count(), 4, "{said}");
}

#[test]
fn the_test_of_a_plugin_that_leaves_out_a_linked_library_notes_it() {
    let plugin = "aro_sdk::plugin! {}\n\npub use greetings::Store;\npub fn keep() -> &'static str {\n    std::any::type_name::<Store>()\n}\n";
    let (passed, said) = with_library("uses-nothing", &library(), plugin, "test");
    assert!(passed, "{said}");
    assert!(said.contains("has none of the items of the crate `greetings`"), "{said}");
}

#[test]
fn a_derive_of_serde_without_the_dependency_is_rustc_s_error_at_the_derive() {
    let code = format!(
        "use aro_sdk::prelude::*;\n\n{CODE}\n#[derive(Serialize)]\npub struct Greeting {{\n    pub text: String,\n}}\n"
    );
    let (compiled, said) = check_all("no-serde", "edition = \"2024\"", CDYLIB, &[("src/lib.rs", &code)]);
    assert!(!compiled);
    compare("no_serde", &said);
}
