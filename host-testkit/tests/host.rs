//! A host with several plugins, on the five host paths.

mod support;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use aro_host_testkit::{
    ErrorCode, Host, HostPath, Manifest, PackageError, Plugin, RunError, assert_error, assert_events, assert_value,
    for_each_host,
};
use serde_json::{Value, json};
use support::compile;
use tempfile::TempDir;

/// Plugins with these names, and the handles `One` and `Two`; `None` without a C compiler.
fn chorus(dir: &TempDir, name: &str) -> Option<Plugin> {
    let folder = dir.path().join(name);
    fs::create_dir_all(&folder).unwrap();
    let handle = format!("-DHANDLE=\"{}{}\"", name[..1].to_uppercase(), &name[1..]);
    let library = compile(&folder, include_str!("chorus.c"), &[&format!("-DNAME=\"{name}\""), &handle])?;
    // legacy-dylib names a plugin after its file.
    let named = library.with_file_name(format!("lib{name}{}", std::env::consts::DLL_SUFFIX));
    fs::rename(library, &named).unwrap();
    Some(Plugin::open(named).unwrap())
}

fn message(panics: impl FnOnce() + std::panic::UnwindSafe) -> String {
    *catch_unwind(panics).unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn one_statement_reaches_a_plugin_on_every_path() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let plugin = &plugin;
    for_each_host(|host| {
        host.load(plugin);
        for statement in [
            "Echoone the <r> from the <x: part> with { k: [<x>] }.",
            "One.Echoone the <r> from the <x: part> with { k: [<x>] }.",
        ] {
            let outcome = host.run(statement, json!({ "x": "a/b" })).unwrap();
            let envelope = outcome.value().unwrap();
            assert_eq!((&envelope["data"], &envelope["k"]), (&json!("a/b"), &json!(["a/b"])));
            assert_eq!(envelope.get("source").is_some(), host.path() == HostPath::Eager);
            assert_eq!(envelope["_with"].get("_with").is_some(), host.path() == HostPath::Eager);
            assert!(outcome.calls().last().unwrap().arguments[1].contains(r#""a\/b""#));
        }
        assert_error!(host.run("One.Failone the <r> from 1.", ()), ErrorCode::NotFound, "no such row");
        assert_error!(host.run("One.Failone the <r> from 1.", ()), 2_u64, "no such");
    });
}

#[test]
fn a_host_lists_its_plugins_their_metadata_and_the_variables() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let mut host = Host::eager();
    host.load(&plugin);
    assert_eq!(host.plugin_names(), ["one"]);
    assert_eq!(host.info("one").unwrap().handle.as_deref(), Some("One"));
    assert!(matches!(host.info("two"), Err(RunError::UnknownPlugin { .. })));
    assert!(host.variables().is_empty());
    host.run("Create the <a> with <b>.", json!({ "b": 5 })).unwrap();
    assert_eq!(Value::from(host.variables()), json!({ "a": 5, "b": 5 }));
}

#[test]
fn what_differs_between_paths_is_named() {
    let given = catch_unwind(|| for_each_host(|host| host.path() == HostPath::Lazy));
    let said = *given.unwrap_err().downcast::<String>().unwrap();
    assert!(said.starts_with("1 of 5 host paths failed: lazy\n"), "{said}");
    assert!(said.contains("gave true\nwhere the first path gave false"), "{said}");
    let said = message(|| {
        for_each_host(|host| {
            assert!(![HostPath::Eager, HostPath::Compiled].contains(&host.path()), "not on {}", host.path());
        });
    });
    assert!(said.starts_with("2 of 5 host paths failed: eager, compiled\n"), "{said}");
    assert!(said.contains("--- compiled ---\nnot on compiled"), "{said}");
    assert_eq!(for_each_host(|_| 7), 7);
}

#[test]
fn a_hidden_and_an_unknown_verb_are_errors_that_say_what_there_is() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let mut host = Host::eager();
    host.load(&plugin);
    let hidden = host.run("Load the <r> from 1.", ()).unwrap_err();
    assert!(matches!(&hidden, RunError::Hidden { reachable, .. } if reachable == &["One.Load"]), "{hidden}");
    assert_value!(host.run("One.Load the <r> from 1.", ()), { "loaded": "one" });
    let unknown = host.run("Echotwo the <r> from 1.", ()).unwrap_err().to_string();
    assert!(unknown.starts_with("no plugin has the verb `Echotwo` on eager; the verbs are"), "{unknown}");
    assert!(unknown.contains("`One.Echoone`") && unknown.contains("`Failone`"), "{unknown}");
    assert!(matches!(host.run("Filter the <r> from 1.", ()), Err(RunError::BuiltIn { .. })));
    assert!(matches!(host.run("Echoone the <r> from 1.", json!([1])), Err(RunError::Bindings { .. })));

    let mut host = Host::legacy_managed();
    host.load(&plugin);
    let unknown = host.run("Echoone the <r> from 1.", ()).unwrap_err().to_string();
    assert!(unknown.contains("on legacy-managed; the verbs are") && unknown.contains("`One.Echoone`"), "{unknown}");
    let mut host = Host::legacy_dylib();
    host.load(&plugin);
    let hidden = host.run("Load the <r> from 1.", ()).unwrap_err().to_string();
    assert!(hidden.contains("legacy-dylib has no `Handle.Load`"), "{hidden}");
}

