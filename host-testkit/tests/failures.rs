//! What a failed test shows, and where it points.

mod support;

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use aro_host_testkit::{
    ErrorCode, Host, HostPath, Outcome, Plugin, RunError, assert_error, assert_events, assert_value, for_each_host,
};
use serde_json::{Value, json};
use support::compile;
use tempfile::TempDir;

const SOURCE: &str = r##"
    #include <stdlib.h>
    #include <string.h>
    static char *give(const char *text) { return strcpy(malloc(strlen(text) + 1), text); }
    char *aro_plugin_info(void) {
        return give("{\"name\":\"failing\",\"version\":\"1\",\"actions\":["
            "{\"name\":\"Fail\",\"verbs\":[\"Stumble\"]},{\"name\":\"Tell\",\"verbs\":[\"Narrate\"]},"
            "{\"name\":\"Cut\",\"verbs\":[\"Shorten\"],\"parameters\":{\"properties\":"
            "{\"limit\":{\"type\":\"integer\"},\"text\":{\"type\":\"string\"}},\"required\":[\"text\"],\"additionalProperties\":false}}],"
            "\"services\":[{\"name\":\"failing\",\"methods\":[\"tell\"]}]}");
    }
    void aro_plugin_free(char *text) { free(text); }
    char *aro_plugin_execute(const char *action, const char *input) {
        if (!strcmp(action, "Stumble")) return give("{\"error\":\"no such row\",\"error_code\":2}");
        if (!strcmp(action, "Shorten")) return give("{\"ok\":true}");
        return give("{\"ok\":true,\"_events\":[{\"type\":\"Told\",\"data\":{}}]}");
    }
"##;

thread_local! {
    /// The panics on this thread that were printed: their files and lines.
    static PRINTED: RefCell<Vec<(String, u32)>> = const { RefCell::new(Vec::new()) };
}

/// Every test calls this first, so that the testkit's own hook, if there is one, comes after it.
fn watch() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        panic::set_hook(Box::new(|info| {
            eprintln!("{info}");
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            PRINTED.with_borrow_mut(|printed| printed.extend(place));
        }));
    });
    PRINTED.take();
}

/// The message of a panic, and the places that were printed.
fn panicked(work: impl FnOnce()) -> (String, Vec<(String, u32)>) {
    PRINTED.take();
    let panic = catch_unwind(AssertUnwindSafe(work)).unwrap_err();
    (*panic.downcast::<String>().unwrap(), PRINTED.take())
}

fn failing(dir: &TempDir) -> Option<Plugin> {
    watch();
    Some(Plugin::open(compile(dir.path(), SOURCE, &["-w"])?).unwrap())
}

#[test]
fn a_failed_assertion_points_into_the_test() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    let run = |statement: &str| plugin.run(statement, ());
    let unknown = || run("Nope the <r> from 1.");
    let value: Outcome = run("Narrate the <r> from 1.").unwrap();
    let failed: Outcome = run("Stumble the <r> from 1.").unwrap();
    let borrowed: Result<Outcome, RunError> = unknown();
    type Check<'c> = (u32, &'c dyn Fn());
    let checks: [Check<'_>; 13] = [
        (line!(), &|| assert_value!(unknown(), 1)),
        (line!(), &|| assert_value!(&borrowed, 1)),
        (line!(), &|| assert_value!(&&borrowed, 1)),
        (line!(), &|| assert_value!(value, 1)),
        (line!(), &|| assert_error!(unknown(), "x")),
        (line!(), &|| assert_error!(unknown(), ErrorCode::NotFound)),
        (line!(), &|| assert_error!(value)),
        (line!(), &|| assert_error!(failed, "another")),
        (line!(), &|| assert_error!(failed, ErrorCode::Timeout)),
        (line!(), &|| assert_error!(failed, -1)),
        (line!(), &|| assert_events!(unknown(), [])),
        (line!(), &|| assert_events!(value, [])),
        (line!(), &|| assert_events!(value, 1)),
    ];
    for (line, check) in checks {
        let (message, printed) = panicked(check);
        assert_eq!(printed, [(file!().to_owned(), line)], "{message}");
    }
}

#[test]
fn a_test_on_all_hosts_points_into_the_test_and_is_printed_once() {
    watch();
    let line = line!() + 1;
    let (message, printed) = panicked(|| for_each_host(|host| assert_eq!(host.path(), HostPath::Lazy)));
    assert_eq!(printed, [(file!().to_owned(), line)], "{message}");
    assert!(message.starts_with("4 of 5 host paths failed: eager, legacy"), "{message}");
    assert_eq!(message.matches(&format!("at {}:{line}:", file!())).count(), 4, "{message}");
    // The hook is silent inside the test only.
    let (_, printed) = panicked(|| panic!("{}", 1));
    assert_eq!(printed.len(), 1);
}

