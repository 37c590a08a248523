//! `#[aro_qualifier]`: what the metadata says, what arrives, what is answered.

use std::collections::BTreeMap;

use aro_tests::whole::{error_of, qualify, success, whole};
use serde_json::{Value, json};

fn result(name: &str, value: &Value, with: &Value) -> Value {
    success(&qualify(name, value, with))["result"].take()
}

fn entry(name: &str) -> Value {
    let info = whole().info_json().unwrap();
    let qualifiers = info["qualifiers"].as_array().unwrap();
    qualifiers.iter().find(|qualifier| qualifier["name"] == name).unwrap_or_else(|| panic!("{name} in {info}")).clone()
}

#[test]
fn input_types_follow_from_the_rust_type() {
    let all = ["String", "Int", "Double", "Bool", "List", "Object"];
    let expected: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("take-str", &["String"] as &[_]),
        ("take-string", &["String"]),
        ("take-cow", &["String"]),
        ("take-char", &["String"]),
        ("take-ip", &["String"]),
        ("take-i64", &["Int"]),
        ("take-u8", &["Int"]),
        ("take-non-zero", &["Int"]),
        ("take-option", &["Int"]),
        ("take-option-str", &["String"]),
        ("take-f64", &["Int", "Double"]),
        ("take-bool", &["Bool"]),
        ("take-vec", &["List"]),
        ("take-slice", &["List"]),
        ("take-array", &["List"]),
        ("take-pair", &["List"]),
        ("take-set", &["List"]),
        ("take-map", &["Object"]),
        ("take-hash-map", &["Object"]),
        ("take-struct", &["Object"]),
        ("take-struct-reference", &["Object"]),
        ("take-value", &all),
        ("take-direction", &["String"]),
        ("take-figure", &["String", "Object"]),
        ("take-tagged", &["Object"]),
        ("take-metres", &["Int", "Double"]),
        ("take-opaque", &["String"]),
        ("echo", &all),
        ("overridden", &["String", "Object"]),
    ]);
    for (name, types) in expected {
        assert_eq!(entry(name)["inputTypes"], json!(types), "{name}");
    }
}

#[test]
fn a_value_of_a_declared_type_arrives() {
    for (name, value) in [
        ("take-str", json!("a\"b\n")),
        ("take-string", json!("")),
        ("take-cow", json!("é\\")),
        ("take-char", json!("ß")),
        ("take-ip", json!("::1")),
        ("take-i64", json!(i64::MIN)),
        ("take-u8", json!(255)),
        ("take-non-zero", json!(1)),
        ("take-option", json!(7)),
        ("take-option-str", json!("x")),
        ("take-f64", json!(2.5)),
        ("take-bool", json!(true)),
        ("take-vec", json!([3, 1])),
        ("take-slice", json!([3, 1])),
        ("take-array", json!([3, 1])),
        ("take-pair", json!([1, "a"])),
        ("take-set", json!([1])),
        ("take-map", json!({ "b": 1 })),
        ("take-hash-map", json!({ "b": 1 })),
        ("take-struct", json!({ "x": 1, "y": -1 })),
        ("take-struct-reference", json!({ "x": 1, "y": -1 })),
        ("take-value", json!([{ "a": [true] }])),
        ("take-direction", json!("up")),
        ("take-figure", json!("nothing")),
        ("take-figure", json!({ "circle": { "radius": 1.5 } })),
        ("take-tagged", json!({ "kind": "two", "n": 1 })),
        ("take-metres", json!(1.5)),
        ("take-opaque", json!("x")),
        ("overridden", json!("text of a date")),
    ] {
        assert_eq!(result(name, &value, &Value::Null), value, "{name}");
    }
    assert_eq!(result("take-f64", &json!(2), &Value::Null), json!(2.0), "a whole double arrives as an integer");
}

#[test]
fn a_value_that_does_not_fit_is_an_error_that_says_what_came() {
    let error = error_of(&qualify("take-u8", &json!(256), &Value::Null));
    assert_eq!(error.code, Some(1));
    assert!(error.message.contains("256") && error.message.contains("value"), "{error:?}");
    let error = error_of(&qualify("take-vec", &json!([1, "x"]), &Value::Null));
    assert!(error.message.contains("value[1]"), "{error:?}");
    let error = error_of(&whole().qualifier("take-u8", &json!({ "type": "Int" })).unwrap());
    assert_eq!((error.code, error.message.contains("value")), (Some(1), true), "{error:?}");
}

