//! What hosts send: it arrives as it was sent.

use aro_host_testkit::Plugin;
use aro_tests::vectors::vectors;
use aro_tests::whole::{error_of, fresh, success, whole};
use serde_json::{Value, json};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_captured_qualifier_input_arrives_typed_as_it_was_sent() {
    let mut replayed = [0; 4];
    for vector in vectors() {
        for call in vector.calls_of("aro_plugin_qualifier") {
            let (name, sent) = (call.text(0), parsed(call.text(1)));
            let result = success(&whole().qualifier(name, &sent).unwrap())["result"].take();
            let at = format!("{}: {name} {sent}", vector.id);
            match name {
                "echo" => {
                    replayed[0] += 1;
                    assert_eq!(result["value"], sent["value"], "{at}");
                    assert_eq!(result["with"], sent.get("_with").cloned().unwrap_or_else(|| json!({})), "{at}");
                    // A date or binary value comes as a text of the type "Object", a whole double
                    // as an integer (ABI, sections 3 and 6).
                    let came = match (&sent["type"], &sent["value"]) {
                        (kind, Value::String(_)) if kind == "Object" => "String".into(),
                        (kind, number) if kind == "Double" && number.is_i64() => "Int".into(),
                        (kind, _) => kind.clone(),
                    };
                    assert_eq!(result["came"], came, "{at}");
                }
                "only-list" => {
                    replayed[1] += 1;
                    assert_eq!(result["value"], sent["value"], "{at}");
                    assert_eq!(parsed(result["input"].as_str().unwrap()), sent, "{at}");
                }
                "snake" | "a.b" => {
                    replayed[if name == "snake" { 2 } else { 3 }] += 1;
                    assert_eq!(result, sent["value"], "{at}");
                }
                other => panic!("{}: nobody knows {other}", vector.id),
            }
        }
    }
    assert_eq!(replayed, [70, 2, 1, 1]);
}

#[test]
fn every_captured_service_call_finds_its_method_and_arguments() {
    let mut replayed = 0;
    for vector in vectors() {
        for call in vector.calls_of("aro_plugin_execute").filter(|call| call.text(0).starts_with("service:")) {
            let sent = parsed(call.text(1));
            let mut arguments = sent.clone();
            arguments.as_object_mut().unwrap().remove("_with");
            let reply = whole().execute_text(call.text(0), call.text(1)).unwrap();
            assert_eq!(success(&reply), arguments, "{}: {}", vector.id, call.text(0));
            replayed += 1;
        }
    }
    assert_eq!(replayed, 15);
}

#[test]
fn every_captured_call_of_a_system_object_arrives() {
    let (mut reads, mut refused, mut writes) = (0, 0, 0);
    for vector in vectors() {
        for call in vector.calls_of("aro_object_read") {
            let (identifier, qualifier) = (call.text(0), call.text(1));
            let reply = whole().object_read(identifier, qualifier).unwrap();
            // The captured plugin answers for an object that it has not declared.
            if identifier == "probeobj" {
                reads += 1;
                assert_eq!(
                    success(&reply),
                    json!({ "identifier": identifier, "qualifier": qualifier }),
                    "{}",
                    vector.id
                );
            } else {
                refused += 1;
                assert_eq!(json!(error_of(&reply).code), parsed(call.reply.as_deref().unwrap())["error_code"]);
            }
        }
        for call in vector.calls_of("aro_object_write") {
            let reply = whole().object_write(call.text(0), call.text(1), call.text(2)).unwrap();
            writes += 1;
            let expected = json!({ "qualifier": call.text(1), "value": vector.given["value"] });
            assert_eq!(success(&reply), expected, "{}", vector.id);
        }
    }
    assert_eq!((reads, refused, writes), (2, 1, 5));
}

/// What the plugin has heard of.
fn heard(plugin: &Plugin) -> Vec<Value> {
    success(&plugin.execute("Recall", &json!({})).unwrap())["result"].as_array().unwrap().clone()
}

#[test]
fn every_captured_event_reaches_its_handlers_and_no_other() {
    let plugin = fresh();
    let (mut delivered, mut unheard) = (Vec::new(), 0);
    for vector in vectors() {
        for call in vector.calls_of("aro_plugin_on_event") {
            plugin.on_event_raw(Some(&c(call.text(0))), Some(&c(call.text(1)))).unwrap();
            let pattern = if call.text(0) == "Exact" { "Exact" } else { "User*" };
            delivered.push(json!([pattern, call.text(0), parsed(call.text(1))]));
        }
        // What the host kept back, because nobody had subscribed to it: nobody hears of it when it
        // comes all the same.
        let kept_back = vector.given["op"] == "event" && vector.host_path == "eager" && vector.group == "event";
        if kept_back && vector.calls_of("aro_plugin_on_event").count() == 0 {
            plugin.on_event(vector.given["type"].as_str().unwrap(), &vector.given["data"]).unwrap();
            unheard += 1;
        }
    }
    assert_eq!(heard(&plugin), delivered);
    assert_eq!((delivered.len(), unheard), (8, 1));
}

fn c(text: &str) -> std::ffi::CString {
    std::ffi::CString::new(text).unwrap()
}
