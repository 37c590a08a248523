//! The plugin as a host uses it: built, loaded, and called through its C interface.

#[path = "../../host_paths.rs"]
mod host_paths;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;

use aro_host_testkit::{ErrorCode, Plugin, ReplyError};
use host_paths::envelopes;
use serde_json::{Value, json};

static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| aro_host_testkit::plugin!());

fn reply(action: &str, input: &Value) -> Value {
    PLUGIN.execute(action, input).unwrap().json().unwrap()
}

fn error(action: &str, input: &str) -> ReplyError {
    let reply = PLUGIN.execute_text(action, input).unwrap();
    reply.error().unwrap_or_else(|| panic!("{action} of {input} gave {reply}"))
}

fn email(value: &str, valid: bool) -> Value {
    json!({ "valid": valid, "value": value, "type": "email" })
}

/// Each action with a value and its reply.
fn answers() -> [(&'static str, &'static str, Value); 5] {
    let of = |kind: &str, value: &str, more: Value| {
        let mut reply = json!({ "valid": true, "value": value, "type": kind });
        reply.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        reply
    };
    let (phone, card, uuid) = ("+44 20 7946 0958", "4111-1111-1111-1111", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    let masked = json!({ "card_type": "Visa", "masked": "****-****-****-1111" });
    [
        ("ValidateEmail", "a@b.io", of("email", "a@b.io", json!({}))),
        ("ValidateURL", "http://a.io/b?c", of("url", "http://a.io/b?c", json!({}))),
        ("ValidatePhone", phone, of("phone", phone, json!({ "normalized": "+442079460958" }))),
        ("ValidateCreditCard", card, of("credit-card", card, masked)),
        ("ValidateUUID", uuid, of("uuid", uuid, json!({ "version": "7" }))),
    ]
}

#[test]
fn the_metadata_describes_the_plugin() {
    let info = PLUGIN.info().unwrap();
    assert_eq!((info.name.as_str(), info.version.as_str()), ("validator", env!("CARGO_PKG_VERSION")));
    assert_eq!(info.description.as_deref(), Some(env!("CARGO_PKG_DESCRIPTION")));
    assert_eq!((info.language.as_str(), info.handle.as_deref()), ("rust", Some("Validator")));
    let verbs: BTreeMap<&str, Vec<&str>> = info
        .actions
        .iter()
        .map(|action| (action.name.as_str(), action.verbs.iter().map(String::as_str).collect()))
        .collect();
    let expected = BTreeMap::from([
        ("ValidateEmail", vec!["ValidateEmail", "CheckEmail"]),
        ("ValidateURL", vec!["ValidateURL", "CheckURL"]),
        ("ValidatePhone", vec!["ValidatePhone", "CheckPhone"]),
        ("ValidateCreditCard", vec!["ValidateCreditCard", "CheckCard"]),
        ("ValidateUUID", vec!["ValidateUUID", "CheckUUID"]),
    ]);
    assert_eq!(verbs, expected);
    for action in &info.actions {
        assert_eq!(
            (action.role.as_deref(), &action.prepositions[..]),
            (Some("own"), &["from", "with"].map(str::to_owned)[..])
        );
        assert!(action.description.as_ref().unwrap().starts_with("Checks that a value is "), "{action:?}");
    }
}

#[test]
fn every_spelling_of_a_verb_reaches_its_action() {
    for verb in [
        "ValidateEmail",
        "validateemail",
        "VALIDATEEMAIL",
        "validate_email",
        "Validate-Email",
        "CheckEmail",
        "check-email",
    ] {
        assert_eq!(reply(verb, &json!({ "data": "a@b.io" })), email("a@b.io", true), "{verb}");
    }
    for verb in ["ValidateURL", "validate_url", "checkurl", "check_url"] {
        assert_eq!(reply(verb, &json!({ "data": "http://a.io" }))["type"], "url", "{verb}");
    }
}

#[test]
fn every_host_path_gets_the_same_reply() {
    for (action, value, expected) in answers() {
        for (path, envelope) in envelopes("typed", &json!(value), &json!({})) {
            assert_eq!(reply(action, &envelope), expected, "{action}, {path}");
        }
        assert_eq!(reply(action, &json!({ "value": value })), expected, "{action}, plain JSON");
    }
}

#[test]
fn a_with_argument_wins_over_the_object_on_every_path() {
    for (path, envelope) in envelopes("typed", &json!("nobody"), &json!({ "value": "a@b.io" })) {
        assert_eq!(reply("ValidateEmail", &envelope), email("a@b.io", true), "{path}");
    }
}

#[test]
fn a_variable_may_be_named_like_the_parameter() {
    for (path, envelope) in envelopes("value", &json!("a@b.io"), &json!({})) {
        assert_eq!(reply("ValidateEmail", &envelope), email("a@b.io", true), "{path}");
    }
}

#[test]
fn an_escape_in_the_envelope_is_unescaped() {
    let input = r#"{"data":"https:\/\/example.com\/a","object":"https:\/\/example.com\/a"}"#;
    let reply = PLUGIN.execute_text("ValidateURL", input).unwrap().json().unwrap();
    assert_eq!(reply, json!({ "valid": true, "value": "https://example.com/a", "type": "url" }));
}

#[test]
fn a_key_without_a_value_is_left_out() {
    for (action, kind) in [("ValidateUUID", "uuid"), ("ValidateURL", "url")] {
        assert_eq!(reply(action, &json!({ "data": "no" })), json!({ "valid": false, "value": "no", "type": kind }));
    }
    let card = reply("ValidateCreditCard", &json!({ "data": "no" }));
    assert_eq!(card, json!({ "valid": false, "value": "no", "type": "credit-card", "error": "Invalid length" }));
}

#[test]
fn a_wrong_or_missing_value_is_an_error_that_names_it() {
    for (input, message) in [
        (r#"{"data":42}"#, "argument \"value\": expected a string, got the integer 42"),
        (r#"{"data":["a"]}"#, "argument \"value\": expected a string, got a list"),
        (r#"{"value":true,"data":"a@b.io"}"#, "argument \"value\": expected a string, got the boolean true"),
        ("{}", "argument \"value\" is missing: give the statement an object, or write `with { value: … }`"),
    ] {
        let error = error("ValidateEmail", input);
        assert_eq!(error.message, message);
        assert_eq!(
            (error.error_code(), error.category.as_deref()),
            (Some(ErrorCode::InvalidInput), Some("validation"))
        );
        assert_eq!(error.details, Some(json!({ "argument": "value" })));
    }
}

#[test]
fn input_that_is_no_envelope_is_an_error() {
    assert!(error("ValidateEmail", "{\"data\":").message.starts_with("the input is not valid JSON: "));
    assert_eq!(error("ValidateEmail", "[1]").message, "the input must be a JSON object with the arguments, got a list");
    for (action, input) in
        [(None, Some(c"{}")), (Some(c"ValidateEmail"), None), (Some(c"ValidateEmail"), Some(c"\xff"))]
    {
        let reply = PLUGIN.execute_raw(action, input).unwrap();
        assert_eq!(reply.error().and_then(|error| error.error_code()), Some(ErrorCode::InvalidInput), "{reply}");
    }
}

#[test]
fn an_unknown_verb_is_an_error_and_no_retry() {
    let reply = PLUGIN.execute("ValidateIBAN", &json!({ "data": "GB29" })).unwrap();
    let error = reply.error().unwrap();
    assert_eq!(error.error_code(), Some(ErrorCode::NotFound));
    assert!(error.message.contains("no action \"ValidateIBAN\"") && error.message.contains("CheckPhone"), "{error}");
    assert!(!reply.asks_for_retry());
}

#[test]
fn a_value_with_the_retry_text_is_returned_unchanged_and_causes_no_retry() {
    let value = "Unknown action: x";
    let reply = PLUGIN.execute("ValidateEmail", &json!({ "data": value })).unwrap();
    assert!(!reply.asks_for_retry(), "{reply}");
    assert_eq!(reply.json().unwrap(), email(value, false));
}

#[test]
fn every_action_has_an_entry_point_of_its_own() {
    let info = PLUGIN.info().unwrap();
    let symbol = |name: &str| info.actions.iter().find(|action| action.name == name).unwrap().symbol.clone().unwrap();
    assert_eq!(symbol("ValidateEmail"), "validator__validate_email");
    for (action, value, expected) in answers() {
        let input = std::ffi::CString::new(json!({ "value": value }).to_string()).unwrap();
        assert_eq!(PLUGIN.entry_point(&symbol(action), Some(&input)).unwrap().json().unwrap(), expected);
    }
    assert!(PLUGIN.entry_point(&symbol("ValidateEmail"), None).unwrap().error().is_some());
}

#[test]
fn every_reply_of_overlapping_calls_is_freed() {
    let plugin = aro_host_testkit::plugin!();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (action, value, expected) in answers() {
                    let reply = plugin.execute(action, &json!({ "data": value })).unwrap();
                    assert_eq!(reply.json().unwrap(), expected);
                }
            });
        }
    });
    assert_eq!(plugin.outstanding(), 0);
}
