//! The plugin as a host uses it: built, loaded, and called through its C interface.

#[path = "../../host_paths.rs"]
mod host_paths;

use std::sync::LazyLock;

use aro_host_testkit::{ErrorCode, Plugin, ReplyError};
use host_paths::envelopes;
use serde_json::{Value, json};

static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| aro_host_testkit::plugin!());

fn reply(action: &str, input: &Value) -> Value {
    PLUGIN.execute(action, input).unwrap().json().unwrap()
}

fn error(action: &str, input: &Value) -> ReplyError {
    let reply = PLUGIN.execute(action, input).unwrap();
    reply.error().unwrap_or_else(|| panic!("{action} of {input} gave {reply}"))
}

#[test]
fn the_metadata_describes_the_plugin() {
    let info = PLUGIN.info().unwrap();
    assert_eq!((info.name.as_str(), info.version.as_str()), ("csv-plugin", env!("CARGO_PKG_VERSION")));
    assert_eq!(info.description.as_deref(), Some(env!("CARGO_PKG_DESCRIPTION")));
    assert_eq!((info.language.as_str(), info.handle.as_deref()), ("rust", Some("CSV")));
    for (name, verbs, symbol, description) in [
        ("ParseCSV", vec!["ParseCSV", "ReadCSV"], "csv_plugin__parse_csv", "Parses CSV text into rows."),
        ("FormatCSV", vec!["FormatCSV", "WriteCSV"], "csv_plugin__format_csv", "Formats rows as CSV text."),
        ("CSVToJSON", vec!["CSVToJSON"], "csv_plugin__csv_to_json", "Turns CSV text into JSON text."),
    ] {
        let action = info.actions.iter().find(|action| action.name == name).unwrap();
        assert_eq!(action.verbs, verbs);
        assert_eq!(action.prepositions, ["from", "with"]);
        assert_eq!((action.role.as_deref(), action.symbol.as_deref()), (Some("own"), Some(symbol)));
        assert_eq!(action.description.as_ref().unwrap().lines().next(), Some(description));
        assert!(PLUGIN.has_symbol(symbol));
    }
    assert_eq!(info.actions.len(), 3);
}

