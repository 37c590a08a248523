//! Whole programs on a host: what the real one does with them, also where it is surprising.

mod support;

use std::fs;

use aro_host_testkit::{ApplicationOutcome, Host, HostPath, Manifest, Plugin, RunError};
use serde_json::{Value, json};
use support::compile;
use tempfile::TempDir;

/// The plugin of `chorus.c` with the name and the handle `one` and `One`; `None` without a C
/// compiler.
fn chorus(dir: &TempDir) -> Option<Plugin> {
    let library = compile(dir.path(), include_str!("chorus.c"), &["-DNAME=\"one\"", "-DHANDLE=\"One\""])?;
    Some(Plugin::open(library).unwrap())
}

/// `Application-Start` with these statements.
fn start(statements: &str) -> String {
    format!("(Application-Start: Test) {{ {statements} }}")
}

/// Runs a program on a new eager host; `None` without a C compiler.
fn run(program: &str) -> Option<Result<ApplicationOutcome, RunError>> {
    let dir = TempDir::new().unwrap();
    let mut host = Host::eager();
    host.load(chorus(&dir)?);
    Some(host.run_application(program))
}

/// The output of `Application-Start` with these statements.
fn output(statements: &str) -> Option<Vec<String>> {
    Some(run(&start(statements))?.unwrap().output)
}

/// The inputs of the calls of actions.
fn inputs(outcome: &ApplicationOutcome) -> Vec<Value> {
    let calls = outcome.calls().filter(|call| call.function == "aro_plugin_execute");
    calls.map(|call| serde_json::from_str(&call.arguments[1]).unwrap()).collect()
}

macro_rules! or_skip {
    ($given:expr) => {
        match $given {
            Some(given) => given,
            None => return,
        }
    };
}

#[test]
fn a_name_is_bound_once_in_a_feature_set() {
    let refused = |statements: &str| matches!(run(&start(statements)), Some(Err(RunError::Parse(_))) | None);
    assert!(refused("Create the <a> with 1. Create the <a> with 2."));
    assert!(refused("Create the <a> with 1. Echoone the <a: b> from <a>."));
    assert!(refused(
        "Create the <l> with [1]. Create the <r> with 2. for each <i> in <l> { Create the <r> with <i>. }"
    ));
    let shown = or_skip!(output(
        "Create the <l> with [1, 2]. Create the <i> with 5. Create the <_r> with 1. Create the <_r> with 2.
         for each <i> in <l> { Create the <r> with <i>. Log <r> to the <console>. } Log <i> to the <console>."
    ));
    assert_eq!(shown, ["[Application-Start] 1", "[Application-Start] 2", "[Application-Start] 5", "[OK] success"]);
    let error = Host::eager().run_program("Create the <a> with 1. Create the <a> with 2.", ()).unwrap_err();
    assert!(error.to_string().contains("`a` is bound already"), "{error}");
}

