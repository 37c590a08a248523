//! Plugins made with the SDK can be unloaded.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::path::PathBuf;

use aro_host_testkit::reload::{Reason, ReloadCheck, Revival, Unloading};
use aro_host_testkit::{CallError, Plugin, build_cdylib};
use serde_json::json;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/");

fn residue(features: &[&str]) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/residue");
    Plugin::builder(folder).features(features.iter().copied()).build_cdylib().unwrap()
}

/// Calls an action with a string.
fn calling(action: &'static str) -> impl Fn(&Plugin) -> Result<(), CallError> + Sync {
    move |plugin| plugin.execute(action, &json!({ "text": "a,b", "data": "a,b" })).map(drop)
}

const GONE: Unloading = Unloading::Unmapped { times: 3 };

#[test]
fn the_examples_go_after_all_their_actions_and_qualifiers_were_called() {
    for example in ["validator", "csv", "collections", "audit"] {
        let library = build_cdylib(format!("{EXAMPLES}{example}")).unwrap();
        let every = |plugin: &Plugin| {
            let info = plugin.info()?;
            for action in info.actions {
                plugin.execute(&action.name, &json!({ "data": "a,b" }))?;
            }
            for qualifier in info.qualifiers {
                plugin.qualifier(&qualifier.name, &json!({ "value": [2, 1], "type": "List" }))?;
            }
            Ok(())
        };
        assert_eq!(ReloadCheck::library(library).calling(every).run().unwrap(), GONE, "{example}");
    }
}

#[test]
fn a_plugin_goes_after_a_panic() {
    for features in [&["quiet"][..], &[]] {
        let check = ReloadCheck::library(residue(features)).calling(calling("PanicNow")).run();
        assert_eq!(check.unwrap(), GONE, "{features:?}");
    }
}

/// The SDK's own loggers keep nothing in a thread-local with a destructor.
#[test]
fn a_plugin_goes_after_it_has_logged() {
    for feature in ["log", "tracing"] {
        for action in ["WriteLog", "SayBack"] {
            let check = ReloadCheck::library(residue(&[feature])).calling(calling(action)).run();
            assert_eq!(check.unwrap(), GONE, "{feature}, {action}");
        }
    }
}

/// A thread-local with a destructor keeps the library mapped, so the state is the old one.
#[test]
fn a_plugin_that_stays_mapped_works_again_on_the_same_path() {
    for action in ["KeepNote", "SayBack", "PanicNow"] {
        let revival = ReloadCheck::library(residue(&["quiet"])).calling(calling(action)).same_path().unwrap();
        let expected = Revival::Alive { times: 3, stayed_mapped: Some(action == "KeepNote") };
        assert_eq!(revival, expected, "{action}");
    }
}

#[test]
fn the_examples_work_again_on_the_same_path() {
    for example in ["validator", "csv", "collections", "audit"] {
        let library = build_cdylib(format!("{EXAMPLES}{example}")).unwrap();
        let every = |plugin: &Plugin| {
            for action in plugin.info()?.actions {
                plugin.execute(&action.name, &json!({ "data": "a,b" }))?;
            }
            Ok(())
        };
        let revival = ReloadCheck::library(library).calling(every).same_path().unwrap();
        assert!(revival.is_alive(), "{example}: {revival}");
    }
}

#[test]
fn what_the_author_keeps_is_told() {
    for (action, reason) in
        [("KeepNote", Reason::ThreadLocal), ("KeepThread", Reason::Threads(vec!["residue".to_owned()]))]
    {
        let unloading = ReloadCheck::library(residue(&["quiet"])).calling(calling(action)).run().unwrap();
        assert_eq!(unloading, Unloading::StaysMapped { reasons: vec![reason] }, "{action}");
    }
}
