//! What the metadata says of an action.

use aro_tests::recorder::{answer, recorder};
use serde_json::json;

#[test]
fn an_action_is_described_by_its_attribute_and_its_doc_comment() {
    let info = recorder().info().unwrap();
    assert_eq!((info.name.as_str(), info.language.as_str()), ("recorder", "rust"));
    assert_eq!((info.version.as_str(), info.handle.as_deref()), (env!("CARGO_PKG_VERSION"), Some("Recorder")));
    let action = |name: &str| info.actions.iter().find(|action| action.name == name).unwrap();
    let old = action("OldThing");
    assert_eq!(old.verbs, ["OldThing", "OlderThing"]);
    assert_eq!(old.prepositions, ["from", "against"]);
    assert_eq!((old.role.as_deref(), old.since.as_deref()), (Some("request"), Some("0.1.0")));
    assert_eq!(old.description.as_deref(), Some("Does nothing well."));
    assert_eq!(old.symbol.as_deref(), Some("recorder__old_thing"));
    let ancient = action("Ancient");
    assert_eq!((ancient.role.as_deref(), ancient.since.as_deref()), (Some("own"), None));
    assert_eq!((ancient.description.as_deref(), ancient.symbol.as_deref()), (None, Some("recorder_ancient")));
    assert_eq!(ancient.prepositions.len(), 10, "no word about prepositions means all");
}

#[test]
fn deprecated_is_told_among_the_deprecations_and_the_action_still_runs() {
    let info = recorder().info_json().unwrap();
    let mut told = info["deprecations"].as_array().unwrap().clone();
    told.sort_by_key(|entry| entry["feature"].as_str().map(str::to_owned));
    let expected = [
        json!({ "feature": "Ancient", "message": "Ancient is deprecated" }),
        json!({ "feature": "OldThing", "message": "call FailText instead", "since": "0.9.0" }),
    ];
    assert_eq!(told, expected);
    for verb in ["OldThing", "OlderThing", "AncientThing", "Ancient"] {
        assert_eq!(answer(verb, &json!({})), json!({}));
    }
}