#[test]
fn qualifiers_of_several_plugins_form_a_chain() {
    let dir = TempDir::new().unwrap();
    let (Some(one), Some(two)) = (chorus(&dir, "one"), chorus(&dir, "two")) else { return };
    let (one, two) = (&one, &two);
    for_each_host(|host| {
        host.load(one).load(two);
        if host.path() == HostPath::Lazy {
            let outcome = host.run("Compute the <q: One.wrap> from the <s>.", json!({ "s": "x" })).unwrap();
            assert_eq!((outcome.value(), outcome.calls().len()), (Some(&json!("x")), 0));
            host.run_program("Heardone the <r> from 1. Heardtwo the <q> from 1.", ()).unwrap();
        }
        let outcome = host.run("Compute the <q: One.wrap | Two.wrap | One.Listed> from the <s>.", json!({ "s": "x" }));
        assert_value!(outcome, ["one", ["two", ["one", "x"]]]);
        let outcome = host.run("Compute the <q: One.listed> from the <s>.", ());
        assert_error!(outcome, "Qualifier 'One.listed' expects [List] but received String");
    });
}

#[test]
fn events_reach_subscribers_where_the_path_delivers_them_and_are_recorded() {
    let dir = TempDir::new().unwrap();
    let (Some(one), Some(two)) = (chorus(&dir, "one"), chorus(&dir, "two")) else { return };
    let (one, two) = (&one, &two);
    for_each_host(|host| {
        host.load(one).load(two);
        let heard = |host: &Host<'_>, name: &str| {
            let outcome = host.run(&format!("Heard{name} the <h> from 1."), ()).unwrap();
            outcome.value().unwrap().clone()
        };
        let before = heard(host, "two");
        let emitted =
            host.run("Emit a <ToldOne: event> with { path: <p>, n: 2.0 }.", json!({ "p": host.path().name() }));
        assert_events!(emitted, [{ "type": "ToldOne", "data": { "n": 2, "path": host.path().name() } }]);
        host.emit("Untold", &json!({ "n": 2 }));
        let expected = match host.path() {
            HostPath::Eager => json!({ "type": "ToldOne", "payload": { "path": "eager", "n": 2 } }),
            // Their first use loaded both.
            HostPath::Lazy => json!({ "type": "ToldOne", "payload": { "path": "lazy", "n": 2 } }),
            _ => before,
        };
        if host.path() != HostPath::Lazy {
            assert_eq!(heard(host, "two"), expected, "{}", host.path());
        }
        let told = host.run("Tellone the <t> from 1.", ()).unwrap();
        if host.path() == HostPath::Eager {
            assert_events!(told, [{ "type": "ToldAll", "data": { "by": "one" } }]);
            assert_value!(told, { "ok": true });
            assert_eq!(heard(host, "two")["payload"], json!({ "by": "one" }));
        } else {
            assert_events!(told, []);
            assert!(told.value().unwrap()["_events"].is_array());
        }
        assert_eq!(host.emitted().len(), if host.path() == HostPath::Eager { 3 } else { 2 });
    });
}

