//! What a library says of itself.

use serde_json::{Value, json};

use crate::library::{Library, built, typed};

fn function(description: &Value, symbol: &str) -> Value {
    let functions = description["functions"].as_array().unwrap();
    functions.iter().find(|function| function["symbol"] == symbol).unwrap_or(&Value::Null).clone()
}

fn ty(description: &Value, name: &str) -> Value {
    description["types"].as_array().unwrap().iter().find(|ty| ty["name"] == name).unwrap_or(&Value::Null).clone()
}

#[test]
fn the_description_begins_with_the_version_of_the_typed_abi_and_the_names_of_the_library() {
    let description = typed().describe();
    for (key, value) in [
        ("typed_abi", json!(1)),
        ("crate", json!("typed")),
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("free", json!("typed_free")),
        ("last_error", json!("typed_last_error")),
        ("describe", json!("typed_describe")),
        ("error", Value::Null),
    ] {
        assert_eq!(description[key], value, "{key}");
    }
    let hash = description["hash"].as_str().unwrap();
    assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    assert_eq!(hash, Library::open(&built("fixtures/typed"), "typed").describe()["hash"]);
}

#[test]
fn a_function_is_described_with_its_parameters_and_its_result() {
    let description = typed().describe();
    assert_eq!(
        function(&description, "typed_add"),
        json!({
            "symbol": "typed_add", "name": "add", "docs": "Adds two numbers.", "form": "plain", "object": null,
            "role": "function",
            "params": [
                { "name": "a", "kind": "value", "of": "i32", "docs": "" },
                { "name": "b", "kind": "value", "of": "i32", "docs": "" },
            ],
            "returns": { "kind": "value", "of": "i32", "optional": false, "fallible": false },
        })
    );
    let aliases = function(&description, "typed_aliases");
    assert_eq!(aliases["params"][0], json!({ "name": "text", "kind": "str", "docs": "" }));
    assert_eq!(aliases["params"][1], json!({ "name": "numbers", "kind": "slice", "of": "f32", "docs": "" }));
    let returns = |symbol: &str| {
        let function = function(&description, symbol);
        (function["form"].clone(), function["returns"].clone())
    };
    let of = |kind: &str, of: Option<&str>, optional: bool, fallible: bool| {
        let mut returns = json!({ "kind": kind, "optional": optional, "fallible": fallible });
        if let Some(of) = of {
            returns["of"] = json!(of);
        }
        returns
    };
    assert_eq!(returns("typed_nothing"), (json!("plain"), of("unit", None, false, false)));
    assert_eq!(returns("typed_shout"), (json!("status"), of("string", None, false, false)));
    assert_eq!(returns("typed_range"), (json!("status"), of("vec", Some("u32"), false, false)));
    assert_eq!(returns("typed_largest"), (json!("status"), of("value", Some("f64"), true, false)));
    assert_eq!(returns("typed_parse_maybe"), (json!("status"), of("value", Some("i64"), true, true)));
    assert_eq!(returns("typed_maybe_parse"), (json!("status"), of("string", None, true, true)));
    assert_eq!(returns("typed_check"), (json!("status"), of("unit", None, false, true)));
    assert_eq!(returns("typed_formatted"), (json!("status"), of("unit", None, false, true)));
    assert_eq!(returns("typed_same_mixed"), (json!("plain"), of("value", Some("Mixed"), false, false)));
    assert_eq!(returns("typed_repeated"), (json!("status"), of("vec", Some("Mixed"), false, false)));
    assert_eq!(function(&description, "typed_named_in_c")["params"][0]["name"], "type");
}

#[test]
fn types_are_described_with_their_layout_without_what_a_cfg_takes_away() {
    let description = typed().describe();
    assert_eq!(
        ty(&description, "Mixed"),
        json!({
            "kind": "struct", "name": "Mixed", "c_name": "typed_Mixed", "docs": "Every kind of field.",
            "size": 32, "align": 8,
            "fields": [
                { "name": "small", "type": "u8", "offset": 0, "docs": "A byte." },
                { "name": "large", "type": "f64", "offset": 8, "docs": "With padding before it." },
                { "name": "flag", "type": "bool", "offset": 16, "docs": "" },
                { "name": "color", "type": "Color", "offset": 20, "docs": "" },
                { "name": "inner", "type": "Inner", "offset": 24, "docs": "" },
            ],
        })
    );
    assert_eq!(ty(&description, "Inner")["fields"][1]["name"], "_1");
    let color = ty(&description, "Color");
    assert_eq!((&color["type"], &color["size"]), (&json!("i32"), &json!(4)));
    let variants: Vec<_> = color["variants"].as_array().unwrap().iter().map(|v| (&v["name"], &v["value"])).collect();
    assert_eq!(variants, [(&json!("Red"), &json!(1)), (&json!("Green"), &json!(2)), (&json!("Blue"), &json!(-5))]);
    let small = ty(&description, "Small");
    assert_eq!((&small["c_name"], &small["type"], &small["size"]), (&json!("typed_small"), &json!("u8"), &json!(1)));
}

#[test]
fn objects_are_described_with_their_functions_and_how_to_free_them() {
    let description = typed().describe();
    assert_eq!(
        ty(&description, "Counter"),
        json!({
            "kind": "object", "name": "Counter", "c_name": "typed_Counter", "docs": "A counter.",
            "free": "typed_counter_free",
        })
    );
    let role = |symbol: &str| {
        let function = function(&description, symbol);
        (function["role"].as_str().map(str::to_owned), function["object"].clone(), function["form"].clone())
    };
    let of = |role: &str, form: &str| (Some(role.to_owned()), json!("Counter"), json!(form));
    assert_eq!(role("typed_counter_new"), of("constructor", "status"));
    assert_eq!(role("typed_counter_parse"), of("constructor", "status"));
    assert_eq!(role("typed_counter_positive"), of("constructor", "status"));
    assert_eq!(role("typed_counter_add"), of("method", "plain"));
    assert_eq!(role("typed_counter_fork"), of("method", "status"));
    assert_eq!(role("typed_counter_largest"), of("function", "plain"));
    assert_eq!(role("typed_counter_free"), of("free", "plain"));
    for absent in ["skipped", "private", "not_there"] {
        assert_eq!(role(&format!("typed_counter_{absent}")).0, None, "{absent}");
    }
    let mutable = |symbol: &str| function(&description, symbol)["params"][0].clone();
    let expected =
        |mutable: bool| json!({ "name": "self", "kind": "object", "of": "Counter", "mutable": mutable, "docs": "" });
    assert_eq!(mutable("typed_counter_add"), expected(false));
    assert_eq!(mutable("typed_counter_set_step"), expected(true));
}

#[test]
fn everything_is_in_the_order_of_names() {
    let description = typed().describe();
    let sorted = |list: &Value, key: &str| {
        list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()).is_sorted()
    };
    assert!(sorted(&description["functions"], "symbol"));
    assert!(sorted(&description["types"], "c_name"));
}

#[test]
fn the_example_has_all_that_its_sources_export() {
    let geometry = Library::open(&built("../examples/geometry"), "geometry").describe();
    let symbols = geometry["functions"].as_array().unwrap().len();
    assert_eq!((symbols, geometry["types"].as_array().unwrap().len()), (24, 3), "{geometry}");
}