#[test]
fn accepts_parameters_is_said_when_there_are_parameters() {
    for (name, accepts) in
        [("take-str", false), ("Only-List", false), ("emitting", false), ("echo", true), ("Pick-From", true)]
    {
        assert_eq!(entry(name)["accepts_parameters"], accepts, "{name}");
    }
    let parameters = &entry("Pick-From")["parameters"];
    assert_eq!(parameters["required"], json!([]));
    assert_eq!(
        parameters["properties"]["count"],
        json!({ "type": "integer", "description": "How many.", "default": 1 })
    );
    assert_eq!(parameters["properties"].as_object().unwrap().len(), 4);
}

#[test]
fn parameters_come_from_the_with_and_have_defaults() {
    let list = json!([1, 2, 3]);
    let pick = |with: Value| result("pick-from", &list, &with);
    assert_eq!(pick(Value::Null), json!({ "picked": [1] }));
    assert_eq!(pick(json!({})), json!({ "picked": [1] }));
    assert_eq!(pick(json!({ "count": 2, "reverse": true, "after": -1 })), json!({ "picked": [3, 2], "after": -1 }));
    assert_eq!(
        pick(json!({ "value": "v" })),
        json!({ "picked": [1], "named": "v" }),
        "a parameter may be called `value`"
    );
    let error = error_of(&qualify("pick-from", &list, &json!({ "count": -1 })));
    assert!(error.code == Some(1) && error.message.contains("\"count\""), "{error:?}");
}

/// The value and its type come beside the parameters, and are none.
#[test]
fn flatten_takes_the_parameters_and_nothing_else() {
    for with in [json!({}), json!({ "size": 2 }), json!({ "type": "mine", "value": [3] })] {
        assert_eq!(result("echo", &json!([1]), &with)["with"], with);
    }
    let alone = success(&whole().qualifier("echo", &json!({ "value": 5, "type": "Int", "other": 1 })).unwrap());
    assert_eq!(alone["result"]["with"], json!({}));
}

#[test]
fn a_qualifier_is_found_without_case_hyphens_and_underscores() {
    for name in ["only-list", "Only-List", "ONLY-LIST", "onlylist", "only_list"] {
        assert_eq!(result(name, &json!([1]), &Value::Null)["value"], json!([1]), "{name}");
    }
    let error = error_of(&qualify("nobody", &json!(1), &Value::Null));
    assert_eq!(error.code, Some(2));
    assert!(
        error.message.starts_with("the plugin \"whole\" has no qualifier \"nobody\": it has Only-List, "),
        "{error:?}"
    );
}

#[test]
fn a_result_that_is_null_is_an_error_that_says_so() {
    for reply in
        [qualify("give", &json!(1), &json!({ "reply": null })), qualify("give-nothing", &json!("x"), &Value::Null)]
    {
        let error = error_of(&reply);
        assert_eq!(error.code, Some(6));
        assert!(error.message.contains("gave null, which hosts refuse"), "{error:?}");
    }
}

#[test]
fn any_other_result_stands_under_result() {
    for reply in [json!(false), json!(0), json!(""), json!([]), json!({}), json!({ "error": "e", "result": 1 })] {
        assert_eq!(success(&qualify("give", &json!(1), &json!({ "reply": reply }))), json!({ "result": reply }));
    }
}

#[test]
fn errors_and_panics_are_error_replies() {
    let error = error_of(&qualify("give-error", &json!(1), &json!({ "message": "no such thing" })));
    assert_eq!((error.code, &*error.message), (Some(2), "no such thing"));
    let error = error_of(&qualify("burn", &json!(1), &Value::Null));
    assert_eq!((error.code, &*error.message), (Some(6), "the plugin panicked: it burns"));
}

#[test]
fn events_cannot_be_emitted_by_a_qualifier_and_the_error_says_why() {
    let error = error_of(&qualify("emitting", &json!("x"), &Value::Null));
    let message = "emitting cannot emit events: hosts publish the events of actions only";
    assert_eq!((error.code, &*error.message), (Some(9), message));
}
