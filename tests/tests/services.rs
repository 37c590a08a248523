//! `#[aro_service]`.

use aro_host_testkit::Reply;
use aro_tests::whole::{error_of, success, whole};
use serde_json::{Value, json};

/// `Call the <r> from the <…: method> with { … }.`
fn call(method: &str, arguments: &Value) -> Reply {
    let mut envelope = arguments.clone();
    envelope["_with"] = arguments.clone();
    whole().execute(&format!("service:{method}"), &envelope).unwrap()
}

#[test]
fn a_method_is_found_without_case_hyphens_and_underscores() {
    for name in ["ping_it", "ping-it", "pingIt", "PingIt", "PING-IT", "pingit"] {
        assert_eq!(success(&call(name, &json!({ "name": name }))), json!({ "name": name }));
    }
    let error = error_of(&call("pang", &json!({})));
    assert_eq!(error.code, Some(2));
    assert!(
        error.message.contains("has no service method \"pang\": it has") && error.message.contains("ping"),
        "{error:?}"
    );
    assert!(!call("pang", &json!({})).asks_for_retry());
}

#[test]
fn a_method_is_no_action_and_an_action_no_method() {
    assert_eq!(error_of(&whole().execute("ping", &json!({})).unwrap()).code, Some(2));
    assert_eq!(error_of(&call("Give", &json!({ "value": 1 }))).code, Some(2));
}

#[test]
fn arguments_are_typed_and_errors_name_them() {
    let error = error_of(&call("count", &json!({ "amount": "x" })));
    assert_eq!(error.code, Some(1));
    assert!(error.message.starts_with("argument \"amount\": "), "{error:?}");
    let error = error_of(&call("HostKeys", &json!({})));
    assert!(error.message.starts_with("argument \"data\" is missing"), "{error:?}");
}

#[test]
fn arguments_may_be_called_as_the_hosts_own_keys() {
    let reply = call("host-keys", &json!({ "data": "d", "result": 3, "source": "s" }));
    assert_eq!(success(&reply), json!({ "result": ["d", 3, "s"] }));
    assert_eq!(success(&call("host_keys", &json!({ "data": "d" })))["result"][0], "d");
}

#[test]
fn one_value_serves_all_calls() {
    let (first, second) = (call("count", &json!({ "amount": 5 })), call("count", &json!({})));
    let sums = [success(&first)["result"].as_i64().unwrap(), success(&second)["result"].as_i64().unwrap()];
    assert_eq!(sums[1], sums[0] + 1);
}

#[test]
fn name_and_methods_land_in_the_metadata_without_what_is_skipped() {
    let info = whole().info_json().unwrap();
    let service = &info["services"][0];
    assert_eq!((&service["name"], &service["description"]), (&json!("probesvc"), &json!("Answers what it is asked.")));
    assert_eq!(service["methods"], json!(["ping", "ping_it", "ping_pong", "pong", "count", "HostKeys"]));
    let count = &service["method_details"]["count"];
    assert_eq!(count["description"], "Adds to the count and gives it.");
    assert_eq!(count["parameters"]["properties"], json!({ "amount": { "type": "integer", "default": 1 } }));
    assert_eq!(error_of(&call("echo", &json!({}))).code, Some(2));
    assert_eq!(error_of(&call("helper", &json!({}))).code, Some(2));
}