#[test]
fn hosts_in_one_process_stay_apart() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let (mut first, mut second, mut silent) = (Host::eager(), Host::eager(), Host::eager());
    first.on_invoke(|feature_set, input| json!({ "answer": 1, "feature": feature_set, "data": input["data"] }));
    second.on_invoke(|_, _| json!({ "answer": 2 }));
    for host in [&mut first, &mut second, &mut silent] {
        host.load(&plugin);
    }
    let ask = "Askone the <r> from the <q>.";
    assert_value!(first.run(ask, json!({ "q": "why" })), { "answer": 1, "feature": "Feature", "data": "why" });
    assert_value!(second.run(ask, ()), { "answer": 2 });
    assert_value!(silent.run(ask, ()), { "answer": "none" });
    assert_eq!((first.invocations().len(), second.invocations().len(), silent.invocations().len()), (1, 1, 0));
    assert_eq!(first.invocations()[0].arguments[0], "Feature");
    assert_eq!((first.variable("q"), second.variable("q")), (Some(json!("why")), None));
    second.emit("Told", &json!({}));
    assert_eq!((first.emitted().len(), second.emitted().len()), (0, 1));
    second.on_invoke(|_, _| panic!("on purpose"));
    assert_error!(second.run(ask, ()), "the closure of on_invoke panicked");
}

#[test]
fn each_path_calls_a_plugins_life_cycle_in_its_own_order() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let Some(bare) = compile(
        dir.path(),
        &include_str!("chorus.c").replace("aro_plugin_register", "nothing"),
        &["-DNAME=\"one\"", "-DHANDLE=\"One\""],
    ) else {
        return;
    };
    let bare = Plugin::open(bare).unwrap();
    let calls = |host: &Host<'_>| -> Vec<&'static str> {
        host.calls().iter().map(|call| call.function.trim_start_matches("aro_plugin_")).collect()
    };
    let loaded = |path: HostPath, plugin: &Plugin| {
        let mut host = Host::new(path);
        host.load_with(Manifest::new("one").handle("One").verbs(["Echoone"]), plugin);
        let at_once = calls(&host);
        let statement =
            if path == HostPath::LegacyDylib { "Echoone the <r> from 1." } else { "One.Echoone the <r> from 1." };
        host.run(statement, ()).unwrap();
        let used = calls(&host);
        host.unload("one").unwrap();
        (at_once.join(" "), used.join(" "), calls(&host).split_off(used.len()).join(" "))
    };
    let of = |at_once: &str, used: &str, end: &str| (at_once.to_owned(), used.to_owned(), end.to_owned());
    let whole = "register info init execute";
    assert_eq!(loaded(HostPath::Eager, &plugin), of("register info init", whole, "shutdown"));
    assert_eq!(loaded(HostPath::Lazy, &plugin), of("", whole, "shutdown"));
    for path in [HostPath::LegacyManaged, HostPath::LegacyDylib, HostPath::Compiled] {
        assert_eq!(loaded(path, &plugin), of("register info", "register info execute", ""), "{path}");
    }
    assert_eq!(loaded(HostPath::Eager, &bare), of("info init", "info init execute", "shutdown"));
    assert_eq!(loaded(HostPath::LegacyManaged, &bare), of("init info", "init info execute", ""));
    assert_eq!(loaded(HostPath::LegacyDylib, &bare), of("info", "info execute", ""));
    assert_eq!(loaded(HostPath::Compiled, &bare), of("init info", "init info execute", ""));
}

