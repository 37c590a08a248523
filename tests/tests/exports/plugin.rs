//! Typed functions in an ARO plugin: the fixture `alpha`.

use aro_host_testkit::Plugin;
use serde_json::json;

use crate::library::{Library, built, c};

#[test]
fn a_function_can_be_an_action_and_a_typed_function_in_either_order() {
    let path = built("fixtures/whole");
    let (plugin, library) = (Plugin::open(&path).unwrap(), Library::open(&path, "whole"));
    for (verb, symbol) in [("Double", "double"), ("Halve", "halve")] {
        let description = library.describe();
        let functions = description["functions"].as_array().unwrap();
        assert!(functions.iter().any(|function| function["name"] == symbol), "{symbol}");
        assert!(plugin.execute(verb, &json!({ "number": 8 })).unwrap().json().unwrap()["result"].is_number());
    }
    assert_eq!(c!(library, "double"(8 => i64) -> i64), 16);
    assert_eq!(c!(library, "halve"(8 => i64) -> i64), 4);
    assert_eq!(plugin.execute("Double", &json!({ "number": 8 })).unwrap().json().unwrap(), json!({ "result": 16 }));
    assert_eq!(plugin.execute("Halve", &json!({ "number": 8 })).unwrap().json().unwrap(), json!({ "result": 4 }));
}

#[test]
fn a_panic_of_a_typed_function_in_a_plugin_is_its_last_error_and_no_reply() {
    let path = built("fixtures/whole");
    let (plugin, library) = (Plugin::open(&path).unwrap(), Library::open(&path, "whole"));
    assert_eq!(c!(library, "double"(i64::MAX => i64) -> i64), 0);
    let (code, message) = library.last_error();
    assert!(code == 6 && message.contains("too large") && message.contains(".rs:"), "{message}");
    let reply = plugin.execute("Double", &json!({ "number": i64::MAX })).unwrap().json().unwrap();
    assert!(reply["error"].as_str().unwrap().contains("too large"), "{reply}");
    assert!(reply["details"]["location"].is_string(), "{reply}");
}

#[test]
fn a_plugin_without_typed_functions_describes_none() {
    let validator = Library::open(&built("../examples/validator"), "validator").describe();
    assert_eq!(
        (&validator["functions"], &validator["types"], &validator["typed_abi"]),
        (&json!([]), &json!([]), &json!(1))
    );
    assert_eq!(validator["hash"].as_str().unwrap().len(), 16);
}

#[test]
fn a_plugin_states_the_version_of_the_abi_in_its_metadata() {
    let plugin = Plugin::open(built("../examples/validator")).unwrap();
    assert_eq!(plugin.info().unwrap().other["abi_version"], json!(aro_abi::ABI_VERSION));
}
