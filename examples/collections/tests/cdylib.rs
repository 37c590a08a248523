//! The plugin as a host uses it: built, loaded, and called through its C interface.

use std::sync::LazyLock;

use aro_host_testkit::{ErrorCode, Plugin, Reply};
use serde_json::{Value, json};

static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| aro_host_testkit::plugin!());

/// The input of a host: the value, its type, and the with-arguments, if there are any.
fn call(name: &str, value: &Value, with: &Value) -> Reply {
    let kind = if value.is_string() { "String" } else { "List" };
    let mut input = json!({ "value": value, "type": kind });
    if !with.is_null() {
        input["_with"] = with.clone();
    }
    PLUGIN.qualifier(name, &input).unwrap()
}

fn result(name: &str, value: &Value, with: &Value) -> Value {
    let mut reply = call(name, value, with).json().unwrap();
    assert_eq!(reply.as_object().unwrap().len(), 1, "{name} of {value} with {with} gave {reply}");
    reply["result"].take()
}

fn message(name: &str, value: &Value, with: &Value) -> String {
    let reply = call(name, value, with);
    let error = reply.error().unwrap_or_else(|| panic!("{name} of {value} with {with} gave {reply}"));
    assert_eq!(error.error_code(), Some(ErrorCode::InvalidInput));
    error.message
}

#[test]
fn the_metadata_describes_the_plugin() {
    let info = PLUGIN.info().unwrap();
    assert_eq!((info.name.as_str(), info.handle.as_deref()), ("collections", Some("Collections")));
    let mut qualifiers: Vec<(&str, bool)> =
        info.qualifiers.iter().map(|qualifier| (qualifier.name.as_str(), qualifier.accepts_parameters)).collect();
    qualifiers.sort_unstable();
    let expected = [
        ("chunk", true),
        ("pick", true),
        ("reverse", false),
        ("shuffle", true),
        ("sort", true),
        ("top", true),
        ("unique", false),
    ];
    assert_eq!(qualifiers, expected);
    for qualifier in &info.qualifiers {
        assert_eq!(qualifier.input_types, ["String", "List"], "{}", qualifier.name);
        assert!(qualifier.description.as_ref().is_some_and(|text| text.contains("list")), "{}", qualifier.name);
    }
    assert!(info.actions.is_empty() && info.services.is_empty());
}

#[test]
fn each_takes_a_list_and_a_string() {
    let (list, none) = (json!([3, 1, 3, 2]), Value::Null);
    for (name, value, with, expected) in [
        ("reverse", &list, &none, json!([2, 3, 1, 3])),
        ("reverse", &json!("abc"), &none, json!("cba")),
        ("sort", &list, &none, json!([1, 2, 3, 3])),
        ("sort", &list, &json!({ "descending": true }), json!([3, 3, 2, 1])),
        ("sort", &json!("cab"), &none, json!("abc")),
        ("unique", &list, &none, json!([3, 1, 2])),
        ("unique", &json!("abba"), &none, json!("ab")),
        ("top", &list, &none, json!([3])),
        ("top", &list, &json!({ "count": 2 }), json!([3, 1])),
        ("top", &json!("abc"), &json!({ "count": 2 }), json!("ab")),
        ("pick", &json!([7]), &none, json!(7)),
        ("pick", &json!("x"), &json!({ "seed": -1 }), json!("x")),
        ("shuffle", &json!([7]), &none, json!([7])),
        ("shuffle", &json!("aa"), &json!({ "seed": 1 }), json!("aa")),
        ("chunk", &list, &json!({ "size": 3 }), json!([[3, 1, 3], [2]])),
        ("chunk", &json!("abc"), &json!({ "size": 2 }), json!(["ab", "c"])),
    ] {
        assert_eq!(result(name, value, with), expected, "{name} of {value} with {with}");
    }
}

#[test]
fn dictionaries_in_a_list_are_sorted_by_a_key() {
    let people = json!([{ "name": "Bob" }, { "name": "Ada" }]);
    assert_eq!(result("sort", &people, &json!({ "key": "name" })), json!([{ "name": "Ada" }, { "name": "Bob" }]));
}

#[test]
fn a_seed_gives_the_same_result_in_every_call() {
    let numbers = json!((0..40).collect::<Vec<_>>());
    for name in ["shuffle", "pick"] {
        let with = json!({ "seed": 42 });
        assert_eq!(result(name, &numbers, &with), result(name, &numbers, &with));
    }
}

#[test]
fn values_are_returned_unchanged() {
    let values = json!([9_223_372_036_854_775_806_i64, -1.25, "a\"/\\\n", true, { "k": ["ü", {}] }, []]);
    assert_eq!(result("reverse", &result("reverse", &values, &Value::Null), &Value::Null), values);
}

#[test]
fn a_parameter_that_does_not_fit_is_an_error_that_names_it() {
    let list = json!([1, {}]);
    for (name, with, expected) in [
        ("top", json!({ "count": "2" }), "argument \"count\": "),
        ("top", json!({ "count": -1 }), "argument \"count\": "),
        ("chunk", json!({ "size": 0 }), "argument \"size\": expected at least 1, got 0"),
        ("chunk", Value::Null, "argument \"size\" is missing"),
        ("shuffle", json!({ "seed": 1.5 }), "argument \"seed\": "),
        ("sort", json!({ "descending": "yes" }), "argument \"descending\": expected a boolean, got the string \"yes\""),
        ("sort", Value::Null, "item 2 of the list is a dictionary"),
        ("sort", json!({ "key": "k" }), "item 1 of the list is no dictionary"),
    ] {
        let message = message(name, &list, &with);
        assert!(message.starts_with(expected), "{name} with {with}: {message}");
    }
    assert!(message("pick", &json!([]), &Value::Null).starts_with("there is nothing to pick from"));
}

#[test]
fn a_value_of_another_type_is_an_error() {
    // Hosts enforce `inputTypes`. A direct call of the library gets an error of the plugin.
    assert!(message("reverse", &json!(7), &Value::Null).starts_with("argument \"sequence\": "));
}

#[test]
fn an_unknown_qualifier_is_an_error_that_lists_the_known() {
    let error = call("sorted", &json!([]), &Value::Null).error().unwrap();
    assert_eq!(error.error_code(), Some(ErrorCode::NotFound));
    assert!(error.message.contains("\"sorted\"") && error.message.contains("shuffle"), "{error}");
}

#[test]
fn every_reply_is_freed() {
    let plugin = aro_host_testkit::plugin!();
    for _ in 0..10 {
        plugin.qualifier("sort", &json!({ "value": "cab", "type": "String" })).unwrap();
    }
    assert_eq!(plugin.outstanding(), 0);
}