#[test]
fn an_error_is_expected_by_its_code_its_message_both_or_neither() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    let plugin = &plugin;
    for_each_host(|host| {
        host.load(plugin);
        let failed = host.run("Stumble the <r> from 1.", ());
        assert_error!(failed);
        assert_error!(failed, ErrorCode::NotFound);
        assert_error!(failed, 2);
        assert_error!(failed, 2_u64,);
        assert_error!(failed, "no such");
        assert_error!(failed, String::from("row"));
        assert_error!(failed, format!("no {}", "such"));
        assert_error!(failed, &"no such".to_owned());
        assert_error!(failed, ErrorCode::NotFound, "no such");
        assert_error!(failed, 2, "no such");
    });
    let (message, _) = panicked(|| assert_error!(plugin.run("Narrate the <r> from 1.", ()), ErrorCode::NotFound));
    assert!(
        message.starts_with("the statement did not fail; expected a failure with the code notFound (2)\n"),
        "{message}"
    );
}

#[test]
fn an_envelope_is_shown_without_its_copy_and_is_recorded_whole() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    let outcome = plugin.run("Shorten the <r> from the <text> with { limit: 7 }.", json!({ "text": "abc" })).unwrap();
    let (message, _) = panicked(|| assert_value!(outcome, 1));
    assert_eq!(message.matches("\"limit\":7").count(), 1, "{message}");
    assert!(message.contains("\"_with\":{…}"), "{message}");
    assert!(outcome.calls().last().unwrap().arguments[1].matches("\"limit\":7").count() > 1);
}

/// The notes of a statement on this path.
fn notes(plugin: &Plugin, path: HostPath, statement: &str, bindings: Value) -> String {
    let mut host = Host::new(path);
    host.respell(true).load(plugin);
    host.run(statement, bindings).unwrap().notes().join("\n")
}

#[test]
fn an_object_that_is_not_bound_is_noted() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    for path in HostPath::ALL {
        let noted = notes(&plugin, path, "Shorten the <r> from the <txt>.", json!({ "text": "a" }));
        assert!(noted.contains("`<txt>` is not bound"), "{path}: {noted}");
        let fine = ["from the <text>", "from \"a\"", "with { text: \"a\" }", "from the <now>"];
        for object in fine {
            let noted = notes(&plugin, path, &format!("Shorten the <r> {object}."), json!({ "text": "a" }));
            assert!(!noted.contains("not bound"), "{path}, {object}: {noted}");
        }
    }
}

#[test]
fn an_object_whose_variable_also_fills_a_parameter_is_noted() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    let bindings = json!({ "limit": 5, "text": "a", "other": 1 });
    for path in HostPath::ALL {
        let noted = |object: &str| notes(&plugin, path, &format!("Shorten the <r> {object}."), bindings.clone());
        assert!(noted("from the <limit>").contains("`<limit>` has the name of the parameter `limit`"), "{path}");
        for fine in ["from the <text>", "from the <other>", "from \"a\"", "from the <limit> with { limit: 2 }"] {
            assert!(!noted(fine).contains("parameter"), "{path}, {fine}: {}", noted(fine));
        }
    }
}

#[test]
fn with_arguments_that_no_parameter_takes_are_noted() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    for path in HostPath::ALL {
        let noted = |rest: &str| notes(&plugin, path, &format!("Shorten the <r> {rest}."), json!({ "text": "a" }));
        let misspelt = [
            ("from the <text> with { limits: 2 }", "`limits`"),
            ("from \"a\" with { Limit: 2, limit: 1 }", "`Limit`"),
            ("with { text: \"a\", max-length: 2, cut: 1 }", "`cut`, `max-length`"),
        ];
        for (rest, names) in misspelt {
            let expected = format!("\"Cut\" has no parameter {names}, so");
            assert!(noted(rest).contains(&expected), "{path}, {rest}: {}", noted(rest));
        }
        // The last one is an object, of which nothing says that it has arguments.
        for fine in ["from the <text> with { limit: 2 }", "with { text: \"a\", limit: 1 }", "with { name: \"a\" }"] {
            assert!(!noted(fine).contains("no parameter"), "{path}, {fine}: {}", noted(fine));
        }
    }
}

#[test]
fn events_that_stay_in_the_reply_are_noted() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = failing(&dir) else { return };
    for path in HostPath::ALL {
        let noted = notes(&plugin, path, "Narrate the <r> from 1.", json!({}));
        assert_eq!(noted.contains("`_events` stays in the value"), path != HostPath::Eager, "{path}: {noted}");
        let noted = notes(&plugin, path, "Call the <r> from the <failing: tell>.", json!({}));
        let has_services = path != HostPath::LegacyDylib;
        assert!(!has_services || noted.contains("`_events` stays in the value"), "{path}: {noted}");
    }
}