#[test]
fn the_short_way_starts_a_plugin_once() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    for _ in 0..3 {
        assert_value!(plugin.run("Registeredone the <r> from the <x>.", json!({ "x": 1 })), { "times": 1 });
    }
    assert_eq!(plugin.outstanding(), 0);
}

fn package(folder: &Path, name: &str, needs: &[&str]) -> bool {
    let dir = folder.join(format!("the-{name}"));
    fs::create_dir_all(&dir).unwrap();
    let (define, handle) = (format!("-DNAME=\"{name}\""), format!("-DHANDLE=\"{name}\""));
    let Some(library) = compile(&dir, include_str!("chorus.c"), &[&define, &handle]) else { return false };
    let needs: String =
        needs.iter().map(|need| format!("  {need}: {{ git: 'https://example.org/{need}' }}\n")).collect();
    let dependencies = if needs.is_empty() { String::new() } else { format!("dependencies:\n{needs}") };
    let output = library.file_name().unwrap().to_str().unwrap();
    let yaml = format!(
        "name: {name}\nversion: 1.0.0\nhandle: H{name}\n{dependencies}provides:\n  - type: rust-plugin\n    path: .\n    \
         build: {{ output: {output} }}\n"
    );
    fs::write(dir.join("plugin.yaml"), yaml).unwrap();
    true
}

#[test]
fn packages_are_loaded_dependencies_first_and_a_circle_is_an_error() {
    let dir = TempDir::new().unwrap();
    let packages: [(&str, &[&str]); 3] = [("aa", &["cc"]), ("bb", &[]), ("cc", &["bb"])];
    if !packages.iter().all(|(name, needs)| package(dir.path(), name, needs)) {
        return;
    }
    let mut host = Host::eager();
    assert_eq!(host.load_all(dir.path()).unwrap(), ["bb", "cc", "aa"]);
    let registered: Vec<String> = host
        .calls()
        .into_iter()
        .filter(|call| call.function == "aro_plugin_register")
        .map(|call| call.plugin)
        .collect();
    assert_eq!(registered, ["bb", "cc", "aa"]);
    assert_value!(host.run("Call the <r> from the <ccsvc: ping> with { a: 1 }.", ()), { "pong": "cc" });
    assert_value!(host.run("Call the <r> from the <aa: ping>.", ()), { "pong": "aa" });
    assert_value!(host.run("Haa.Load the <r> from 1.", ()), { "loaded": "aa" });
    let none = host.run("Call the <r> from the <dd: ping>.", ()).unwrap();
    assert_eq!(none.thrown().unwrap().message, "Service not found: dd");
    assert!(none.notes()[0].contains("aasvc"), "{none}");

    assert!(package(dir.path(), "bb", &["aa"]));
    let circle = Host::lazy().load_all(dir.path()).unwrap_err();
    assert!(matches!(&circle, PackageError::Cycle { names } if names.join(" ") == "aa cc bb aa"), "{circle}");
    assert!(package(dir.path(), "bb", &["zz"]));
    assert!(matches!(Host::eager().load_all(dir.path()), Err(PackageError::MissingDependency { .. })));
    fs::remove_file(dir.path().join("the-bb").join(format!("plugin{}", std::env::consts::DLL_SUFFIX))).unwrap();
    let missing = Host::eager().load_package(dir.path().join("the-bb")).unwrap_err().to_string();
    assert!(missing.starts_with("the library of `bb` is not where hosts look"), "{missing}");
}

#[test]
#[cfg(target_os = "linux")]
fn other_libraries_of_a_packages_folder_are_loaded_first() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "aa", &[]) {
        return;
    }
    let mark = dir.path().join("loaded");
    let source = format!(
        "#include <stdio.h>\n__attribute__((constructor)) static void load(void) {{ fclose(fopen(\"{}\", \"w\")); }}\n",
        mark.display()
    );
    let built = compile(dir.path(), &source, &[]).unwrap();
    fs::rename(built, dir.path().join("the-aa/sibling.so")).unwrap();
    let mut host = Host::eager();
    host.load_package(dir.path().join("the-aa")).unwrap();
    assert!(mark.exists());
    assert_value!(host.run("Haa.Load the <r> from 1.", ()), { "loaded": "aa" });
}

