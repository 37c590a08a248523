//! What a parameter does depends on its type, and not on how the type is written.

use std::sync::LazyLock;

use aro_host_testkit::{Plugin, Reply};
use aro_tests::whole::{error_of, success};
use serde_json::{Value, json};

fn plugin() -> &'static Plugin {
    static PLUGIN: LazyLock<Plugin> = LazyLock::new(fresh);
    &PLUGIN
}

fn fresh() -> Plugin {
    let built = aro_host_testkit::build_cdylib(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/spellings")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(built.file_name().unwrap());
    std::fs::copy(built, &copy).unwrap();
    Plugin::open(copy).unwrap()
}

fn reply(action: &str, arguments: &Value) -> Reply {
    plugin().execute(action, arguments).unwrap()
}

fn result(action: &str, arguments: &Value) -> Value {
    success(&reply(action, arguments))["result"].take()
}

fn message(action: &str, arguments: &Value) -> String {
    error_of(&reply(action, arguments)).message
}

fn qualified(name: &str, value: &Value) -> Reply {
    plugin().qualifier(name, &json!({ "value": value })).unwrap()
}

/// The types of an action's parameters, as the metadata has them.
fn properties(action: &str) -> Value {
    let info = plugin().info_json().unwrap();
    let actions = info["actions"].as_array().unwrap();
    let action = actions.iter().find(|entry| entry["name"] == action).unwrap();
    action["parameters"].clone()
}

#[test]
fn a_state_behind_an_alias_is_made_by_its_default_at_whichever_call_comes_first() {
    for first in ["CountShared", "CountSharedRef"] {
        let plugin = fresh();
        assert_eq!(success(&plugin.execute(first, &json!({})).unwrap()), json!({ "result": 1 }));
    }
    let plugin = fresh();
    let count = plugin.execute("service:count", &json!({})).unwrap();
    assert_eq!(success(&count), json!({ "result": 0 }));
    plugin.on_event("Spelled", &json!({ "id": 1 })).unwrap();
    assert_eq!(success(&plugin.execute("CountShared", &json!({})).unwrap()), json!({ "result": 11 }));
}

#[test]
fn what_init_returns_behind_an_alias_of_result_is_a_state() {
    assert_eq!(result("ReadConfig", &json!({})), "from init");
}

#[test]
fn types_of_the_authors_own_that_share_a_name_with_others_are_arguments() {
    assert_eq!(result("OwnPath", &json!({ "path": { "steps": ["a", "b"] } })), 2);
    assert_eq!(result("OwnState", &json!({ "state": { "inner": 1 }, "other": { "inner": true } })), json!([1, true]));
    assert_eq!(result("OwnStatement", &json!({ "statement": { "text": "t" }, "events": ["e"] })), json!(["t", ["e"]]));
    assert_eq!(result("OwnOption", &json!({ "given": { "value": 3 } })), 3);
    assert_eq!(
        message("OwnOption", &json!({})),
        "argument \"given\" is missing: give the statement an object, or write `with { given: … }`"
    );
    assert_eq!(result("OwnVec", &json!({ "numbers": [1, 2] })), 3);
    assert_eq!(success(&reply("OwnResult", &json!({}))), json!({ "ok": true, "error_count": 0 }));
}

#[test]
fn an_alias_of_result_is_a_result() {
    assert_eq!(result("FallibleAlias", &json!({ "fail": false })), "fine");
    assert_eq!(message("FallibleAlias", &json!({ "fail": true })), "as asked");
}

#[test]
fn aliases_of_slices_strings_paths_and_raw_json_are_borrowed() {
    assert_eq!(result("SumAlias", &json!({ "numbers": [1, 2, 3] })), 6);
    assert_eq!(result("SumRefAlias", &json!({ "numbers": [1, 2], "more": [3, 4] })), json!([3, 7]));
    assert_eq!(result("SumRefAlias", &json!({ "numbers": [1, 2] })), json!([3, null]));
    let texts = json!({ "a": "x", "b": "y\n", "c": "é\"" });
    assert_eq!(result("Texts", &texts), json!(["x", "y\n", "é\""]));
    assert_eq!(result("Texts", &json!({ "a": "x", "b": "y", "c": null })), json!(["x", "y", null]));
    assert_eq!(result("Paths", &json!({ "a": "/x", "b": "y/z" })), json!(["/x", "y/z", null]));
    assert_eq!(result("Raw", &json!({ "a": [1, null], "b": "c" })), json!(["[1,null]", "\"c\""]));
}

#[test]
fn what_is_of_the_call_behind_an_alias_takes_no_arguments_place() {
    let envelope = json!({ "data": "d", "preposition": "from", "source": { "base": "data", "specifiers": [] } });
    assert_eq!(result("ContextAliases", &envelope), json!([true, true, true, "d"]));
    assert_eq!(properties("ContextAliases")["required"], json!(["data"]));
    assert_eq!(result("OfTenant", &json!({ "text": "t" })), "t of OfTenant");
    assert_eq!(properties("OfTenant")["required"], json!(["text"]));
    assert_eq!(reply("EmitByAlias", &json!({})).events()[0].event_type, "Emitted");
    assert_eq!(result("SubjectLast", &json!({ "first": 1, "object": "o" })), json!([1, "o"]));
}

#[test]
fn bytes_are_lists_of_integers_and_never_strings() {
    let bytes = json!([0, 1, 255]);
    let all = json!({ "slice": bytes, "vec": bytes, "maybe": bytes, "boxed": bytes });
    assert_eq!(result("SumBytes", &all), json!([bytes, bytes, bytes, bytes]));
    assert_eq!(result("SumBytes", &json!({ "slice": [], "vec": [] })), json!([[], [], null, null]));
    assert_eq!(result("SumOctets", &json!({ "octets": [1, 2] })), 2);
    for name in ["slice", "vec", "maybe", "boxed"] {
        let mut with_string = all.clone();
        with_string[name] = json!("text");
        let expected = format!("argument \"{name}\": expected a list, got the string \"text\"");
        assert_eq!(message("SumBytes", &with_string), expected);
        with_string[name] = json!([256]);
        let expected = format!("argument \"{name}[0]\": expected an integer from 0 to 255, got the integer 256");
        assert_eq!(message("SumBytes", &with_string), expected);
        assert!(properties("SumBytes")["properties"][name]["type"] == "array", "{name}");
    }
    assert_eq!(success(&qualified("byte-sum", &bytes)), json!({ "result": 256 }));
    assert_eq!(error_of(&qualified("byte-sum", &json!("text"))).code, Some(1));
}

#[test]
fn binary_data_is_base64_text_in_arguments_results_and_qualifiers() {
    let reversed = success(&reply("ReverseBytes", &json!({ "data": "AAEC/w==", "more": "/w==" })));
    assert_eq!(reversed, json!({ "data": "/wIBAA==", "more": "/w==", "count": 4 }));
    assert_eq!(success(&reply("ReverseBytes", &json!({ "data": "AAEC/w" })))["data"], "/wIBAA==", "without padding");
    assert_eq!(success(&reply("ReverseBytes", &json!({ "data": "" })))["data"], "");
    for (wrong, came) in [
        (json!("no base64!"), "the string \"no base64!\""),
        (json!("A"), "the string \"A\""),
        (json!("_-8="), "the string \"_-8=\""),
        (json!([1]), "a list"),
        (json!(1), "the integer 1"),
        (json!({}), "an object"),
    ] {
        let expected = format!("argument \"data\": expected binary data as base64 text, got {came}");
        assert_eq!(message("ReverseBytes", &json!({ "data": wrong })), expected);
    }
    let data = json!({ "type": "string", "contentEncoding": "base64" });
    let parameters = properties("ReverseBytes");
    assert_eq!((&parameters["properties"]["data"], &parameters["properties"]["more"]), (&data, &data));
    assert_eq!(parameters["required"], json!(["data"]));
    assert_eq!(success(&qualified("reversed-bytes", &json!("AAEC"))), json!({ "result": "AgEA" }));
    let info = plugin().info_json().unwrap();
    let types = |name: &str| {
        let qualifiers = info["qualifiers"].as_array().unwrap();
        qualifiers.iter().find(|entry| entry["name"] == name).unwrap()["inputTypes"].clone()
    };
    assert_eq!(types("reversed-bytes"), json!(["String"]));
    assert_eq!(types("byte-sum"), json!(["List"]));
}

#[test]
fn a_cow_borrows_a_string_without_escapes_also_behind_an_alias_and_in_an_option() {
    let plain = json!({ "a": "a", "b": "b", "c": "c", "d": "d", "e": "e" });
    assert_eq!(result("Cows", &plain), json!([["a", true], ["b", true], true, true, "e"]));
    let escaped = json!({ "a": "\n", "b": "\"", "c": "\\" });
    assert_eq!(result("Cows", &escaped), json!([["\n", false], ["\"", false], false, null, "d"]));
    assert_eq!(message("Cows", &json!({ "a": 1 })), "argument \"a\": expected a string, got the integer 1");
    assert_eq!(properties("Cows")["required"], json!(["a", "b"]));
}

#[test]
fn self_in_a_method_s_signature_is_the_type_of_the_block() {
    let arguments = json!({ "by": { "x": 1 }, "also": { "x": 2 }, "others": [{ "x": 3 }, { "x": 4 }] });
    assert_eq!(success(&reply("service:moved", &arguments)), json!({ "x": 10 }));
}

#[test]
fn the_declared_types_are_those_that_are_read_also_of_types_that_declare_none() {
    let parameters = properties("Maybes");
    assert_eq!(parameters["required"], json!(["f", "g"]));
    let types = json!({
        "a": { "type": "object" }, "b": { "type": "object" }, "c": { "type": "object" }, "d": { "type": "object" },
        "e": { "type": "number" }, "f": { "type": "object" }, "g": { "type": "array" },
    });
    assert_eq!(parameters["properties"], types);
    assert_eq!(
        result("Maybes", &json!({ "f": {}, "g": [1, 2, 3, 4, 5, 6, 7, 8] })),
        json!([null, false, false, false, false, 0, 8])
    );
    let row = json!({ "id": 1 });
    let all =
        json!({ "a": row, "b": row, "c": row, "d": row, "e": 2.5, "f": { "r": row }, "g": [1, 2, 3, 4, 5, 6, 7, 8] });
    assert_eq!(result("Maybes", &all), json!([1, true, true, true, true, 1, 8]));
    let info = plugin().info_json().unwrap();
    let heated = info["qualifiers"].as_array().unwrap().iter().find(|entry| entry["name"] == "heated").unwrap();
    assert_eq!(heated["inputTypes"], json!(["Int", "Double"]));
    assert_eq!(success(&qualified("heated", &json!(1.5))), json!({ "result": 2.5 }));
}
