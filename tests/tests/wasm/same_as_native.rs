//! A module answers like the library of the same source.

use std::ffi::CString;

use aro_host_testkit::{Plugin, Reply, for_each_host_with};
use aro_tests::vectors::{Call, vectors};
use serde_json::{Value, json};

use crate::support::{CSV, SHARING, VALIDATOR, WHOLE, all_forms};

fn c(text: &str) -> CString {
    CString::new(text).unwrap()
}

fn execute(plugin: &Plugin, action: &str, input: &str) -> Reply {
    plugin.execute_raw(Some(&c(action)), Some(&c(input))).unwrap()
}

fn executed() -> impl Iterator<Item = Call> {
    vectors().into_iter().flat_map(|vector| vector.calls).filter(|call| call.function == "aro_plugin_execute")
}

#[test]
fn the_validator_answers_every_captured_envelope_of_an_action_like_the_native_one() {
    let native = Plugin::build(VALIDATOR).unwrap();
    let actions: Vec<String> = native.info().unwrap().actions.into_iter().map(|action| action.name).collect();
    assert_eq!(actions.len(), 5);
    for (form, module) in all_forms(VALIDATOR) {
        let plugin = module.plugin();
        let mut envelopes = 0;
        for call in executed() {
            let (sent, input) = (call.text(0), call.text(1));
            envelopes += 1;
            // As captured, which names an action of another plugin, and for each of its own.
            for action in actions.iter().map(String::as_str).chain([sent]) {
                let expected = execute(&native, action, input);
                let came = execute(&plugin, action, input);
                assert_eq!(came.to_string(), expected.to_string(), "{form}: {action}({input})");
            }
        }
        assert!(envelopes > 200, "{envelopes}");
    }
}

#[test]
fn the_validator_judges_every_kind_of_value_like_the_native_one() {
    let native = Plugin::build(VALIDATOR).unwrap();
    let values = [
        json!("ada@example.org"),
        json!("a@b"),
        json!(""),
        json!("é@ü.de"),
        json!("a\"b\\@x.io"),
        json!("4111 1111 1111 1111"),
        json!(4_111_111_111_111_111_u64),
        json!("+44 20 7946 0958"),
        json!("https://example.org:8080/x?y#z"),
        json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        json!(null),
        json!(1.5),
        json!([1]),
        json!({ "a": 1 }),
        json!(true),
        json!("x".repeat(100_000)),
    ];
    let info = native.info().unwrap();
    for (form, module) in all_forms(VALIDATOR) {
        let plugin = module.plugin();
        assert_eq!(plugin.info().unwrap(), info, "{form}");
        for action in &info.actions {
            for value in &values {
                let input = json!({ "value": value }).to_string();
                let (came, expected) = (execute(&plugin, &action.name, &input), execute(&native, &action.name, &input));
                assert_eq!(came.to_string(), expected.to_string(), "{form}: {}({input})", action.name);
                // The action's own entry point.
                let symbol = action.symbol.as_deref().unwrap();
                assert_eq!(plugin.entry_point(symbol, Some(&c(&input))).unwrap().to_string(), expected.to_string());
            }
        }
        for input in [None, Some(c"\xff"), Some(c""), Some(c"{"), Some(c"[1]")] {
            let (came, expected) =
                (plugin.execute_raw(Some(c"ValidateEmail"), input), native.execute_raw(Some(c"ValidateEmail"), input));
            assert_eq!(came.unwrap().to_string(), expected.unwrap().to_string(), "{form}: {input:?}");
        }
        assert_eq!(
            plugin.execute_raw(None, None).unwrap().to_string(),
            native.execute_raw(None, None).unwrap().to_string()
        );
    }
}

#[test]
fn qualifiers_services_objects_and_events_answer_like_the_native_ones() {
    let library = Plugin::build(WHOLE).unwrap();
    for (form, module) in all_forms(WHOLE) {
        let (native, plugin) = (library.fresh_copy().unwrap(), module.plugin());
        let mut calls = [0; 4];
        for call in vectors().into_iter().flat_map(|vector| vector.calls) {
            let text = |index: usize| call.text(index);
            let both: [Reply; 2] = match call.function.as_str() {
                "aro_plugin_qualifier" => {
                    calls[0] += 1;
                    [&plugin, &native].map(|it| it.qualifier_raw(Some(&c(text(0))), Some(&c(text(1)))).unwrap())
                }
                "aro_plugin_execute" if text(0).starts_with("service:") => {
                    calls[1] += 1;
                    [&plugin, &native].map(|it| execute(it, text(0), text(1)))
                }
                "aro_object_read" => {
                    calls[2] += 1;
                    [&plugin, &native].map(|it| it.object_read(text(0), text(1)).unwrap())
                }
                "aro_object_write" => {
                    calls[2] += 1;
                    [&plugin, &native].map(|it| it.object_write(text(0), text(1), text(2)).unwrap())
                }
                "aro_plugin_on_event" => {
                    calls[3] += 1;
                    for it in [&plugin, &native] {
                        it.on_event_raw(Some(&c(text(0))), Some(&c(text(1)))).unwrap();
                    }
                    [&plugin, &native].map(|it| execute(it, "Recall", "{}"))
                }
                _ => continue,
            };
            assert_eq!(both[0].to_string(), both[1].to_string(), "{form}: {call:?}");
        }
        assert!(calls.iter().all(|count| *count > 2), "{calls:?}");
    }
}

#[test]
fn one_test_runs_on_every_host_path_as_a_library_and_as_a_module() {
    let native = Plugin::build(CSV).unwrap();
    let statement = "ParseCSV the <table> from the <text> with { headers: true }.";
    let mut forms = vec![native];
    forms.extend(all_forms(CSV).into_iter().map(|(_, module)| module.plugin()));
    let rows = for_each_host_with(&forms, |host| {
        let outcome = host.run(statement, json!({ "text": "a,b\n1,2" })).unwrap();
        outcome.value().unwrap()["rows"].clone()
    });
    assert_eq!(rows, json!([{ "a": "1", "b": "2" }]));
}

#[test]
fn a_megabyte_of_csv_is_parsed_like_by_the_native_plugin() {
    let native = Plugin::build(CSV).unwrap();
    let rows = (0..40_000).map(|row| format!("{row},\"a, \"\"b\"\"\",{}\n", row * 7));
    let text: String = std::iter::once("id,name,amount\n".to_owned()).chain(rows).collect();
    let input: Value = json!({ "data": text });
    let action = &native.info().unwrap().actions[0].name;
    let expected = native.execute(action, &input).unwrap();
    assert_eq!(expected.error(), None);
    for (form, module) in all_forms(CSV) {
        let came = module.plugin().execute(action, &input).unwrap();
        assert!(came.as_bytes() == expected.as_bytes(), "{form}");
    }
}

#[test]
fn a_plugin_has_the_items_of_its_library_crates() {
    let library = Plugin::build(SHARING).unwrap();
    let info = library.info().unwrap();
    for (form, module) in all_forms(SHARING) {
        let (native, plugin) = (library.fresh_copy().unwrap(), module.plugin());
        assert_eq!(plugin.info().unwrap(), info, "{form}");
        for action in &info.actions {
            for input in ["{}", r#"{"name":"Ada"}"#] {
                let (came, expected) = (execute(&plugin, &action.name, input), execute(&native, &action.name, input));
                assert_eq!(came.to_string(), expected.to_string(), "{form}: {}({input})", action.name);
            }
        }
    }
}
