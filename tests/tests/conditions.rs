//! Conditions inside an item: `cfg` and `cfg_attr` on parameters and on methods.

use std::process::Command;
use std::sync::LazyLock;

use aro_host_testkit::{Plugin, Reply};
use aro_tests::whole::{error_of, success};
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conditional");

fn plugin() -> &'static Plugin {
    static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| Plugin::build(FOLDER).unwrap());
    &PLUGIN
}

fn reply(action: &str, arguments: &Value) -> Reply {
    plugin().execute(action, arguments).unwrap()
}

fn result(action: &str, arguments: &Value) -> Value {
    success(&reply(action, arguments))["result"].take()
}

fn entry(list: &str, name: &str) -> Value {
    let info = plugin().info_json().unwrap();
    info[list].as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap().clone()
}

#[test]
fn an_arg_inside_of_cfg_attr_applies_where_its_condition_holds() {
    assert_eq!(result("Trim", &json!({ "text": "abcdef" })), "abc");
    assert_eq!(result("Trim", &json!({ "text": "abcdef", "length": 1 })), "a");
    assert_eq!(entry("actions", "Trim")["parameters"]["properties"]["length"]["default"], 3);
    assert_eq!(result("Join", &json!({ "parts": ["a", "b"] })), "a-b");
    assert_eq!(result("Join", &json!({ "parts": ["a", "b"], "separator": "+", "end": "!" })), "a+b!");
    let properties = &entry("actions", "Join")["parameters"]["properties"];
    assert_eq!(
        properties["separator"],
        json!({ "type": "string", "description": "What goes between.", "default": "-" })
    );
    assert_eq!(properties.get("between"), None);
    let qualified = plugin().qualifier("cut", &json!({ "value": "abc" })).unwrap();
    assert_eq!(success(&qualified), json!({ "result": "a" }));
}

#[test]
fn a_parameter_is_there_where_its_condition_holds_and_twins_share_a_name() {
    let all = json!({ "name": "n", "price": 5, "system": "s", "more": true });
    assert_eq!(result("Describe", &all), json!(["n", 5, "s", true]));
    assert!(error_of(&reply("Describe", &json!({ "name": "n" }))).message.starts_with("argument \"price\" is missing"));
    let parameters = &entry("actions", "Describe")["parameters"];
    assert_eq!(parameters["required"], json!(["name", "price"]));
    assert_eq!(parameters["properties"].as_object().unwrap().len(), 4);
    plugin().on_event("Cut", &json!({})).unwrap();
}

#[test]
fn the_subject_follows_from_the_conditions_that_hold() {
    assert_eq!(result("Choose", &json!({ "object": "o" })), json!([null, "o", null]));
    assert_eq!(result("ChooseFirst", &json!({ "object": "o" })), json!(["o", null]));
}

#[test]
fn conditions_hold_for_methods_and_their_attributes() {
    let service = entry("services", "stock");
    assert_eq!(service["methods"], json!(["count", "rename", "twin"]));
    assert_eq!(service["method_details"]["count"]["description"], "What is there.");
    assert_eq!(result("service:count", &json!({})), 1);
    assert_eq!(result("service:rename", &json!({})), 1);
    assert_eq!(result("service:twin", &json!({})), if cfg!(unix) { "unix" } else { "other" });
    let info = plugin().info_json().unwrap();
    let deprecated: Vec<&Value> =
        info["deprecations"].as_array().unwrap().iter().map(|entry| &entry["message"]).collect();
    assert_eq!(deprecated, ["a note", "use more"]);
    assert_eq!(info["system_objects"][0]["capabilities"], json!(["readable", "enumerable"]));
    assert_eq!(success(&plugin().object_read("shelf", "q").unwrap()), json!({ "result": "unix q" }));
}

#[test]
fn a_crate_supports_aro_behind_a_feature() {
    for features in ["price", "aro,price"] {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut check = Command::new(cargo);
        check.args([
            "check",
            "--offline",
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conditional/Cargo.toml"),
        ]);
        check.args(["--no-default-features", "--features", features]);
        let output = check.output().unwrap();
        assert!(output.status.success(), "{features}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn docs_reach_the_metadata_however_they_are_written() {
    let description = |name: &str| entry("actions", name)["description"].clone();
    assert_eq!(description("OneLine"), "One line.");
    assert_eq!(description("Decorated"), "Decorated.\n\n - a list");
    assert_eq!(description("Indented"), "Indented.\n  * an item");
    assert_eq!(description("Items"), "* an item\n* another");
    let included = "# Included\n\n    code \"x\"";
    assert_eq!(description("Included"), included);
    let parameters = &entry("actions", "Included")["parameters"]["properties"];
    assert_eq!(parameters["a"]["description"], format!("Of \"a\"\t{included}"));
    assert_eq!(parameters["b"]["description"], "conditional");
    assert_eq!(entry("qualifiers", "mixed")["description"], "First.\nVersion 0.1.0\nLast.");
    assert_eq!(description("FromMacro"), "By expression.\nBy literal.\nBy comment.");
    assert_eq!(entry("actions", "FromMacro")["parameters"]["properties"]["a"]["description"], "By expression.");
    let service = entry("services", "documented");
    assert_eq!(service["description"], included);
    assert_eq!(service["method_details"]["documented_method"]["description"], "a method");
}
