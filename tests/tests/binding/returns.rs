//! What a result becomes.

use aro_tests::recorder::{answer, recorder, refusal};
use serde_json::{Value, json};

#[test]
fn an_object_is_the_reply_and_everything_else_stands_under_result() {
    let pair = json!({ "left": 1, "right": "r" });
    let under = |value: Value| json!({ "result": value });
    let cases = [
        ("GiveObject", pair.clone()),
        ("GiveList", under(json!([1, 2]))),
        ("GiveObjects", under(json!([pair]))),
        ("GiveText", under(json!("text"))),
        ("GiveNumber", under(json!(-3))),
        ("GiveFraction", under(json!(2.5))),
        ("GiveBool", under(json!(false))),
        ("GiveChar", under(json!("é"))),
        ("GiveUnit", json!({})),
        ("GiveNone", json!({})),
        ("GiveSome", under(json!(5))),
        ("GiveSomeNone", json!({})),
        ("GiveOk", under(json!(1))),
        ("GiveTuple", under(json!([1, "a"]))),
        ("GiveUnitVariant", under(json!("Unit"))),
        ("GiveNewtypeVariant", json!({ "Newtype": 1 })),
        ("GiveTupleVariant", json!({ "Tuple": [1, 2] })),
        ("GiveStructVariant", json!({ "Struct": { "b": 1 } })),
        ("GiveByNumber", json!({ "-1": "a", "2": "b" })),
        ("GiveByChar", json!({ "\"": true })),
        ("GiveExtremes", under(json!([i64::MAX, i64::MIN, u64::MAX]))),
        ("OldThing", json!({})),
    ];
    for (verb, reply) in cases {
        assert_eq!(answer(verb, &json!({})), reply, "{verb}");
    }
}

#[test]
fn returns_names_the_key_of_what_is_no_object() {
    assert_eq!(answer("GiveRows", &json!({})), json!({ "rows": [0, 1] }));
    assert_eq!(answer("GiveRows", &json!({ "data": 0 })), json!({}));
    assert_eq!(answer("GiveObjectRows", &json!({})), json!({ "left": 2, "right": "s" }));
}

#[test]
fn members_that_are_none_are_left_out_at_every_depth_and_items_stay() {
    let level = json!({
        "some": 1,
        "list": [null, { "left": 1, "right": "r" }],
        "rows": [{ "b": 1 }, {}],
    });
    let mut whole = level.clone();
    whole["inner"] = level;
    assert_eq!(answer("GiveSparse", &json!({})), whole);
}

#[test]
fn raw_json_within_a_value_stays_to_the_letter() {
    let reply = recorder().execute("GiveHolder", &json!({})).unwrap();
    assert_eq!(reply.text().unwrap(), r#"{"raw":{"n":1.50,"u":"\u0041"},"list":[1e2,null]}"#);
}

#[test]
fn what_json_cannot_say_is_an_error_and_no_half_reply() {
    for (verb, hint) in [("GiveNan", "NaN"), ("GiveHiddenNan", "inf"), ("GiveByList", "key must be a string")] {
        let error = refusal(verb, &json!({}));
        assert!(error.message.starts_with("the result cannot be written as JSON: "), "{verb}: {error}");
        assert!(error.message.contains(hint), "{verb}: {error}");
        assert_eq!((error.code, error.details), (Some(6), None), "{verb}");
    }
}