#[test]
fn reserved_words_are_neither_names_nor_keys_unless_they_are_quoted() {
    let host = Host::eager();
    for statement in [
        "Create the <o> with { by: 1 }.",
        "Create the <o> with { To-date: 1 }.",
        "Create the <type> with 1.",
        "Log <o: from> to the <console>.",
    ] {
        let error = host.run(statement, json!({ "o": {} })).unwrap_err();
        assert!(matches!(error, RunError::Parse(_)) && error.to_string().contains("reserved word"), "{error}");
    }
    let outcome = host.run(r#"Create the <o> with { "by": 1, error: 2, when: 3 }."#, ()).unwrap();
    assert_eq!(outcome.value(), Some(&json!({ "by": 1, "error": 2, "when": 3 })));
}

#[test]
fn create_takes_the_whole_variable_and_an_expression_its_member_or_qualifier() {
    let shown = or_skip!(output(
        r#"Create the <d> with { t: "x", n: 1 }. Create the <whole> with <d: t>. Log <whole: n> to the <console>.
           Create the <one> with (<d: t>). Log <one> to the <console>.
           Create the <q> with <one: One.wrap>. Log <q> to the <console>.
           Create the <p> with (<one: One.wrap>). Log <p> to the <console>.
           Log <d: nope> to the <console>. Log "after" to the <console>."#
    ));
    let expected = ["1", "x", "x", "[one, x]"].map(|line| format!("[Application-Start] {line}"));
    assert_eq!(shown[..4], expected);
    assert_eq!(shown[4..], ["Error: Undefined member: nope"]);
}

#[test]
fn the_reason_why_a_verb_failed_is_not_printed() {
    let outcome = or_skip!(run(&start(r#"Compute the <q: One.listed> from "x"."#))).unwrap();
    let expected = [
        "Runtime error: Runtime Error: Cannot compute the q: One.listed from the _expression_.",
        "  Feature: Application-Start",
        "  Business Activity: Test",
        "  Statement: <Compute> the <q: One.listed> from the <_expression_>.",
        "          Trace:",
        "            _expression_ = x",
    ];
    assert_eq!((outcome.output, outcome.exit_status), (expected.map(str::to_owned).to_vec(), 1));
    // The test gets to know it.
    assert_eq!(outcome.thrown.unwrap().message, "Qualifier 'One.listed' expects [List] but received String");
}

#[test]
fn a_double_stays_a_double_and_null_cannot_be_sent() {
    let outcome = or_skip!(run(&start(
        r#"Echoone the <r> from { n: 2.5 }. Extract the <n> from the <r: n>. Log <n> to the <console>.
           Log "${<n>} is ${2.0}" to the <console>. Log [1, 2.0, null] to the <console>.
           Echoone the <q> from [null]. Log "after" to the <console>."#
    )))
    .unwrap();
    assert_eq!(
        outcome.output[..3],
        ["2.50", "2.5 is 2.0", "[1, 2.00, null]"].map(|l| format!("[Application-Start] {l}"))
    );
    assert!(outcome.output[3].starts_with("Runtime error:") && inputs(&outcome).len() == 1, "{outcome}");
}

#[test]
fn an_event_has_a_variable_under_its_own_name_and_other_values_under_data() {
    let outcome = or_skip!(run(&start(
        r#"Create the <o> with { m: { k: 1 } }. Emit an <E: event> with <o>. Emit an <E: event> with <o: m>.
           Emit an <E: event> with "text". Emit an <E: event> with { k: 2 }. Emit an <E: event> to the <o>."#
    )))
    .unwrap();
    let data: Vec<Value> = outcome.events().map(|event| event.data.clone().into()).collect();
    let o = json!({ "o": { "m": { "k": 1 } } });
    assert_eq!(data, [o.clone(), o.clone(), json!({ "data": "text" }), json!({ "k": 2 }), o]);
}

#[test]
fn arguments_beside_a_literal_are_only_in_the_inner_with_of_the_eager_host() {
    let outcome = or_skip!(run(&start(
        r#"Create the <s> with "t". Echoone the <a> from "t" with { x: 1 }. Echoone the <b> from the <s> with { x: 1 }."#
    )))
    .unwrap();
    let [literal, noun] = &inputs(&outcome)[..] else { panic!("{outcome}") };
    assert_eq!((&literal["_with"]["_with"], literal.get("x")), (&json!({ "x": 1 }), None));
    assert_eq!((&noun["_with"]["_with"], &noun["x"]), (&json!({ "x": 1 }), &json!(1)));
}

#[test]
fn loops_and_handlers_see_the_arguments_of_the_statement_before_them() {
    let program = start(
        r#"Create the <l> with [1]. Create the <o> with { x: 1 }.
           for each <i> in <l> { Echoone the <a> from the <i>. Echoone the <b> from the <i> with { y: 2 }. }
           Echoone the <c> from the <o>. Emit an <E: event> with { k: 3 }."#,
    ) + r#"(Heard: E Handler) { Extract the <k> from the <event: k>. Echoone the <d> from the <k>. }"#;
    let outcome = or_skip!(run(&program)).unwrap();
    let with: Vec<Value> = inputs(&outcome).into_iter().map(|input| input["_with"]["_with"].clone()).collect();
    assert_eq!(with, [json!({ "x": 1 }), json!({ "y": 2 }), Value::Null, json!({ "k": 3 })]);
}

#[test]
fn a_service_is_found_in_any_letter_case() {
    let shown = or_skip!(output(
        r#"Call the <a> from the <OneSvc: ping>. Log <a> to the <console>. Call the <b> via the <ONE: ping>.
           Call the <c> from the <onesvc-ping>. Log <c> to the <console>."#
    ));
    assert_eq!(shown[..2], ["[Application-Start] pong: one", "[Application-Start] pong: one"]);
}

#[test]
fn a_verb_that_nobody_has_gives_the_literal_after_it_and_fails_on_a_variable() {
    let outcome =
        or_skip!(run(&start(r#"Frob the <a> from "x". Log <a> to the <console>. Frob the <b> from the <a>."#)));
    let outcome = outcome.unwrap();
    assert_eq!(outcome.output[0], "[Application-Start] x");
    assert_eq!(outcome.output[1], "Runtime error: Runtime Error: Cannot frob the b from the a.");
    assert!(outcome.notes().any(|note| note.starts_with("no plugin has the verb `Frob`")), "{outcome}");
}

#[test]
fn a_construct_that_is_not_played_is_refused_before_anything_runs() {
    let dir = TempDir::new().unwrap();
    let mut host = Host::eager();
    host.load(or_skip!(chorus(&dir)));
    let before = host.calls().len();
    let program = start("Echoone the <a> from 1.\nwhile 1 > 2 { Echoone the <b> from 2. }");
    let error = host.run_application(&program).unwrap_err();
    assert!(
        matches!(&error, RunError::Unsupported { what, place: Some((2, 1)) } if what.construct == "`while`"),
        "{error}"
    );
    assert!(matches!(host.run_application(&start("Filter the <a> from 1.")), Err(RunError::BuiltIn { .. })));
    assert_eq!(host.calls().len(), before);
}

#[test]
fn handlers_that_publish_their_own_event_end_in_an_error() {
    let program =
        start("Emit an <E: event> with { k: 1 }.") + "(Again: E Handler) { Emit an <E: event> with { k: 1 }. }";
    let error = Host::eager().run_application(&program).unwrap_err().to_string();
    assert!(error.contains("an event whose handlers publish it again"), "{error}");
}

#[test]
fn a_compiled_program_prints_the_error_of_the_plugin_and_exits_with_zero() {
    let dir = TempDir::new().unwrap();
    let plugin = or_skip!(chorus(&dir));
    let program = start("Log 1 to the <console>. One.Failone the <r> from 1. Log 2 to the <console>.");
    let outputs = [Host::compiled(), Host::legacy_managed()].map(|mut host| {
        host.load(&plugin);
        let outcome = host.run_application(&program).unwrap();
        (outcome.exit_status, outcome.output)
    });
    let expected = ["1", "Runtime error: Plugin 'one.fail-one' failed: no such row"].map(str::to_owned).to_vec();
    assert_eq!(outputs, [(0, expected.clone()), (0, expected)]);
}

/// Writes an application's package, with lines of plugin.yaml before and in `provides`.
fn package(application: &TempDir, root: &str, provided: &str) -> Option<()> {
    let folder = application.path().join("Plugins/the-folder");
    fs::create_dir_all(&folder).unwrap();
    let library = compile(&folder, include_str!("chorus.c"), &["-DNAME=\"one\"", "-DHANDLE=\"One\""])?;
    let output = library.file_name().unwrap().to_str().unwrap();
    let yaml = format!(
        "name: one\nversion: 1.0.0\n{root}provides:\n  - path: .\n    build: {{ output: {output} }}\n{provided}"
    );
    fs::write(folder.join("plugin.yaml"), yaml).unwrap();
    Some(())
}

#[test]
fn what_the_real_host_warns_of_is_among_the_notes() {
    let application = TempDir::new().unwrap();
    or_skip!(package(&application, "handle: small\n", "    type: rust-plugin\n"));
    let mut host = Host::eager();
    host.load_application(application.path());
    let outcome = host.run("Log 1 to the <console>.", ()).unwrap();
    assert!(outcome.notes()[0].starts_with("plugin 'one' handle 'small' should be PascalCase"), "{outcome}");

    or_skip!(package(&application, "", "    type: magic-plugin\n"));
    let mut host = Host::eager();
    host.load_application(application.path());
    let outcome = host.run_application(&start("Log 1 to the <console>.")).unwrap();
    assert_eq!(outcome.errors, ["warning aro: [ARORuntime] [plugins] Unknown provide type 'magic-plugin'"]);
    assert!(outcome.notes().any(|note| note == "Unknown provide type 'magic-plugin'") && host.calls().is_empty());

    or_skip!(package(&application, "platforms: linux\n", "    type: rust-plugin\n"));
    let mut host = Host::eager();
    host.load_application(application.path());
    let outcome = host.run("Log 1 to the <console>.", ()).unwrap();
    assert!(outcome.notes()[0].starts_with("Failed to load the-folder: "), "{outcome}");
}

#[test]
fn only_a_list_with_actions_makes_a_plugin_lazy() {
    let yaml = |actions: &str| {
        let text = format!("name: p\nversion: 1\nprovides: [{{ type: rust-plugin, path: ., actions: {actions} }}]");
        Manifest::parse(&text).unwrap().host_path()
    };
    assert_eq!([yaml("[]"), yaml("")], [HostPath::Eager; 2]);
    assert_eq!(yaml("[{ name: A, verbs: [] }]"), HostPath::Lazy);
}

#[test]
fn older_hosts_name_a_plugin_after_its_file_or_its_folder() {
    let application = TempDir::new().unwrap();
    or_skip!(package(&application, "", "    type: rust-plugin\n"));
    let names = HostPath::ALL.map(|path| {
        let mut host = Host::new(path);
        host.load_package(application.path().join("Plugins/the-folder")).unwrap();
        let services = host.registered().services;
        services.into_iter().find(|name| name != "onesvc").unwrap()
    });
    assert_eq!(names, ["one", "one", "the-folder", "plugin", "the-folder"]);
}
