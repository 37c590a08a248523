//! Where the macros of `log` and `tracing` go, by `ARO_LOG`.

use std::io::Write as _;
use std::process::Command;

use aro_host_testkit::Plugin;
use aro_tests::child;
use serde_json::json;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/talker");
const LIBRARY: &str = "ARO_TESTS_LIBRARY";

/// What the plugin with these features writes, line by line, under this `ARO_LOG`.
fn heard(features: &[&str], levels: Option<&str>) -> Vec<String> {
    let library = Plugin::builder(FOLDER).features(features.iter().copied()).build_cdylib().unwrap();
    let library = library.to_str().unwrap();
    let mut variables = vec![(LIBRARY, library)];
    variables.extend(levels.map(|levels| ("ARO_LOG", levels)));
    let stderr = child::stderr("a_plugin_that_talks", &variables);
    stderr.lines().filter(|line| line.starts_with('[') || line.starts_with("own")).map(str::to_owned).collect()
}

#[test]
#[ignore = "the tests below start it, in a process of its own"]
fn a_plugin_that_talks() {
    let Some(library) = std::env::var_os(LIBRARY) else { return };
    let plugin = Plugin::open(library).unwrap();
    assert_eq!(plugin.execute("Say", &json!({ "text": "hello" })).unwrap().error(), None);
    plugin.on_event("Trouble", &json!({ "what": "rain" })).unwrap();
}

const TROUBLE: &str = "[talker trouble] ERROR aro_sdk: the event \"Trouble\": no remedy for rain";

/// The lines of `Say` from these levels on.
fn said(levels: &[&str]) -> Vec<String> {
    levels.iter().map(|level| format!("[talker Say] {level} talker: hello")).collect()
}

fn with_trouble(mut lines: Vec<String>) -> Vec<String> {
    lines.push(TROUBLE.into());
    lines
}

fn goes_to_stderr(feature: &str) {
    let heard = |levels| heard(&[feature], levels);
    let info = with_trouble(said(&["ERROR", "WARN", "INFO"]));
    assert_eq!(heard(None), info, "info is the default");
    assert_eq!(heard(Some("info")), info);
    assert_eq!(heard(Some("error")), with_trouble(said(&["ERROR"])));
    assert_eq!(heard(Some("warn,talker=debug")), with_trouble(said(&["ERROR", "WARN", "INFO", "DEBUG"])));
    assert_eq!(heard(Some("talker=warn")), said(&["ERROR", "WARN"]), "no level but for this target");
    assert!(heard(Some("off")).is_empty());
    let mut all = said(&["ERROR", "WARN", "INFO", "DEBUG", "TRACE"]);
    all.push("[talker Say] DEBUG elsewhere: hello".into());
    assert_eq!(heard(Some("trace")), with_trouble(all));
}

#[test]
fn the_macros_of_log_go_to_stderr_with_the_plugin_and_what_runs() {
    goes_to_stderr("by-log");
}

#[test]
fn the_macros_of_tracing_go_to_stderr_with_the_plugin_and_what_runs() {
    goes_to_stderr("by-tracing");
}

#[test]
fn levels_that_nobody_can_read_do_not_silence_the_log() {
    for feature in ["by-log", "by-tracing"] {
        let lines = heard(&[feature], Some("loud=very,,=x"));
        assert!(lines.contains(&TROUBLE.to_owned()), "{feature}: {lines:?}");
    }
}

#[test]
fn a_logger_that_the_author_has_installed_stays() {
    if !cfg!(target_os = "linux") {
        let _ = writeln!(std::io::stderr(), "skipped: the fixture installs its logger in .init_array");
        return;
    }
    let own = ["own: ERROR hello", "own: WARN hello", "own: ERROR the event \"Trouble\": no remedy for rain"];
    assert_eq!(heard(&["own-logger"], Some("trace")), own);
}

#[test]
fn a_plugin_that_uses_neither_crate_still_hears_of_failing_handlers() {
    assert_eq!(heard(&[], None), [TROUBLE]);
    assert!(heard(&[], Some("off")).is_empty());
}

#[test]
fn neither_crate_is_in_the_tree_of_a_plugin_that_uses_neither() {
    let tree = |features: &str| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([
            "tree",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--features",
            features,
        ]);
        let output = command.current_dir(FOLDER).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    let has = |tree: &[String], name: &str| tree.iter().any(|package| package == name);
    let (plain, log, tracing) = (tree(""), tree("by-log"), tree("by-tracing"));
    assert!(has(&plain, "aro-sdk") && !has(&plain, "log") && !has(&plain, "tracing"), "{plain:?}");
    assert!(has(&log, "log") && !has(&log, "tracing"), "{log:?}");
    assert!(has(&tracing, "tracing"), "{tracing:?}");
}