#[test]
fn every_spelling_of_a_verb_reaches_its_action() {
    let table = json!({ "rows": [{ "a": "1" }], "columns": ["a"], "count": 1 });
    for verb in ["ParseCSV", "parsecsv", "PARSECSV", "parse_csv", "Parse-CSV", "ReadCSV", "readcsv", "read_csv"] {
        assert_eq!(reply(verb, &json!({ "data": "a\n1" })), table, "{verb}");
    }
    for verb in ["CSVToJSON", "csvtojson", "csv_to_json"] {
        assert_eq!(reply(verb, &json!({ "data": "a\n1" })), json!({ "json": r#"[{"a":"1"}]"#, "count": 1 }), "{verb}");
    }
    for verb in ["FormatCSV", "write-csv"] {
        assert_eq!(reply(verb, &json!({ "data": table }))["text"], "a\n1\n", "{verb}");
    }
}

#[test]
fn every_host_path_gets_the_same_table() {
    let text = json!("name,age\nAlice,30\nBob,\n");
    let expected = json!({
        "rows": [{ "name": "Alice", "age": "30" }, { "name": "Bob", "age": "" }],
        "columns": ["name", "age"],
        "count": 2,
    });
    for (path, envelope) in envelopes("text", &text, &json!({})) {
        assert_eq!(reply("ParseCSV", &envelope), expected, "{path}");
    }
    assert_eq!(reply("ParseCSV", &json!({ "data": text })), expected, "plain JSON");
}

#[test]
fn with_arguments_reach_the_action_on_every_path() {
    let with = json!({ "headers": false, "delimiter": ";" });
    for (path, envelope) in envelopes("text", &json!("a;b\n1;2"), &with) {
        assert_eq!(reply("ParseCSV", &envelope), json!({ "rows": [["a", "b"], ["1", "2"]], "count": 2 }), "{path}");
    }
    let plain = json!({ "data": "a;b", "headers": false, "delimiter": ";" });
    assert_eq!(reply("CSVToJSON", &plain), json!({ "json": r#"[["a","b"]]"#, "count": 1 }));
}

#[test]
fn a_with_argument_wins_over_the_object_on_every_path() {
    // The parameter has the name of a host key; the object is then only under its own
    // name.
    for (path, envelope) in envelopes("text", &json!("never,read"), &json!({ "data": "a\n1" })) {
        assert_eq!(reply("ParseCSV", &envelope)["columns"], json!(["a"]), "{path}");
    }
}

#[test]
fn what_was_parsed_can_be_formatted_on_every_path() {
    for csv in ["z,a\n1,2\n", "x,y\n\"two\nlines\",\n", "äöü\n日本\n", "a\nhttp://example.com/\n"] {
        let table = reply("ParseCSV", &json!({ "data": csv }));
        for (path, envelope) in envelopes("table", &table, &json!({})) {
            assert_eq!(reply("FormatCSV", &envelope)["text"], csv, "{path}");
        }
    }
    let with = json!({ "columns": ["b"], "delimiter": "\t", "headers": false });
    for (path, envelope) in envelopes("rows", &json!([{ "a": 1, "b": 2.5 }]), &with) {
        assert_eq!(reply("FormatCSV", &envelope), json!({ "text": "2.5\n", "columns": ["b"], "count": 1 }), "{path}");
    }
}

#[test]
fn an_escape_in_the_envelope_is_unescaped() {
    let input = r#"{"data":"link\nhttps:\/\/example.com\/\n"}"#;
    let reply = PLUGIN.execute_text("ParseCSV", input).unwrap().json().unwrap();
    assert_eq!(reply["rows"], json!([{ "link": "https://example.com/" }]));
}

#[test]
fn a_wrong_argument_is_an_error_that_names_it() {
    for (input, message, argument) in [
        (json!({ "data": 7 }), "argument \"data\": expected a string, got the integer 7", "data"),
        (
            json!({ "data": "a", "headers": "no" }),
            "argument \"headers\": expected a boolean, got the string \"no\"",
            "headers",
        ),
        (
            json!({ "data": "a", "delimiter": "::" }),
            "argument \"delimiter\": expected a string of one character, got the string \"::\"",
            "delimiter",
        ),
        (json!({}), "argument \"data\" is missing: give the statement an object, or write `with { data: … }`", "data"),
    ] {
        let error = error("ParseCSV", &input);
        assert_eq!(error.message, message);
        assert_eq!(
            (error.error_code(), error.category.as_deref()),
            (Some(ErrorCode::InvalidInput), Some("validation"))
        );
        assert_eq!(error.details, Some(json!({ "argument": argument })));
    }
}

#[test]
fn a_failure_of_the_action_is_an_error_with_its_message() {
    for (action, input, start) in [
        ("ParseCSV", json!({ "data": "a,b\n1" }), "line 2 has 1 field, but the first line has 2: "),
        ("CSVToJSON", json!({ "data": "a,a\n1,2" }), "columns 1 and 2 are both named \"a\""),
        ("ParseCSV", json!({ "data": "a", "delimiter": "\"" }), "the delimiter '\"' cannot be used: "),
        ("FormatCSV", json!({ "data": [["a"], "b"] }), "row 2 is text, expected an object or a list"),
    ] {
        let error = error(action, &input);
        assert!(error.message.starts_with(start), "{error}");
        assert_eq!((error.error_code(), error.category), (Some(ErrorCode::ExecutionFailed), None));
    }
}

#[test]
fn input_that_is_no_envelope_is_an_error() {
    for input in ["", "{\"data\":\"a\"", "\"a,b\"", "null"] {
        let reply = PLUGIN.execute_text("ParseCSV", input).unwrap();
        assert_eq!(reply.error().and_then(|error| error.error_code()), Some(ErrorCode::InvalidInput), "{reply}");
    }
    assert_eq!(error("FormatXLS", &json!({})).error_code(), Some(ErrorCode::NotFound));
}

#[test]
fn every_reply_is_freed() {
    let plugin = aro_host_testkit::plugin!();
    let rows: Vec<Value> = (0..10_000).map(|n| json!([n, "text"])).collect();
    let text = plugin.execute("FormatCSV", &json!({ "data": rows })).unwrap().json().unwrap()["text"].clone();
    assert_eq!(
        plugin.execute("ParseCSV", &json!({ "data": text, "headers": false })).unwrap().json().unwrap()["count"],
        10_000
    );
    plugin.execute("ParseCSV", &json!({})).unwrap();
    assert_eq!(plugin.outstanding(), 0);
}
