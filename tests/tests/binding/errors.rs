//! What an action's error becomes.

use aro_tests::recorder::{eager, legacy, refusal};
use serde_json::{Value, json};

#[test]
fn each_kind_of_error_crosses_with_what_it_knows() {
    let invalid = "invalid digit found in string";
    let causes = json!({ "causes": [invalid] });
    let cases = [
        ("FailStd", invalid, 6, None, None),
        ("FailQuestion", invalid, 6, None, None),
        ("FailBox", invalid, 6, None, None),
        ("FailSendBox", invalid, 6, None, None),
        ("FailChain", "the total cannot be read", 6, None, Some(causes)),
        ("FailIo", "no such file", 2, Some("io"), None),
        ("FailString", "no x", 6, None, None),
        ("FailText", "just no", 6, None, None),
        ("FailOwn", "fetching: too slow", 4, Some("io"), Some(json!({ "tries": 3, "hosts": ["a", "b"] }))),
    ];
    for (verb, message, code, category, details) in cases {
        let error = refusal(verb, &json!({ "text": "x" }));
        assert_eq!((error.message.as_str(), error.code), (message, Some(code)), "{verb}");
        assert_eq!((error.category.as_deref(), error.details), (category, details), "{verb}");
    }
}

#[test]
fn each_of_the_eleven_codes_crosses_as_its_number() {
    for number in 0..11_u64 {
        let error = refusal("FailCode", &json!({ "number": number }));
        assert_eq!(error.code, Some(number));
        assert_eq!(error.message, error.error_code().unwrap().to_string());
    }
    assert_eq!(refusal("FailCode", &json!({ "number": 11 })).message, "no such code");
}

#[test]
fn an_error_says_which_argument_what_was_expected_and_what_came() {
    let error = refusal("LimitRows", &json!({ "limit": "five" }));
    assert_eq!(error.message, "argument \"limit\": expected an integer, got the string \"five\"");
    assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")));
    assert_eq!(error.details, Some(json!({ "argument": "limit" })));
    for verb in ["EchoStr", "EchoString", "EchoCow"] {
        let error = refusal(verb, &json!({ "value": 5 }));
        assert_eq!(error.message, "argument \"value\": expected a string, got the integer 5", "{verb}");
    }
}

#[test]
fn an_error_inside_a_value_says_where() {
    let row = |price: Value| json!({ "name": "a/b", "price": price });
    let rows = json!([row(json!(1)), row(json!(2)), row(json!(3)), row(json!("cheap"))]);
    for envelope in [json!({ "rows": rows }), json!({ "data": rows })] {
        let error = refusal("SumRows", &envelope);
        let expected = "argument \"rows[3].price\": expected an integer, got the string \"cheap\"";
        assert_eq!(error.message, expected);
        assert_eq!(error.details, Some(json!({ "argument": "rows[3].price" })));
    }
    let cases = [
        (json!([{ "price": 1 }, {}]), "argument \"rows[1]\": the field \"price\" is missing"),
        (
            json!([{ "price": -1 }]),
            "argument \"rows[0].price\": expected an integer from 0 to 4294967295, got the integer -1",
        ),
        (json!([5]), "argument \"rows[0]\": expected an object (Row), got the integer 5"),
        (json!([{ "name": 5 }]), "argument \"rows[0].name\": expected a string, got the integer 5"),
        (json!({ "a": 1 }), "argument \"rows\": expected a list, got an object"),
    ];
    for (rows, message) in cases {
        assert_eq!(refusal("SumRows", &json!({ "rows": rows })).message, message);
    }
    let key = refusal("EchoTexts", &json!({ "value": { "a b": 5 } }));
    assert_eq!(key.message, "argument \"value[\"a b\"]\": expected a string, got the integer 5");
    let variant = refusal("EchoShape", &json!({ "value": { "Line": [1, "b"] } }));
    assert_eq!(variant.message, "argument \"value.Line[1]\": expected an integer, got the string \"b\"");
}

#[test]
fn a_missing_argument_says_how_to_give_it() {
    let subject = refusal("EchoStr", &json!({}));
    let hint = "give the statement an object, or write `with { value: … }`";
    assert_eq!(subject.message, format!("argument \"value\" is missing: {hint}"));
    // The statement's object would not help here.
    let second = refusal("TakeTwo", &json!({ "text": "t" }));
    assert_eq!(second.message, "argument \"limit\" is missing: write `with { limit: … }`");
    let first = refusal("TakeLater", &json!({ "text": "t" }));
    assert_eq!(first.message, "argument \"limit\" is missing: write `with { limit: … }`");
    for error in [subject, second, first] {
        assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")));
    }
}

#[test]
fn a_missing_argument_names_one_with_a_similar_name_that_came() {
    let missing = "argument \"limit\" is missing: write `with { limit: … }`";
    for wrong in ["limti", "limits", "lmit", "Limit", "lim-it", "LIM_IT"] {
        let with = json!({ wrong: 5 });
        for envelope in
            [json!({ "text": "t", wrong: 5 }), eager("o", &json!("t"), &with), legacy("o", &json!("t"), &with)]
        {
            let message = refusal("TakeTwo", &envelope).message;
            assert_eq!(message, format!("{missing}; one with a similar name came, \"{wrong}\""), "{envelope}");
        }
    }
    for other in ["max", "l", "limitations", "data", "_with", ""] {
        for envelope in [json!({ "text": "t", other: 5 }), eager("o", &json!("t"), &json!({ other: 5 }))] {
            assert_eq!(refusal("TakeTwo", &envelope).message, missing, "{envelope}");
        }
    }
    // The object of the statement is no argument.
    assert_eq!(refusal("TakeTwo", &eager("limits", &json!("t"), &Value::Null)).message, missing);
}

/// Most names of one or two characters are one mistake apart.
#[test]
fn a_name_has_a_similar_one_from_three_characters_on() {
    for (name, came, similar) in
        [("of", "oh", false), ("of", "off", false), ("top", "tap", true), ("top", "to", true), ("top", "data", false)]
    {
        let mut envelope = json!({ "text": "t", "of": 1, "top": 1 });
        envelope.as_object_mut().unwrap().remove(name);
        envelope[came] = json!(5);
        let mut message = format!("argument \"{name}\" is missing: write `with {{ {name}: … }}`");
        if similar {
            message += &format!("; one with a similar name came, \"{came}\"");
        }
        assert_eq!(refusal("TakeNames", &envelope).message, message, "{envelope}");
    }
}

#[test]
fn null_is_no_value_for_a_required_argument() {
    let error = refusal("TakeTwo", &json!({ "text": "t", "limit": null }));
    assert_eq!(error.message, "argument \"limit\": expected an integer, got null");
}

#[test]
fn a_long_text_is_shortened_and_a_short_one_is_not() {
    let quoted = |text: &str| {
        let message = refusal("LimitRows", &json!({ "limit": text })).message;
        message.strip_prefix("argument \"limit\": expected an integer, got the string ").unwrap().to_owned()
    };
    assert_eq!(quoted(&"x".repeat(60)), format!("\"{}\"", "x".repeat(60)));
    for letter in ["x", "é", "🙂", "\""] {
        let message = quoted(&letter.repeat(10_000));
        assert!(message.chars().count() < 150, "{message}");
        assert!(message.ends_with("…\" (10000 characters)"), "{message}");
    }
}
