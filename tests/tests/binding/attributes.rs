//! `#[arg(…)]`.

use aro_tests::recorder::{answer, answer_text, eager, legacy, refusal};
use serde_json::{Value, json};

#[test]
fn a_default_stands_in_for_what_is_absent_or_null() {
    let defaults = json!({
        "value": "v", "count": 0, "headers": true, "size": 3, "separator": ";", "columns": [1, 2],
    });
    assert_eq!(answer("TakeDefaults", &json!({ "value": "v" })), defaults);
    let nulls = json!({ "count": null, "headers": null, "size": null, "separator": null, "columns": null });
    assert_eq!(answer("TakeDefaults", &eager("o", &json!("v"), &nulls)), defaults);
    let given = json!({ "count": 7, "headers": false, "size": 0, "separator": "a/b", "columns": [] });
    let mut whole = given.clone();
    whole["value"] = json!("v");
    for envelope in [eager("o", &json!("v"), &given), legacy("o", &json!("v"), &given), whole.clone()] {
        assert_eq!(answer("TakeDefaults", &envelope), whole);
    }
}

#[test]
fn a_default_does_not_cover_up_a_wrong_value() {
    let error = refusal("TakeDefaults", &json!({ "value": "v", "headers": "yes" }));
    assert_eq!(error.message, "argument \"headers\": expected a boolean, got the string \"yes\"");
}

#[test]
fn a_subject_with_a_default_takes_the_object_first() {
    let result = |envelope: &Value| answer("TakeDefaultSubject", envelope)["result"].clone();
    assert_eq!(result(&json!({})), "nobody");
    assert_eq!(result(&json!({ "data": "Ada" })), "Ada");
    assert_eq!(result(&eager("who", &json!("Ada"), &Value::Null)), "Ada");
    assert_eq!(result(&eager("who", &json!("Ada"), &json!({ "name": "Bob" }))), "Bob");
    assert_eq!(result(&json!({ "data": null })), "nobody");
    // The default is for what is absent, not for what does not fit.
    let error = refusal("TakeDefaultSubject", &json!({ "data": 5 }));
    assert_eq!(error.message, "argument \"name\": expected a string, got the integer 5");
}