#[test]
fn a_failed_assertion_shows_the_difference_and_the_calls() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let run = |statement: &str| plugin.run(statement, ());
    let fine = run("Heardone the <r> from 1.").unwrap();
    let failed = run("Failone the <r> from 1.").unwrap();
    let load = run("One.Load the <r> from 1.").unwrap();
    let said = message(|| assert_value!(load, { "loaded": "two", "n": 1 }));
    for part in [
        "-  \"loaded\": \"two\"",
        "+  \"loaded\": \"one\"",
        "called aro_plugin_execute(load, {",
        "One.Load the <r> from 1.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let said = message(|| assert_error!(fine, "x"));
    assert!(said.starts_with("the statement did not fail"), "{said}");
    let said = message(|| assert_error!(failed, ErrorCode::Timeout, "no such"));
    assert!(said.starts_with("the failure has the code notFound (2), expected timeout (4)"), "{said}");
    let said = message(|| assert_error!(failed, "another"));
    assert!(said.contains(r#"is "no such row", which does not contain "another""#), "{said}");
    let said = message(|| assert_events!(fine, [{ "type": "T" }]));
    assert!(said.contains("-    \"type\": \"T\""), "{said}");
    let said = message(|| assert_value!(run("Nope the <r> from 1."), {}));
    assert!(said.starts_with("no plugin has the verb `Nope`"), "{said}");
    let expected: Value = json!({ "loaded": "one" });
    assert_value!(load, expected);
}

#[test]
fn aros_own_verbs_make_and_show_what_a_plugins_test_needs() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let mut host = Host::eager();
    host.load(&plugin);
    let program = r#"
        Create the <user> with { name: "Ada", age: 2 * 18, tags: ["a"] }. (* bound in the program *)
        Extract the <name> from the <user: name>.
        Echoone the <r: x> from "Dear ${<name>}" with { age: <user: age>, first: <user: tags>[0] } when <user: age> >= 36.
        Compute the <wrapped> from (<user: One.wrap>).
        Log "age ${<user: age>}: " ++ <r: data> to the <console>.
        Echoone the <skipped> from 1 when not true or <name> != "Ada".
    "#;
    let outcomes = host.run_program(program, ()).unwrap();
    let echoed = outcomes[2].value().unwrap();
    assert_eq!((&echoed["data"], &echoed["source"]["base"]), (&json!("Dear Ada"), &json!("_expression_")));
    assert_eq!(echoed["_with"]["_with"], json!({ "age": 36, "first": "a" }));
    assert_eq!(outcomes[3].value().unwrap()[0], "one");
    assert_eq!(outcomes[4].logged(), Some("age 36: Dear Ada"));
    assert!(outcomes[5].value().is_none() && outcomes[5].calls().is_empty() && host.variable("skipped").is_none());
    let thrown = host.run_program("Echoone the <r> from <nope>. Echoone the <q> from 1.", ()).unwrap();
    assert_eq!(thrown.len(), 1);
    assert_error!(&thrown[0], "Undefined variable: nope");
}

#[test]
fn statements_overlap_on_threads() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir, "one") else { return };
    let mut host = Host::eager();
    host.load(plugin);
    let host = &host;
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for n in 0..50 {
                    let statement = format!("Echoone the <r{thread}> from {n} with {{ t: {thread} }}.");
                    let value = host.run(&statement, ()).unwrap().value().unwrap().clone();
                    assert_eq!((&value["data"], &value["_with"]["_with"]["t"]), (&json!(n), &json!(thread)));
                }
            });
        }
    });
    assert_eq!(host.calls().len(), 203);
}
