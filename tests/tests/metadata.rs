//! `aro_plugin_info`.

use std::ffi::{CStr, c_char};
use std::io::Write as _;

use aro_tests::child;
use aro_tests::whole::{copy, fresh, success, whole};
use serde_json::{Value, json};

#[test]
fn the_metadata_have_the_hosts_keys_and_no_others_but_those_that_they_ignore() {
    let info = whole().info_json().unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let top = [
        "abi_version",
        "actions",
        "deprecations",
        "description",
        "events",
        "handle",
        "language",
        "name",
        "qualifiers",
        "services",
        "system_objects",
        "version",
    ];
    assert_eq!(keys(&info), top);
    let described = find(&info, "actions", "Describe");
    let action = ["description", "name", "parameters", "prepositions", "role", "since", "symbol", "verbs"];
    assert_eq!(keys(&described), action);
    let qualifier = ["accepts_parameters", "description", "inputTypes", "name", "parameters"];
    assert_eq!(keys(&find(&info, "qualifiers", "echo")), qualifier);
    assert_eq!(keys(&info["services"][0]), ["description", "method_details", "methods", "name"]);
    assert_eq!((&info["name"], &info["handle"], &info["language"]), (&json!("whole"), &json!("Whole"), &json!("rust")));
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
}

fn find(info: &Value, list: &str, name: &str) -> Value {
    info[list].as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap().clone()
}

#[test]
fn the_parameters_of_an_action_stand_there_as_a_json_schema() {
    let described = find(&whole().info_json().unwrap(), "actions", "Describe");
    let expected = json!({
        "type": "object",
        "properties": {
            "text": { "type": "string", "description": "What it is about." },
            "count": { "type": "integer", "default": 3 },
            "quote": { "type": "string", "default": "a\"b" },
            "factor": { "type": "number", "default": -1.5 },
            "is-on": { "type": "boolean", "default": true },
            "tags": { "type": "array" },
            "place": { "type": "object" },
            "any": {},
        },
        "required": ["text"],
        "additionalProperties": false,
    });
    assert_eq!(described["parameters"], expected);
    assert_eq!(described["description"], "Gone soon.\n\nLonger words about it.");
}

#[test]
fn a_parameter_s_schema_goes_by_what_its_type_is_and_not_by_what_it_looks_like() {
    let info = whole().info_json().unwrap();
    let alike = json!({
        "type": "object",
        "properties": {
            "text": { "type": "string", "description": "What it is about." },
            "factor": { "type": "number", "description": "How often:\n\t\u{7f}more is more.", "default": -1.5 },
            "count": { "type": "integer" },
            "tags": { "type": "array" },
            "any": {},
            "place": { "type": "object" },
        },
        "required": ["text", "any"],
        "additionalProperties": false,
    });
    assert_eq!(find(&info, "actions", "LookAlike")["parameters"], alike);
    let others = json!({
        "type": "object",
        "properties": {
            "text": { "type": "string" },
            "amount": { "type": ["string", "integer"] },
            "runtime": { "type": "string" },
        },
        "required": ["text", "amount"],
        "additionalProperties": false,
    });
    assert_eq!(find(&info, "actions", "LookLikeOthers")["parameters"], others);
}

#[test]
fn deprecations_of_actions_qualifiers_and_methods_are_told() {
    let info = whole().info_json().unwrap();
    let expected = json!([
        { "feature": "Describe", "message": "use Give", "since": "0.9.0" },
        { "feature": "overridden", "message": "use echo", "since": "0.2.0" },
        { "feature": "HostKeys", "message": "use ping" },
    ]);
    assert_eq!(info["deprecations"], expected);
}

#[test]
fn all_lists_stand_in_the_order_of_names() {
    let info = whole().info_json().unwrap();
    for (list, key) in
        [("actions", "name"), ("qualifiers", "name"), ("services", "name"), ("system_objects", "identifier")]
    {
        let names: Vec<&str> =
            info[list].as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap()).collect();
        assert!(names.is_sorted() && !names.is_empty(), "{list}: {names:?}");
    }
}

#[test]
fn every_load_gives_the_same_text() {
    let text = |plugin: &aro_host_testkit::Plugin| plugin.info_reply().unwrap().text().unwrap().to_owned();
    let first = text(whole());
    let second = fresh();
    assert_eq!(first, text(&second));
    second.shutdown().unwrap();
    assert_eq!(first, text(&second), "also after shutdown");
}

type Info = unsafe extern "C" fn() -> *mut c_char;
type Free = unsafe extern "C" fn(*mut c_char);

#[test]
fn a_host_may_free_the_metadata_or_keep_them_and_no_call_leaks() {
    if cfg!(target_os = "linux") {
        let stderr = child::stderr::<&str>("a_process_that_asks_for_the_metadata", &[]);
        assert!(stderr.contains("one address"), "{stderr}");
    } else {
        let _ = writeln!(std::io::stderr(), "skipped: not tried but on Linux");
    }
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_that_asks_for_the_metadata() {
    let (_folder, path) = copy();
    // SAFETY: the library's constructors register descriptors and do nothing else.
    let library = unsafe { libloading::Library::new(path) }.unwrap();
    // SAFETY: this is the symbol's signature (ABI, section 1).
    let info = unsafe { library.get::<Info>(b"aro_plugin_info") }.unwrap();
    // SAFETY: as above.
    let free = unsafe { library.get::<Free>(b"aro_plugin_free") }.unwrap();
    // SAFETY: it takes nothing.
    let first = unsafe { info() };
    // SAFETY: what it gave ends with NUL.
    let text = unsafe { CStr::from_ptr(first) }.to_owned();
    for round in 0..1000 {
        // SAFETY: as above.
        let again = unsafe { info() };
        assert_eq!(again, first, "each call gives the same block, so none is leaked");
        // SAFETY: as above; the block is the plugin's own, also after a host has freed it.
        assert_eq!(unsafe { CStr::from_ptr(again) }, &*text);
        if round % 3 == 0 {
            // SAFETY: this library's `info` gave it.
            unsafe { free(again) };
        }
    }
    eprintln!("one address");
}

#[test]
fn a_verb_that_is_not_ascii_is_found_as_hosts_spell_it() {
    for name in [
        "ÄndereDatei",
        "ändereDatei",
        "änderedatei",
        "ändere_datei",
        "Größe-Messen",
        "größe-messen",
        "GrößeMessen",
        "größemessen",
    ] {
        assert_eq!(success(&whole().execute(name, &json!({})).unwrap()), json!({ "result": true }), "{name}");
    }
}