#[test]
fn the_object_is_found_by_its_name_however_that_is_escaped() {
    let names = [
        ("plain", "plain"),
        (r"a\/b", "a/b"),
        ("a/b", r"a\/b"),
        (r"\u00e9", "é"),
        (r"\ud83d\ude42", "🙂"),
        (r#"\""#, r#"\""#),
    ];
    for (base, key) in names {
        let envelope = format!(r#"{{"source":{{"base":"{base}","specifiers":[]}},"{key}":"Ada"}}"#);
        assert_eq!(answer_text("TakeDefaultSubject", &envelope)["result"], "Ada", "{envelope}");
    }
}

#[test]
fn programs_use_the_name_that_the_attribute_gives() {
    let given = json!({ "file-name": "f", "type": "t", "größe": 3 });
    let named = json!({ "file": "f", "type": "t", "size": 3 });
    assert_eq!(answer("TakeRenamed", &given), named);
    assert_eq!(answer("TakeRenamed", &eager("o", &json!("object"), &given)), named);
    let error = refusal("TakeRenamed", &json!({ "file": "f", "size": 3 }));
    assert!(error.message.starts_with("argument \"file-name\" is missing"), "{error}");
    assert_eq!(error.details, Some(json!({ "argument": "file-name" })));
}

#[test]
fn the_subject_may_stand_later() {
    let bound = json!({ "limit": 5, "text": "t" });
    for envelope in [
        eager("o", &json!("t"), &json!({ "limit": 5 })),
        legacy("o", &json!("t"), &json!({ "limit": 5 })),
        json!({ "text": "t", "limit": 5 }),
        json!({ "data": "t", "limit": 5 }),
        eager("o", &json!("other"), &bound),
    ] {
        assert_eq!(answer("TakeLater", &envelope), bound, "{envelope}");
    }
    // An object named like the other parameter is not its argument.
    let error = refusal("TakeLater", &eager("limit", &json!(5), &Value::Null));
    assert!(error.message.starts_with("argument \"limit\" is missing"), "{error}");
}

/// `TakeLater the <r> from the <limit> with { limit: 5 }.`: the with-argument has overwritten the
/// key of the object's name, so `data` and `object` hold the object, just as for a variable that
/// has the name of one of the host's keys.
#[test]
fn an_object_whose_name_a_with_argument_has_taken_is_still_the_subject() {
    let envelope = eager("limit", &json!("t"), &json!({ "limit": 5 }));
    assert_eq!(answer("TakeLater", &envelope), json!({ "limit": 5, "text": "t" }));
    let data_too = eager("limit", &json!("t"), &json!({ "limit": 5, "data": 6 }));
    assert_eq!(answer("TakeLater", &data_too), json!({ "limit": 5, "text": "t" }));
}

/// With-arguments that overwrite some of the object's three keys leave it under the others. If they
/// overwrite all, the object has not come, and what is under its name counts.
#[test]
fn the_object_is_found_under_the_keys_that_no_with_argument_has_taken() {
    for (with, text) in [
        (json!({ "limit": 5, "object": "o" }), "t"),
        (json!({ "limit": 5, "data": "d" }), "t"),
        (json!({ "limit": 5, "data": "d", "object": "o" }), "n"),
    ] {
        let mut with = with;
        with["name"] = json!("n");
        assert_eq!(
            answer("TakeLater", &eager("name", &json!("t"), &with)),
            json!({ "limit": 5, "text": text }),
            "{with}"
        );
    }
    for (with, text) in
        [(json!({ "limit": 5, "data": "d" }), "t"), (json!({ "limit": 5, "data": "d", "object": "o" }), "t")]
    {
        for object in ["name", "_expression_"] {
            let bound = json!({ "limit": 5, "text": text });
            assert_eq!(answer("TakeLater", &eager(object, &json!("t"), &with)), bound, "{object} {with}");
        }
    }
}

#[test]
fn the_objects_own_name_comes_before_data_and_data_before_object() {
    for with in [Value::Null, json!({ "limit": 5 })] {
        let mut envelope = eager("name", &json!("own"), &with);
        envelope["limit"] = json!(5);
        for (key, text) in [("", "own"), ("name", "data"), ("data", "object")] {
            envelope.as_object_mut().unwrap().remove(key);
            for (key, value) in [("data", "data"), ("object", "object")] {
                if envelope.get(key).is_some() {
                    envelope[key] = json!(value);
                }
            }
            assert_eq!(answer("TakeLater", &envelope), json!({ "limit": 5, "text": text }), "{envelope}");
        }
    }
}

#[test]
fn a_variable_named_like_a_key_of_the_host_is_still_the_object() {
    for name in ["data", "object", "result", "source", "preposition", "qualifier", "_context"] {
        for with in [Value::Null, json!({ "limit": 5 })] {
            let mut envelope = eager(name, &json!("t"), &with);
            // What the host itself puts there.
            if !["data", "object", "result", "source"].contains(&name) {
                envelope[name] = json!("the host's");
            }
            assert_eq!(answer("TakeDefaultSubject", &envelope)["result"], "t", "{envelope}");
        }
    }
}

#[test]
fn one_parameter_takes_the_object_and_a_default_stands_for_the_others() {
    let bound = json!({
        "value": "v", "count": 0, "headers": true, "size": 3, "separator": ";", "columns": [1, 2],
    });
    for with in [Value::Null, json!({ "other": 1 })] {
        for envelope in [eager("o", &json!("v"), &with), legacy("o", &json!("v"), &with)] {
            assert_eq!(answer("TakeDefaults", &envelope), bound, "{envelope}");
        }
    }
}

#[test]
fn with_takes_with_arguments_only_and_is_passed_over_for_the_subject() {
    let with = |limit: &Value| json!({ "limit": limit });
    let cases = [
        (eager("o", &json!("t"), &with(&json!(5))), json!({ "limit": 5, "text": "t" })),
        (legacy("o", &json!("t"), &with(&json!(5))), json!({ "limit": 5, "text": "t" })),
        (json!({ "text": "t", "_with": { "limit": 5 } }), json!({ "limit": 5, "text": "t" })),
        (json!({ "text": "t", "limit": 5 }), json!({ "text": "t" })),
        (json!({ "text": "t", "limit": 5, "_with": { "limit": 6, "_with": {} } }), json!({ "text": "t" })),
        (json!({ "text": "t", "_with": { "limit": 6, "_with": { "limit": 7 } } }), json!({ "limit": 7, "text": "t" })),
        (eager("limit", &json!("t"), &Value::Null), json!({ "text": "t" })),
        (json!({ "_with": "no object", "data": "t" }), json!({ "text": "t" })),
    ];
    for (envelope, bound) in cases {
        assert_eq!(answer("TakeWith", &envelope), bound, "{envelope}");
    }
    let error = refusal("TakeRequiredWith", &json!({ "text": "t", "limit": 5 }));
    assert_eq!(error.message, "argument \"limit\" is missing: write `with { limit: … }`");
}

#[test]
fn an_option_is_none_when_absent_or_null() {
    for envelope in [json!({}), json!({ "text": null, "limit": null }), eager("o", &Value::Null, &Value::Null)] {
        assert_eq!(answer("TakeOptional", &envelope), json!({}));
    }
    assert_eq!(answer("TakeOptional", &json!({ "data": "t", "limit": 0 })), json!({ "text": "t", "limit": 0 }));
    let error = refusal("TakeOptional", &json!({ "limit": "five" }));
    assert_eq!(error.message, "argument \"limit\": expected an integer, got the string \"five\"");
    let error = refusal("TakeOptional", &json!({ "data": 5 }));
    assert_eq!(error.message, "argument \"text\": expected a string, got the integer 5");
}

#[test]
fn flatten_reads_the_whole_of_the_arguments_into_one_struct() {
    let given = json!({ "limit": 5, "tags": ["a/b"], "title": "x/y" });
    let bound = json!({ "value": "v", "options": given });
    assert_eq!(answer("FlatOptions", &eager("o", &json!("v"), &given)), bound);
    assert_eq!(answer("FlatOptions", &legacy("o", &json!("v"), &given)), bound);
    let escaped = r#"{"value":"v","limit":5,"tags":["a\/b"],"t\u0069tle":"x\/y","result":{"base":"r"}}"#;
    assert_eq!(answer_text("FlatOptions", escaped), bound);
    assert_eq!(answer("FlatOptions", &json!({})), json!({ "options": { "tags": [] } }));
    let error = refusal("FlatOptions", &json!({ "tags": ["a", 5] }));
    assert_eq!(error.message, "argument \"tags[1]\": expected a string, got the integer 5");
}

#[test]
fn flatten_as_the_subject_takes_the_members_of_the_object() {
    let ada = json!({ "name": "Ada", "age": 36 });
    for envelope in [
        eager("user", &ada, &Value::Null),
        legacy("user", &ada, &Value::Null),
        eager("_expression_", &ada, &ada),
        json!({ "data": ada }),
        json!({ "object": ada }),
        ada.clone(),
        json!({ "_with": ada }),
        eager("user", &json!({ "name": "Ada", "age": 9 }), &json!({ "age": 36 })),
        eager("user", &json!("no object"), &ada),
    ] {
        assert_eq!(answer("FlatUser", &envelope), ada, "{envelope}");
    }
    let error = refusal("FlatUser", &eager("user", &json!({ "name": "Ada" }), &Value::Null));
    assert!(error.message.contains("the field \"age\" is missing"), "{error}");
}

#[test]
fn flatten_keeps_the_order_of_the_rules() {
    let layered = json!({
        "a": "top", "b": "top", "c": "top", "result": { "base": "r" }, "o": { "e": 1 }, "data": { "e": 1 },
        "source": { "base": "o", "specifiers": [] },
        "_with": { "a": "with", "b": "with", "d": "with", "data": 1, "_with": { "a": "clean", "data": "clean" } },
    });
    let all = json!({ "a": "clean", "data": "clean", "b": "top", "c": "top", "d": "with" });
    assert_eq!(answer("FlatMap", &layered), all);
    let twice = answer("FlatTwice", &layered);
    assert_eq!(twice["second"], all);
    let mut first = all;
    first["e"] = json!(1);
    assert_eq!(twice["first"], first);
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts() {
    let text = r#"{"limit":1,"text":"a","limit":2,"te\u0078t":"b"}"#;
    assert_eq!(answer_text("TakeTwo", text), json!({ "limit": 2, "text": "b" }));
    let twice = r#"{"text":"a","_with":{"limit":1,"_with":{"limit":2}},"_with":{"limit":3}}"#;
    assert_eq!(answer_text("TakeTwo", twice), json!({ "limit": 3, "text": "a" }));
    let many: String = (0..100).map(|n| format!(r#""k{n}":{n},"#)).collect();
    assert_eq!(
        answer_text("TakeTwo", &format!(r#"{{{many}"text":"t","limit":9}}"#)),
        json!({ "limit": 9, "text": "t" })
    );
}

/// `Verb the <r> with { limit: 2 }.`: the dictionary is the with-clause and, for the host, the
/// statement's object too.
#[test]
fn a_with_clause_alone_is_no_object_for_a_subject_that_cannot_be_read_from_it() {
    let clause = |with: Value| {
        let mut envelope = json!({
            "_expression_": with, "data": with, "object": with, "preposition": "with",
            "source": { "base": "_expression_", "specifiers": [] }, "result": { "base": "r", "specifiers": [] },
        });
        for (key, value) in with.as_object().unwrap() {
            envelope[key] = value.clone();
        }
        let mut copy = envelope.clone();
        copy["_with"] = with;
        envelope["_with"] = copy;
        envelope
    };
    assert_eq!(answer("TakeWith", &clause(json!({ "limit": 2 }))), json!({ "limit": 2 }));
    assert_eq!(answer("TakeDefaultSubject", &clause(json!({ "limit": 2 })))["result"], "nobody");
    // In any other statement, what does not fit is an error.
    let other = |key: &str, value: Value| {
        let mut envelope = clause(json!({ "limit": 2 }));
        envelope[key] = value;
        envelope
    };
    let others = [
        clause(json!({ "name": 5 })),
        other("preposition", json!("from")),
        other("source", json!({ "base": "data" })),
        other("_with", json!({})),
    ];
    for envelope in others {
        let message = refusal("TakeDefaultSubject", &envelope).message;
        assert!(message.starts_with("argument \"name\": expected a string"), "{envelope}: {message}");
    }
    let error = refusal("TakeTwo", &clause(json!({ "limit": 2 })));
    assert_eq!(error.message, "argument \"text\": expected a string, got an object");
}
