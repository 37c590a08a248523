//! For each rule of the ABI a plugin exists that breaks it, and the check reports exactly that
//! rule. Sound plugins break none.

#[path = "conformance/made.rs"]
mod made;

use std::time::Duration;

use aro_host_testkit::conformance::{ConformanceCheck, rules};
use made::{c, cpp, rust};

/// A rule, and the macro that the C compiler defines so that the plugin breaks it: a name, or a
/// name and its string.
type Case = (&'static str, &'static str);

const FILE: &[Case] = &[
    ("not-loaded", "LOADING_ABORTS"),
    ("not-loaded", "NOT_LINKED"),
    ("extra-export", "EXTRA_EXPORT"),
    #[cfg(target_env = "gnu")]
    ("undefined-name", "UNDEFINED_FUNCTION"),
    ("bound-elsewhere", "CALLS_ITS_EXPORT"),
    #[cfg(target_env = "gnu")]
    ("bound-elsewhere", "LOOKS_ITSELF_UP"),
];

const METADATA: &[Case] = &[
    ("info-reply", "INFO_NULL"),
    ("info-reply", "INFO_BROKEN"),
    ("info-reply", "INFO_LIST"),
    ("info-name", "NAME:"),
    ("info-name", "VERSION:"),
    ("info-name", r#"VERSION:"version":"","#),
    ("info-name", r#"MORE_ACTIONS:,{"verbs":["NoVerbs"]}"#),
    ("info-key", r#"QUALIFIERS:"qualifiers":[{"name":"Loud","input_types":["String"]}],"#),
    ("info-key", r#"QUALIFIERS:"qualifiers":[{"name":"Loud","acceptsParameters":true}],"#),
    ("info-key", r#"OBJECTS:"systemObjects":[],"#),
    ("info-key", r#"EVENTS:"events":{"subscribe":["User*"]},"#),
    ("info-key", r#"ROLE:"Role":"own","#),
    ("info-type", r#"VERBS:"verbs":["Shout-It",3],"#),
    ("info-type", r#"MORE_ACTIONS:,"NoVerbs""#),
    ("info-type", r#"EVENTS:"events":{"subscribes":"User*"},"#),
    ("info-role", r#"ROLE:"role":"sink","#),
    ("info-preposition", r#"PREPOSITIONS:"prepositions":["from","under"]"#),
    ("info-input-type", r#"QUALIFIERS:"qualifiers":[{"name":"Loud","inputTypes":["string"]}],"#),
    ("event-pattern", r#"EVENTS:"events":{"subscribes":["*Created"]},"#),
    ("verb-unspellable", r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["no verbs"]}"#),
    ("verb-unspellable", r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["No.Ver bs"]}"#),
    ("verb-twice", r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["shout_it"]}"#),
    ("verb-hidden", r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["compute"]}"#),
    ("missing-function", "NO_QUALIFIER"),
    ("missing-function", "NO_ON_EVENT"),
    ("missing-function", "NO_OBJECTS"),
    ("missing-function", "NO_ENTRY_POINT"),
    ("missing-function", "aro_plugin_free=by_hand__shout_free"),
];

const PROCESS: &[Case] = &[
    ("kills-host", "ABORT"),
    ("kills-host", "WRITE_THROUGH_NULL"),
    ("kills-host", "SHUTDOWN_ABORTS"),
    ("exits-host", "EXIT"),
    ("exits-host", "EXIT_ZERO"),
    ("not-freeable", "STATIC_INFO"),
    ("not-freeable", "STATIC_REPLY"),
];

const REPLIES: &[Case] = &[
    ("reply-null", "REPLY_NULL"),
    ("reply-utf8", "REPLY_LATIN"),
    ("reply-json", r#"REPLY:{"a":}"#),
    ("reply-json", "REPLY:"),
    ("reply-object", "REPLY:[1,2]"),
    ("reply-object", r#"REPLY:"text""#),
    ("reply-null-value", r#"REPLY:{"a":[null]}"#),
    ("reply-null-value", r#"QUALIFIER_REPLY:{"result":[1,null]}"#),
    ("reply-number", r#"REPLY:{"a":9223372036854775807}"#),
    ("reply-number", r#"REPLY:{"a":18446744073709551615}"#),
    ("reply-depth", "REPLY_DEEP"),
    ("error-field", r#"REPLY:{"valid":false,"error":"no dot"}"#),
    ("error-field", r#"REPLY:{"error":""}"#),
    ("error-without-code", r#"REPLY:{"error":"no"}"#),
    ("error-without-code", r#"REPLY:{"error":"no","details":{"row":7}}"#),
    ("error-without-code", r#"REPLY:{"error":"no","category":"io"}"#),
    ("error-without-code", r#"REPLY:{"message":"done","error":"none"}"#),
    ("error-code", r#"REPLY:{"error":"no","error_code":"E7"}"#),
    ("error-code", r#"REPLY:{"error":"no","error_code":99}"#),
    ("error-code", r#"REPLY:{"error":"no","category":"weather"}"#),
    ("events-shape", r#"REPLY:{"_events":{"type":"T"}}"#),
    ("events-shape", r#"REPLY:{"_events":[{"type":"T","data":[1]}]}"#),
    ("events-shape", r#"REPLY:{"_events":[{"name":"T"}]}"#),
    ("events-shape", r#"REPLY:{"_events":["T"]}"#),
    ("retry-text", "RETRY_TEXT"),
];

const NAMES: &[Case] = &[
    ("verb-unreachable", "LOWER_ONLY"),
    ("verb-unreachable", "NO_VERBS_EXACT"),
    ("spelling-unreachable", "EXACT_NAMES"),
    ("unknown-action", "UNKNOWN_IS_FINE"),
    ("service-unreachable", "NO_SERVICE"),
    ("qualifier-unreachable", "QUALIFIER_EXACT"),
    ("qualifier-reply", r#"QUALIFIER_REPLY:{"value":1}"#),
    ("qualifier-reply", r#"QUALIFIER_REPLY:{"result":null}"#),
];

const ODD_INPUT: &[Case] = &[
    ("null-pointer", "NULL_POINTER"),
    ("null-pointer", "NULL_ACTION"),
    ("null-pointer", "EVENT_NULL"),
    ("invalid-utf8", "INVALID_UTF8"),
    ("invalid-utf8", "UTF8_ACTION"),
    ("malformed-json", "MALFORMED_JSON"),
    ("deep-json", "DEEP_JSON"),
];

const MEMORY_AND_ORDER: &[Case] = &[
    ("pointer-twice", "STATIC_BUFFER"),
    ("pointer-twice", "OVERWRITES"),
    ("pointer-twice", "INFO_CACHED"),
    ("free-null", "FREE_NULL"),
    ("overlap", "OVERLAP"),
    ("init-twice", "INIT_TWICE"),
    ("without-init", "WITHOUT_INIT"),
    ("shutdown-twice", "SHUTDOWN_TWICE"),
    ("after-shutdown", "AFTER_SHUTDOWN"),
];

/// Rules that need the deadline, which is short here.
const HANGING: &[Case] = &[("hangs", "LOOP")];

#[test]
fn a_fault_of_the_file_is_named_and_no_other() {
    assert_named(FILE, 60);
}

#[test]
fn a_fault_of_the_metadata_is_named_and_no_other() {
    assert_named(METADATA, 60);
}

#[test]
fn what_ends_the_process_is_named_and_nothing_else() {
    assert_named(PROCESS, 60);
}

#[test]
fn a_fault_of_a_reply_is_named_and_no_other() {
    assert_named(REPLIES, 60);
}

#[test]
fn a_name_that_reaches_nothing_is_named_and_no_other() {
    assert_named(NAMES, 60);
}

#[test]
fn odd_input_that_ends_the_process_is_named_and_nothing_else() {
    assert_named(ODD_INPUT, 60);
}

#[test]
fn a_fault_of_memory_threads_or_order_is_named_and_no_other() {
    assert_named(MEMORY_AND_ORDER, 60);
}

#[test]
fn a_call_that_never_returns_is_one_finding() {
    assert_named(HANGING, 5);
}

fn assert_named(cases: &[Case], seconds: u64) {
    let faults: Vec<String> = cases.iter().filter_map(|(id, define)| fault(id, define, seconds)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// What differs in the report, if anything.
fn fault(id: &str, define: &str, seconds: u64) -> Option<String> {
    let library = c(&[define])?;
    let report = ConformanceCheck::library(library.path()).deadline(Duration::from_secs(seconds)).run();
    (report.ids() != [id]).then(|| format!("{define} is to break {id} alone, but: {report}"))
}

/// A mistake that only unusual input shows, with the rule that it breaks.
const CARELESS: &[Case] = &[
    ("reply-json", "RAW_TAB"),
    ("reply-json", "RAW_RETURN"),
    ("reply-json", "RAW_CONTROL"),
    ("reply-json", "RAW_QUOTE"),
    ("reply-json", "RAW_BACKSLASH"),
    ("reply-json", "INFINITE"),
    ("kills-host", "OUT_OF_RANGE"),
    ("kills-host", "HUGE_BUFFER"),
];

#[test]
fn unusual_text_and_numbers_reach_actions_qualifiers_and_services() {
    // A qualifier of every type.
    const TYPES: &str =
        r#"QUALIFIERS:"qualifiers":[{"name":"Loud","parameters":{"properties":{"limit":{"type":"number"}}}}],"#;
    const LIMIT: &str = r#"DETAILS:,"method_details":{"ping":{"parameters":{"properties":{"limit":{"type":"number"},"all":{"type":"integer"}}}}}"#;
    let mut faults = Vec::new();
    for (id, define) in CARELESS {
        let is_number = ["INFINITE", "OUT_OF_RANGE"].contains(define);
        let services: &[&str] = if is_number { &["OF_SERVICES", LIMIT] } else { &["OF_SERVICES"] };
        for of in [&["OF_ACTIONS"][..], &["OF_QUALIFIERS", TYPES], services] {
            let Some(library) = c(&[&[*define][..], of].concat()) else { return };
            let report = ConformanceCheck::library(library.path()).run();
            if report.ids() != [*id] {
                faults.push(format!("{define} {of:?} is to break {id} alone, but: {report}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_short_buffer_is_seen_wherever_text_arrives() {
    for of in ["OF_ACTIONS", "OF_QUALIFIERS", "OF_SERVICES"] {
        let Some(library) = c(&["SHORT_BUFFER", of]) else { return };
        assert_eq!(ConformanceCheck::library(library.path()).run().ids(), ["kills-host"], "{of}");
    }
}

#[test]
fn a_method_with_required_arguments_is_called_with_them() {
    let declared = r#"DETAILS:,"method_details":{"ping":{"parameters":{"properties":{"limit":{"type":"integer"}},"required":["limit"]}}}"#;
    for defines in [&["NEEDS_KEY"][..], &["NEEDS_LIMIT", declared]] {
        let Some(library) = c(defines) else { return };
        let report = ConformanceCheck::library(library.path()).run();
        assert_eq!(report.ids(), ["reply-json"], "{defines:?}: {report}");
        assert_eq!(report.findings()[0].subject, "service method `ping`");
    }
}

#[test]
fn what_is_not_examined_is_listed() {
    let said = |defines: &[&str]| -> Option<String> {
        let library = c(defines)?;
        let report = ConformanceCheck::library(library.path()).actions(["NoVerbs", "Whistle"]).run();
        let everything = ConformanceCheck::library(library.path()).run();
        Some([report.skipped(), everything.skipped()].concat().join("\n"))
    };
    let Some(unreachable) = said(&["NO_VERBS_EXACT", r#"MORE_ACTIONS:,{"name":"Nowhere","verbs":["Nowhere"]}"#]) else {
        return;
    };
    assert!(unreachable.contains("the replies of action `Nowhere`, which no name reached"), "{unreachable}");
    assert!(unreachable.contains("the action `Whistle`, which the metadata do not have"), "{unreachable}");
    let service = said(&["NO_SERVICE"]).unwrap();
    assert!(service.contains("the replies of service method `ping`, which no name reached"), "{service}");
    let crash = said(&["ABORT"]).unwrap();
    assert!(crash.contains("further calls of action `ShoutLoud`, after one that did not return"), "{crash}");
}

#[test]
fn what_real_hosts_take_is_no_finding() {
    for defines in [
        &[r#"ACTIONS:"actions":["ShoutLoud","Shout-It","NoVerbs"],"#, "NO_ENTRY_POINT"][..],
        &[r#"ACTIONS:"actions":[],"#, "NO_ENTRY_POINT"],
        &[r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["No.Verbs"]}"#],
        &["NAME_IN_SNAKE_CASE", r#"VERBS:"verbs":["Shout-It"],"#],
    ] {
        let Some(library) = c(defines) else { return };
        let report = ConformanceCheck::library(library.path()).run();
        assert!(report.is_sound(), "{defines:?}: {report}");
    }
}

#[test]
fn actions_that_are_a_list_of_names_are_called() {
    let Some(library) = c(&[r#"ACTIONS:"actions":["ShoutLoud","NoVerbs"],"#, "NO_ENTRY_POINT", "ABORT"]) else {
        return;
    };
    let report = ConformanceCheck::library(library.path()).run();
    assert_eq!((report.ids(), report.findings()[0].subject.as_str()), (vec!["kills-host"], "action `ShoutLoud`"));
    let plugin = aro_host_testkit::Plugin::open(library.path()).unwrap();
    assert_eq!(plugin.info().unwrap().actions.len(), 2);
}

/// The findings for a plugin with this in its plugin.yaml.
fn with_yaml(defines: &[&str], yaml: &str) -> Option<aro_host_testkit::conformance::Report> {
    let library = c(defines)?;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plugin.yaml"), yaml).unwrap();
    Some(ConformanceCheck::library(library.path()).actions(["NoVerbs"]).plugin_yaml(folder.path()).run())
}

/// The file of the library, as plugin.yaml names it.
fn file() -> String {
    format!("{}by_hand{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// A plugin.yaml.
fn manifest(name: &str, version: &str, file: &str) -> String {
    format!(
        "name: {name}\nversion: {version}\nprovides: [{{ type: rust-plugin, path: ., build: {{ output: {file} }} }}]"
    )
}

#[test]
fn a_plugin_yaml_that_says_otherwise_than_the_plugin_is_named() {
    for (yaml, subject) in [
        (manifest("by-foot", "1.0.0", &file()), "plugin.yaml, `name`"),
        (manifest("by-hand", "1.0.1", &file()), "plugin.yaml, `version`"),
        (manifest("by-hand", "1.0.0", "by-hand.so"), "plugin.yaml, `output`"),
        ("name: by-hand\n".to_owned(), "plugin.yaml"),
    ] {
        let Some(report) = with_yaml(&[], &yaml) else { return };
        assert_eq!((report.ids(), report.findings()[0].subject.as_str()), (vec!["plugin-yaml"], subject), "{report}");
    }
    with_yaml(&[], &manifest("by-hand", "1.0.0", &file())).unwrap().assert_sound();
    let Some(library) = c(&[]) else { return };
    ConformanceCheck::library(library.path()).actions(["NoVerbs"]).plugin_yaml("/no/such/folder").run().assert_sound();
}

#[test]
fn a_verb_of_aro_s_own_is_hidden_unless_plugin_yaml_has_a_handle() {
    const COMPUTE: &str = r#"MORE_ACTIONS:,{"name":"NoVerbs","verbs":["compute"]}"#;
    const HANDLE: &str = r#"NAME:"name":"by-hand","handle":"Hand","#;
    let plain = manifest("by-hand", "1.0.0", &file());
    let with_handle = format!("handle: Hand\n{plain}");
    for (defines, yaml, ids) in [
        (&[COMPUTE][..], &plain, &["verb-hidden"][..]),
        (&[COMPUTE], &with_handle, &[]),
        (&[COMPUTE, HANDLE], &with_handle, &[]),
        // Hosts ignore the handle of the metadata.
        (&[COMPUTE, HANDLE], &plain, &["verb-hidden", "plugin-yaml"]),
        // It says what plugin.yaml will have, where nothing better is known.
        (&[COMPUTE, HANDLE], &"name: by-hand".to_owned(), &["plugin-yaml"]),
    ] {
        let Some(report) = with_yaml(defines, yaml) else { return };
        assert_eq!(report.ids(), ids, "{defines:?}, {yaml}: {report}");
    }
}

#[test]
fn there_is_a_broken_plugin_for_every_rule() {
    let all =
        [&[("plugin-yaml", "")][..], FILE, METADATA, PROCESS, REPLIES, NAMES, ODD_INPUT, MEMORY_AND_ORDER, HANGING]
            .concat();
    let broken: Vec<&str> = all.iter().map(|(id, _)| *id).collect();
    for rule in rules() {
        assert!(broken.contains(&rule.id), "{} has none", rule.id);
    }
}

#[test]
fn sound_plugins_by_hand_break_no_rule() {
    for library in [c(&[]), c(&["PRINTS"]), cpp(), rust(&[])].into_iter().flatten() {
        ConformanceCheck::library(library.path()).run().assert_sound();
    }
}

#[test]
fn in_this_process_the_same_rules_hold() {
    let Some(sound) = c(&[]) else { return };
    let report = ConformanceCheck::library(sound.path()).in_process().run();
    assert!(report.is_sound() && report.skipped().len() == 2, "{report}");
    let broken = c(&[r#"REPLY:{"error":""}"#]).unwrap();
    assert_eq!(ConformanceCheck::library(broken.path()).in_process().run().ids(), ["error-field"]);
}

#[test]
fn the_sdks_plugins_break_no_rule() {
    for package in ["validator", "csv"] {
        let folder = format!("{}/../examples/{package}", env!("CARGO_MANIFEST_DIR"));
        let library = aro_host_testkit::build_cdylib(folder).unwrap();
        // The validator's card check has it on purpose, as the ARO guide's has.
        let check = ConformanceCheck::library(library).accept("error-field", "as in the ARO guide's validator");
        check.run().assert_sound();
    }
}

#[test]
fn broken_plugins_in_rust_are_named_too() {
    for (id, fault) in [
        ("kills-host", "panics"),
        ("kills-host", "overflows"),
        ("not-freeable", "frees_with_another_allocator"),
        ("null-pointer", "trusts_the_pointer"),
        ("invalid-utf8", "unwraps_utf8"),
        ("bound-elsewhere", "calls_its_own_export"),
        ("extra-export", "no_mangle_helper"),
    ] {
        let Some(library) = rust(&[fault]) else { return };
        let report = ConformanceCheck::library(library.path()).run();
        assert_eq!(report.ids(), [id], "{fault}: {report}");
    }
}

#[test]
fn a_report_says_the_input_what_was_observed_why_it_matters_and_how_to_fix_it() {
    let Some(library) = c(&["ABORT"]) else { return };
    let report = ConformanceCheck::library(library.path()).run();
    let text = report.to_string();
    for part in [
        "[kills-host] action `ShoutLoud`",
        "input: aro_plugin_execute(\"Shout-It\", \"{",
        "observed: killed by SIGABRT (signal 6)",
        "standard error: about to abort",
        "why: all paths",
        "fix: ",
        ".skip(\"kills-host\")",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

#[test]
fn an_accepted_deviation_is_listed_with_its_reason_and_does_not_fail() {
    let Some(library) = c(&[r#"REPLY:{"error":"no"}"#]) else { return };
    let check = ConformanceCheck::library(library.path());
    assert!(!check.clone().run().is_sound());
    let report = check.clone().accept("error-without-code", "Old programs read `error`").run();
    report.assert_sound();
    let accepted = &report.accepted()[0];
    assert_eq!(
        (accepted.finding.rule.id, accepted.reason.as_str()),
        ("error-without-code", "Old programs read `error`")
    );
    assert_eq!((accepted.finding.subject.as_str(), report.unused()), ("action `ShoutLoud`", vec![]));
    let text = report.to_string();
    assert!(text.contains("accepted: [error-without-code] action `ShoutLoud`, because Old programs"), "{text}");
    // Another rule's findings are not accepted by it, and what is not broken need not be accepted.
    let report = check.accept("reply-number", "exact numbers are unused").run();
    assert_eq!((report.ids(), report.unused()), (vec!["error-without-code"], vec!["reply-number"]));
    assert!(report.to_string().contains("accepted without need: [reply-number]"), "{report}");
}

#[test]
fn a_crash_and_a_file_that_does_not_load_can_be_accepted_too() {
    let Some(library) = c(&["ABORT"]) else { return };
    let report = ConformanceCheck::library(library.path()).accept("kills-host", "it is a test of hosts").run();
    report.assert_sound();
    assert_eq!(report.accepted().len(), 1, "{report}");
    let missing = ConformanceCheck::library("/no/such/library").accept("not-loaded", "built later").run();
    assert!(missing.is_sound() && missing.accepted().len() == 1, "{missing}");
}

#[test]
fn an_acceptance_needs_a_rule_and_a_reason() {
    let said = |id: &'static str, reason: &'static str| {
        let panic = std::panic::catch_unwind(|| drop(ConformanceCheck::library("x").accept(id, reason))).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    assert!(said("error_field", "why").contains("error-code"));
    assert!(said("error-field", " ").contains("write why"));
}

#[test]
fn rules_can_be_skipped_and_actions_chosen() {
    let Some(library) = c(&["ABORT"]) else { return };
    ConformanceCheck::library(library.path()).actions(["NoVerbs"]).run().assert_sound();
    let library = c(&[r#"REPLY:{"error":""}"#]).unwrap();
    ConformanceCheck::library(library.path()).skip("error-field").run().assert_sound();
    let unknown = std::panic::catch_unwind(|| drop(ConformanceCheck::library("x").skip("error_field"))).unwrap_err();
    assert!(unknown.downcast_ref::<String>().unwrap().contains("error-code"));
}
