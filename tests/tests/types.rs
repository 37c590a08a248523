//! Types that authors bring: docs/types.md says how each is read and written.
//!
//! `UPDATE_DOCS=1 cargo test -p aro-tests --test types` writes the page's table again.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use aro_host_testkit::{Plugin, for_each_host};
use aro_tests::whole::{error_of, success};
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/brought");
const SOURCE: &str = include_str!("../fixtures/brought/src/lib.rs");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/types.md");

static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| Plugin::build(FOLDER).expect("the fixture builds"));

/// A type, a value that it is read from, and one that does not fit.
const TYPES: &[(&str, &str, &str)] = &[
    ("chrono::DateTime<chrono::Utc>", r#""2026-01-31T12:00:00Z""#, r#""2026-01-31T12:00:00""#),
    ("chrono::DateTime<chrono::FixedOffset>", r#""2026-01-31T12:00:00+01:00""#, "7"),
    ("chrono::NaiveDate", r#""2026-01-31""#, r#""2026-02-31""#),
    ("chrono::NaiveDateTime", r#""2026-01-31T12:00:00""#, r#""2026-01-31""#),
    ("chrono::NaiveTime", r#""12:00:00""#, r#""noon""#),
    ("time::OffsetDateTime", r#""2026-01-31 12:00:00.0 +01:00:00""#, r#""2026-01-31T12:00:00Z""#),
    ("time::Date", r#""2026-01-31""#, r#""2026-02-31""#),
    ("time::Time", r#""12:00:00.0""#, r#""noon""#),
    ("jiff::Timestamp", r#""2026-01-31T12:00:00Z""#, r#""2026-01-31T12:00:00""#),
    ("jiff::ZonedDateTime", r#""2026-01-31T12:00:00+01:00[+01:00]""#, r#""2026-01-31T12:00:00Z""#),
    ("jiff::civil::Date", r#""2026-01-31""#, r#""2026-02-31""#),
    ("jiff::civil::DateTime", r#""2026-01-31T12:00:00""#, r#""noon""#),
    ("jiff::civil::Time", r#""12:00:00""#, r#""noon""#),
    ("jiff::SignedDuration", r#""PT2H30M""#, "90"),
    ("jiff::Span", r#""P1M2DT3H""#, r#""soon""#),
    ("uuid::Uuid", r#""017f22e2-79b0-7cc3-98c4-dc0c0c07398f""#, r#""017f""#),
    ("url::Url", r#""https://example.org/a""#, r#""example.org""#),
    ("rust_decimal::Decimal", r#""12.50""#, r#""a lot""#),
    ("Duration", r#"{"secs":1,"nanos":5}"#, "90"),
    ("SystemTime", r#"{"secs_since_epoch":1,"nanos_since_epoch":5}"#, r#""now""#),
    ("NonZeroU8", "7", "0"),
    ("NonZeroI64", "-7", "0"),
    ("u128", "340282366920938463463374607431768211455", "2.5"),
    ("Box<str>", r#""text""#, "7"),
    ("Arc<str>", r#""text""#, "7"),
    ("Rc<str>", r#""text""#, "true"),
    ("Box<[i64]>", "[1,2]", r#"[1,"two"]"#),
    ("PathBuf", r#""a/b.txt""#, "[]"),
    ("std::net::Ipv4Addr", r#""192.0.2.1""#, r#""192.0.2""#),
    ("std::net::IpAddr", r#""2001:db8::1""#, r#""localhost""#),
    ("std::net::SocketAddr", r#""192.0.2.1:80""#, r#""192.0.2.1""#),
    ("BTreeMap<u32, String>", r#"{"1":"a","20":"b"}"#, r#"{"first":"a"}"#),
    ("HashMap<i64, bool>", r#"{"-1":true}"#, r#"{"-1":"yes"}"#),
    ("BTreeMap<NonZeroU8, u8>", r#"{"1":1}"#, r#"{"0":1}"#),
    ("BTreeMap<char, u8>", r#"{"a":1}"#, r#"{"ab":1}"#),
    ("BTreeMap<uuid::Uuid, u8>", r#"{"017f22e2-79b0-7cc3-98c4-dc0c0c07398f":1}"#, r#"{"017f":1}"#),
    ("Vec<uuid::Uuid>", r#"["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"]"#, r#"["017f"]"#),
];

/// The fixture's functions of a type.
#[derive(Clone, Copy)]
struct Functions {
    /// The type as the fixture's list has it.
    ty: &'static str,
    action: &'static str,
    maybe: &'static str,
    qualifier: &'static str,
}

/// The fixture's list.
fn functions() -> Vec<Functions> {
    let (_, list) = SOURCE.split_once("\nsame! {\n").unwrap();
    let (list, _) = list.split_once("\n}\n").unwrap();
    let line = |line: &'static str| {
        let parts: Vec<&str> = line.splitn(7, '"').collect();
        let [_, action, _, maybe, _, qualifier, ty] = parts[..] else { panic!("{line}") };
        let ty = ty.trim().trim_end_matches(';').trim_start_matches("::core::primitive").trim_start_matches("::");
        Functions { ty, action, maybe, qualifier }
    };
    list.lines().map(line).collect()
}

fn functions_of(ty: &str) -> Functions {
    let functions = functions();
    let found = functions.iter().find(|functions| functions.ty.replace("::uuid", "uuid") == ty);
    *found.unwrap_or_else(|| panic!("the fixture has no {ty}"))
}

/// `value` as the value of an action's reply: an object is the reply itself.
fn reply_of(value: &Value) -> Value {
    if value.is_object() { value.clone() } else { json!({ "value": value }) }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// The envelope of a value, as text: `serde_json` has no integers of 128 bits.
fn envelope(json: &str) -> String {
    format!(r#"{{"value":{json}}}"#)
}

fn property(action: &str) -> Value {
    let info = PLUGIN.info_json().unwrap();
    let actions = info["actions"].as_array().unwrap();
    let found = actions.iter().find(|known| known["name"] == action).unwrap();
    found["parameters"]["properties"]["value"].clone()
}

fn input_types(qualifier: &str) -> Value {
    let info = PLUGIN.info_json().unwrap();
    let qualifiers = info["qualifiers"].as_array().unwrap();
    qualifiers.iter().find(|known| known["name"] == qualifier).unwrap()["inputTypes"].clone()
}

#[test]
fn the_page_has_every_type_with_what_the_plugin_answers() {
    let mut table = String::from(
        "| type | argument and result | ARO types | schema | what does not fit |\n|---|---|---|---|---|\n",
    );
    for (ty, json, misfit) in TYPES {
        let functions = functions_of(ty);
        let reply = PLUGIN.execute_text(functions.action, &envelope(json)).unwrap();
        assert_eq!(reply.error(), None, "{ty} of {json}");
        let refused = error_of(&PLUGIN.execute_text(functions.action, &envelope(misfit)).unwrap());
        assert_eq!(refused.code, Some(1), "{ty}");
        let property = property(functions.action);
        let list = |value: &Value| match value {
            Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            word => word.as_str().unwrap_or("any").to_owned(),
        };
        let format = property["format"].as_str().map_or_else(String::new, |format| format!(", `{format}`"));
        let _ = writeln!(
            table,
            "| `{ty}` | `{json}` | {} | {}{format} | `{misfit}`: {} |",
            list(&input_types(functions.qualifier)),
            list(&property["type"]),
            refused.message
        );
    }
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once("<!-- tests/types -->\n\n").unwrap();
    let (_, after) = rest.split_once("\n<!-- end of tests/types -->").unwrap();
    let wanted = format!("{before}<!-- tests/types -->\n\n{table}\n<!-- end of tests/types -->{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &wanted).unwrap();
    }
    let page = fs::read_to_string(PAGE).unwrap();
    assert!(page == wanted, "docs/types.md is out of date: UPDATE_DOCS=1 cargo test -p aro-tests --test types");
}

#[test]
fn the_page_has_every_type_of_the_fixture() {
    let listed: BTreeSet<&str> = TYPES.iter().map(|(ty, ..)| *ty).collect();
    let tested: BTreeSet<String> = functions().iter().map(|functions| functions.ty.replace("::uuid", "uuid")).collect();
    let unlisted: Vec<&String> = tested.iter().filter(|ty| !listed.contains(ty.as_str())).collect();
    assert_eq!(unlisted, ["Moment", "Uuid"], "an alias, and a type of the fixture's own");
}

#[test]
fn every_type_comes_back_as_it_was_given_as_an_argument_as_an_optional_one_and_as_a_qualifier_s_value() {
    for (ty, json, _) in TYPES {
        let functions = functions_of(ty);
        for action in [functions.action, functions.maybe] {
            let reply = PLUGIN.execute_text(action, &envelope(json)).unwrap();
            let expected = if json.starts_with('{') { (*json).to_owned() } else { envelope(json) };
            assert_eq!(reply.text().unwrap(), expected, "{action}");
        }
        for absent in ["{}", r#"{"value":null}"#] {
            let reply = PLUGIN.execute_text(functions.maybe, absent).unwrap();
            assert_eq!(success(&reply), json!({}), "{ty}");
        }
        let input = CString::new(envelope(json)).unwrap();
        let name = CString::new(functions.qualifier).unwrap();
        let reply = PLUGIN.qualifier_raw(Some(&name), Some(&input)).unwrap();
        assert_eq!(reply.text().unwrap(), format!(r#"{{"result":{json}}}"#), "{ty}");
    }
}

#[test]
fn every_type_comes_back_on_every_host_path() {
    for_each_host(|host| {
        host.load(&*PLUGIN);
        for (ty, json, misfit) in TYPES {
            // Programs have integers of 64 bits.
            if *ty == "u128" {
                continue;
            }
            let functions = functions_of(ty);
            let (value, statement) = (parsed(json), format!("{} the <same> from the <v>.", functions.action));
            let outcome = host.run(&statement, json!({ "v": value })).unwrap();
            assert_eq!(outcome.value(), Some(&reply_of(&value)), "{ty}: {outcome}");
            let outcome = host.run(&statement, json!({ "v": parsed(misfit) })).unwrap();
            assert!(outcome.error().is_some() || outcome.thrown().is_some(), "{ty}");
            let statement = format!("Compute the <same: Brought.{}> from the <v>.", functions.qualifier);
            let outcome = host.run(&statement, json!({ "v": value })).unwrap();
            assert_eq!(outcome.value(), Some(&value), "{ty}: {outcome}");
        }
    });
}

#[test]
fn an_alias_has_the_format_of_its_type_and_a_type_of_another_crate_with_the_name_of_a_known_one_has_none() {
    assert_eq!(property("SameChronoAlias"), json!({ "type": "string", "format": "date-time" }));
    assert_eq!(property("MaybeChronoAlias"), json!({ "type": "string", "format": "date-time" }));
    assert_eq!(property("SameOwnUuid"), json!({ "type": "string" }));
    assert_eq!(property("SameUuid"), json!({ "type": "string", "format": "uuid" }));
    assert_eq!(property("SameUuids"), json!({ "type": "array" }));
}

#[test]
fn inside_of_a_struct_an_error_names_the_place_and_what_came() {
    let meeting = json!({
        "id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "at": "2026-01-31T12:00:00Z",
        "links": ["https://example.org/", "https://example.org/b"], "until": "2026-01-31T13:00:00Z"
    });
    let call = |meeting: &Value| PLUGIN.execute("SameMeeting", &json!({ "meeting": meeting })).unwrap();
    assert_eq!(success(&call(&meeting)), meeting);
    for (pointer, value, message) in [
        (
            "/id",
            json!("017f"),
            "argument \"meeting.id\": UUID parsing failed: invalid length: found 4, got the string \"017f\"",
        ),
        (
            "/links/1",
            json!("b"),
            "argument \"meeting.links[1]\": relative URL without a base: \"b\", got the string \"b\"",
        ),
        ("/until", json!("13:00"), "got the string \"13:00\""),
        (
            "/at",
            json!(13),
            "argument \"meeting.at\": expected an RFC 3339 formatted date and time string, got the integer 13",
        ),
    ] {
        let mut wrong = meeting.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let error = error_of(&call(&wrong));
        assert!(error.message.contains(message), "{}", error.message);
    }
}

#[test]
fn with_schemars_the_schema_has_the_author_s_types_with_those_inside_of_them() {
    let plugin = Plugin::builder(FOLDER).features(["schemars"]).build_cdylib().unwrap();
    let info = Plugin::open(plugin).unwrap().fresh_copy().unwrap().info_json().unwrap();
    let actions = info["actions"].as_array().unwrap();
    let parameters = &actions.iter().find(|action| action["name"] == "SendParcel").unwrap()["parameters"];
    let place = json!({
        "description": "Where something is.", "type": "object", "required": ["street"],
        "properties": {
            "street": { "description": "The street with its number.", "type": "string" },
            "zipCode": { "type": ["integer", "null"], "format": "uint32", "minimum": 0 }
        }
    });
    let properties = &parameters["properties"];
    assert_eq!(properties["parcel"]["properties"]["to"], place);
    assert_eq!(properties["parcel"]["properties"]["tags"]["additionalProperties"], json!({ "type": "string" }));
    let mut from = place.clone();
    from["description"] = "From where it comes.".into();
    assert_eq!(properties["from"], from, "the parameter's own words");
    // A type that contains itself is a definition.
    assert_eq!(properties["reference"]["properties"]["parts"]["items"], json!({ "$ref": "#/$defs/Item" }));
    assert_eq!(parameters["$defs"]["Item"]["required"], json!(["name", "parts"]));
    // What has no schema has its types and its format, as without the feature.
    assert_eq!(properties["undescribed"], json!({ "type": "object" }));
    assert_eq!(properties["panicking"], json!({ "type": "string" }));
    assert_eq!(properties["id"], json!({ "type": "string", "format": "uuid" }));
    let count = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255, "default": 5 });
    assert_eq!(properties["count"], count);
    assert_eq!(properties["any"], json!({}));
    let required = json!(["parcel", "from", "reference", "undescribed", "panicking", "id", "any"]);
    assert_eq!(parameters["required"], required);
}
