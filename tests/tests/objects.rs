//! `#[aro_system_object]`.

use aro_tests::whole::{error_of, success, whole};
use serde_json::{Value, json};

fn written(identifier: &str, value: &str) -> Value {
    success(&whole().object_write(identifier, "q", value).unwrap())
}

#[test]
fn capabilities_follow_from_the_methods_that_are_there() {
    let info = whole().info_json().unwrap();
    let objects: Vec<Value> = info["system_objects"].as_array().unwrap().clone();
    let expected = [
        json!({ "identifier": "numbers", "capabilities": ["readable", "writable", "enumerable"] }),
        json!({ "identifier": "probeobj", "capabilities": ["readable", "writable", "enumerable"], "description": "Holds nothing." }),
        json!({ "identifier": "text-board", "capabilities": ["writable"] }),
    ];
    assert_eq!(objects, expected);
}

#[test]
fn a_value_for_any_type_is_read_as_json_and_else_is_a_string() {
    for (raw, value) in [
        ("hello", json!("hello")),
        ("", json!("")),
        ("hello \"you\"\n\\", json!("hello \"you\"\n\\")),
        ("{not json}", json!("{not json}")),
        ("[1, \"a\"]", json!([1, "a"])),
        ("[1, a]", json!("[1, a]")),
        ("{\"a\":{\"b\":[1]}}", json!({ "a": { "b": [1] } })),
        ("3", json!(3)),
        ("1.5", json!(1.5)),
        ("true", json!(true)),
        ("\"quoted\"", json!("quoted")),
    ] {
        assert_eq!(written("probeobj", raw), json!({ "qualifier": "q", "value": value }), "{raw}");
    }
}

#[test]
fn a_string_parameter_gets_raw_text_whatever_it_looks_like() {
    for raw in ["hello", "", "3", "true", "null", "{\"a\":1}", "[1, 2]", "say \"x\""] {
        assert_eq!(written("text-board", raw), json!({ "result": ["text-board", "q", raw] }), "{raw}");
    }
}

#[test]
fn arguments_are_typed_and_a_misfit_is_named() {
    let read = |key: &str| whole().object_read("numbers", key).unwrap();
    assert_eq!(success(&read("21")), json!({ "result": 42 }));
    let error = error_of(&read("many"));
    assert_eq!((error.code, error.message.contains("\"key\"")), (Some(1), true), "{error:?}");
    assert_eq!(error_of(&read("4294967295")).message, "too large");
    assert_eq!(written("numbers", "[1, 2]"), json!({ "result": 4 }));
    assert_eq!(error_of(&whole().object_write("numbers", "q", "one").unwrap()).code, Some(1));
}

#[test]
fn parameters_of_other_names_take_the_arguments_in_their_order() {
    // `write(key, numbers)`: the host has a qualifier and a value.
    assert_eq!(success(&whole().object_write("numbers", "four", "[1, 2]").unwrap()), json!({ "result": 7 }));
}

#[test]
fn a_missing_capability_and_an_unknown_object_are_errors_that_say_what_there_is() {
    let error = error_of(&whole().object_read("text-board", "x").unwrap());
    let message = "the system object \"text-board\" cannot be read: it is writable";
    assert_eq!((error.code, &*error.message), (Some(9), message));
    let error = error_of(&whole().object_write("nothing", "x", "1").unwrap());
    let message = "the plugin \"whole\" has no system object \"nothing\": it has numbers, probeobj, text-board";
    assert_eq!((error.code, &*error.message), (Some(2), message));
}

#[test]
fn an_object_is_found_by_the_normal_form_of_its_name() {
    for identifier in ["text-board", "TextBoard", "text_board", "TEXTBOARD"] {
        assert_eq!(written(identifier, "x")["result"][2], "x", "{identifier}");
    }
}

#[test]
fn list_asks_every_object_that_can_be_listed() {
    let listed = success(&whole().object_list("a*").unwrap());
    assert_eq!(listed, json!({ "numbers": { "result": [1, 2] }, "probeobj": { "result": ["probe a*"] } }));
}
