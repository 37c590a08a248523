//! Replies that a host cannot take (ABI, section 5) are error replies that name the place.

use aro_host_testkit::Plugin;
use aro_tests::recorder::error_of;
use aro_tests::stubborn::FOLDER;
use serde_json::{Value, json};

fn stubborn() -> Plugin {
    Plugin::build(FOLDER).unwrap()
}

fn deep(plugin: &Plugin, levels: usize, how: &str, place: &str) -> aro_host_testkit::Reply {
    plugin.execute("GiveDeep", &json!({ "levels": levels, "how": how, "place": place })).unwrap()
}

/// How many lists and objects are open at the deepest place.
fn depth_of(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in json.bytes() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[test]
fn a_reply_of_512_levels_goes_out_and_one_of_more_is_an_error_that_names_the_place() {
    let plugin = stubborn();
    // What is not an object is put under a key, which is a level more.
    for (how, most) in [("objects", 512), ("lists", 511), ("both", 512)] {
        let most = if how == "both" { 511 } else { most };
        let text = deep(&plugin, most, how, "result").text().unwrap().to_owned();
        assert!(depth_of(&text) <= 512 && depth_of(&text) >= 511, "{how}: {}", depth_of(&text));
        for levels in [513, 600, 40_000] {
            let error = error_of(&deep(&plugin, levels, how, "result"));
            assert!(error.message.starts_with("the result cannot be written as JSON: "), "{how}: {error}");
            assert!(error.message.contains("512 levels"), "{how}: {error}");
            assert!(error.message.contains("in.in") || error.message.contains('['), "{how}: {error}");
            assert!(error.message.len() < 400, "{how}: {error}");
        }
    }
}

#[test]
fn an_event_and_a_detail_are_as_deep_as_the_whole_reply_allows() {
    let plugin = stubborn();
    let text = deep(&plugin, 509, "objects", "event").text().unwrap().to_owned();
    assert_eq!(depth_of(&text), 512);
    let error = error_of(&deep(&plugin, 510, "objects", "event"));
    assert!(error.message.contains("event \"Deep\"") && error.message.contains("512 levels"), "{error}");
    let text = deep(&plugin, 510, "objects", "detail").text().unwrap().to_owned();
    assert_eq!(depth_of(&text), 512);
    let error = error_of(&deep(&plugin, 40_000, "lists", "detail"));
    assert_eq!(error.message, "deep");
    assert!(error.details.as_ref().unwrap()["value"].as_str().unwrap().contains("512 levels"), "{error:?}");
}

#[test]
fn numbers_that_no_double_holds_and_unpaired_surrogates_are_errors_that_name_the_place() {
    let plugin = stubborn();
    let refused = [
        "1e400",
        "-1e999",
        "[1, {\"a\": 2E+400}]",
        "\"\\ud800\"",
        "\"\\udc00 \\ud800\"",
        "{\"\\udfff\": 1}",
        "{\"a\": \"x\\ud83dy\"}",
    ];
    for text in refused {
        let error = error_of(&plugin.execute("GiveRaw", &json!({ "text": text })).unwrap());
        assert!(error.message.starts_with("the result cannot be written as JSON: "), "{text}: {error}");
        let error = error_of(&plugin.execute("GiveRows", &json!({ "texts": ["1", "2", text] })).unwrap());
        assert!(error.message.contains("rows[2][\"the price\"]: "), "{text}: {error}");
        let error = error_of(&plugin.execute("GiveRawInside", &json!({ "text": text })).unwrap());
        assert_eq!(error.message, "raw", "{text}");
        assert!(error.details.as_ref().unwrap()["raw"].is_string(), "{text}: {error:?}");
    }
    for text in ["1e308", "-12345678901234567890123", "\"\\ud83d\\ude00 1e400\"", "{\"e\": [0.1e-400, \"\\\\ud800\"]}"]
    {
        let reply = plugin.execute("GiveRaw", &json!({ "text": text })).unwrap();
        assert!(reply.error().is_none(), "{text}: {reply:?}");
    }
}

#[test]
fn the_data_of_an_event_has_no_nulls_as_members() {
    let reply: Value = stubborn().execute("EmitNulls", &json!({})).unwrap().json().unwrap();
    assert_eq!(reply["_events"][0]["data"], json!({ "inner": { "id": 1 }, "list": [null, 1] }));
}
