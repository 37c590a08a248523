//! Random calls of a plugin in C with planted bugs.

mod support;

use aro_host_testkit::HostPath;
use aro_host_testkit::Plugin;
use aro_host_testkit::fuzz::{Callee, Failure, Fault, FuzzCheck, FuzzError};
use serde_json::json;
use support::compile;
use tempfile::{TempDir, tempdir};

fn plugin(flags: &[&str]) -> Option<(TempDir, Plugin)> {
    let dir = tempdir().unwrap();
    let library = compile(dir.path(), include_str!("fuzz.c"), flags)?;
    Some((dir, Plugin::open(library).unwrap()))
}

/// The failing case of the plugin with this bug.
fn found(flag: &str) -> Option<Failure> {
    let (_dir, plugin) = plugin(&[flag])?;
    match FuzzCheck::new(&plugin).cases(400).seed(1).run() {
        Err(FuzzError::Failed(failure)) => Some(failure),
        other => panic!("{flag}: {other:?}"),
    }
}

#[test]
fn a_sound_plugin_passes_and_everything_of_it_is_called() {
    let Some((_dir, plugin)) = plugin(&[]) else { return };
    let summary = FuzzCheck::new(&plugin).cases(200).run().unwrap();
    assert_eq!((summary.calls, summary.functions), (800, 4));
    assert!(summary.errors > 0);
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn every_planted_bug_is_found_and_named() {
    let bugs = [
        ("-DBAD_JSON", Fault::NotJson),
        ("-DNULL_REPLY", Fault::Null),
        ("-DRETRY", Fault::AsksForRetry),
        ("-DLIST", Fault::NotAnObject),
        ("-DLATIN", Fault::NotUtf8),
        ("-DPANIC", Fault::Panicked),
        ("-DSILENT", Fault::NoResult),
    ];
    for (flag, fault) in bugs {
        let Some(failure) = found(flag) else { return };
        assert_eq!(failure.fault, fault, "{flag}: {failure}");
        let callee = match fault {
            Fault::NoResult => Callee::Qualifier { name: "tidy".to_owned(), written: "Bugs.Tidy".to_owned() },
            _ => Callee::Action { verb: "Quote-It".to_owned() },
        };
        assert_eq!(*failure.case.callee(), callee, "{flag}");
    }
}

#[test]
fn the_failing_case_is_made_small_and_shown_as_a_statement() {
    let Some(failure) = found("-DNULL_REPLY") else { return };
    let statement = failure.case.to_string();
    let limit = failure.case.input()["limit"].clone();
    assert!(limit.as_f64().unwrap() > 1000.0, "{statement}");
    assert_eq!(
        statement,
        format!(
            "Create the <object_1> with \"\".\nQuoteIt the <result> from the <object_1> with {{ limit: {limit} }}."
        )
    );
    let text = failure.to_string();
    assert!(text.starts_with("the action `Quote-It` returned NULL"), "{text}");
    assert!(text.contains(&failure.case.input_text()) && text.ends_with("to repeat it: `.seed(1)`"), "{text}");

    let Some(failure) = found("-DBAD_JSON") else { return };
    let statement = failure.case.to_string();
    assert_eq!(statement.matches("\\\"").count(), 1, "{statement}");

    let Some(failure) = found("-DSILENT") else { return };
    let statement = failure.case.to_string();
    let expected = "Create the <object_1> with [].\nCompute the <result: Bugs.Tidy> from the <object_1>.";
    assert_eq!(statement, expected);
}

#[test]
fn a_bug_of_one_path_is_shown_with_the_path() {
    let Some(failure) = found("-DLATIN") else { return };
    assert_eq!(failure.case.path(), HostPath::Compiled);
    assert!(failure.to_string().contains("on the compiled path:"), "{failure}");
    let Some(failure) = found("-DRETRY") else { return };
    assert_eq!(failure.case.path(), HostPath::Eager);
}

#[test]
fn long_text_control_characters_and_declared_arguments_are_sent() {
    for (flag, fault) in [
        ("-DBUFFER", Fault::Null),
        ("-DTAB", Fault::NotJson),
        ("-DRETURN", Fault::NotJson),
        ("-DCONTROL", Fault::NotJson),
        ("-DHUGE", Fault::NotJson),
        ("-DQUALIFIER_ARGUMENT", Fault::NoResult),
        ("-DSERVICE_ARGUMENT", Fault::Null),
    ] {
        let Some(failure) = found(flag) else { return };
        assert_eq!(failure.fault, fault, "{flag}: {failure}");
    }
}

#[test]
fn actions_can_be_chosen_and_left_out() {
    let Some((_dir, plugin)) = plugin(&["-DOF_HUM"]) else { return };
    let check = || FuzzCheck::new(&plugin).cases(20);
    assert!(matches!(check().run(), Err(FuzzError::Failed(_))));
    let summary = check().without_actions(["Sound"]).run().unwrap();
    assert_eq!((summary.calls, summary.functions), (60, 3));
    let fuzzer = check().prepare().unwrap();
    let callees: Vec<_> = fuzzer.callees().cloned().collect();
    assert_eq!((callees.len(), fuzzer.case(&[5]).unwrap().callee()), (4, &callees[1]));
    // The names are those of the metadata, and not the verbs.
    let summary = check().actions(["Quote"]).run().unwrap();
    assert_eq!((summary.calls, summary.functions), (20, 1));
    let summary = check().actions(["Quote", "Sound"]).without_actions(["Sound"]).run().unwrap();
    assert_eq!(summary.functions, 1);
    assert!(matches!(check().actions(["Quote"]).without_actions(["Quote"]).run(), Err(FuzzError::NothingToCall)));
    for unknown in [check().actions(["Hum"]), check().without_actions(["hum"])] {
        let error = unknown.run().unwrap_err().to_string();
        assert!(error.contains("the actions are Sound, Quote"), "{error}");
    }
}

#[test]
fn actions_that_are_a_list_of_names_are_called() {
    let Some((_dir, plugin)) = plugin(&["-DNAMES"]) else { return };
    let summary = FuzzCheck::new(&plugin).cases(20).run().unwrap();
    assert_eq!((summary.calls, summary.functions), (40, 2));
    assert_eq!(FuzzCheck::new(&plugin).cases(20).actions(["Hum"]).run().unwrap().functions, 1);
}

#[test]
fn one_seed_gives_one_run() {
    let (Some(first), Some(second)) = (found("-DBAD_JSON"), found("-DBAD_JSON")) else { return };
    assert_eq!(first.case, second.case);
}

#[test]
fn panics_may_be_allowed() {
    let Some((_dir, plugin)) = plugin(&["-DPANIC"]) else { return };
    FuzzCheck::new(&plugin).cases(400).seed(1).allow_panics().run().unwrap();
}

#[test]
fn a_check_of_the_authors_own_fails_by_its_words_or_its_panic() {
    let Some((_dir, plugin)) = plugin(&[]) else { return };
    let words = |run: FuzzCheck<'_>| match run.run() {
        Err(FuzzError::Failed(failure)) => failure.fault,
        other => panic!("{other:?}"),
    };
    let run = FuzzCheck::new(&plugin).check(|_, reply| match reply.error() {
        Some(error) => Err(format!("refused: {error}")),
        None => Ok(()),
    });
    assert_eq!(words(run), Fault::Refused("refused: no [invalidInput (1)]".to_owned()));
    let run = FuzzCheck::new(&plugin).check(|_, reply| {
        assert!(reply.json().unwrap() != json!({ "pong": true }), "it pongs");
        Ok(())
    });
    assert_eq!(words(run), Fault::Refused("it pongs".to_owned()));
}

#[test]
fn a_plugin_that_cannot_be_called_is_an_error_that_says_so() {
    let Some((_dir, empty)) = plugin(&["-DEMPTY"]) else { return };
    assert!(matches!(FuzzCheck::new(&empty).run(), Err(FuzzError::NothingToCall)));
    let Some((_dir, bare)) = plugin(&["-DBARE"]) else { return };
    let error = FuzzCheck::new(&bare).run().unwrap_err();
    assert!(error.to_string().contains("does not export `aro_plugin_execute`"), "{error}");
}

#[test]
fn any_bytes_make_a_case_and_the_first_chooses_the_function() {
    let Some((_dir, plugin)) = plugin(&[]) else { return };
    let fuzzer = FuzzCheck::new(&plugin).prepare().unwrap();
    assert!(fuzzer.case(&[]).is_none());
    let mut callees = Vec::new();
    for first in 0..4 {
        for length in 0..300_usize {
            let bytes: Vec<u8> = (0..length).map(|n| (n * n * 31 % 251) as u8).collect();
            let bytes = [&[first][..], &bytes].concat();
            fuzzer.feed(&bytes).unwrap();
            callees.push(fuzzer.case(&bytes).unwrap().callee().to_string());
        }
    }
    callees.dedup();
    assert_eq!(
        callees,
        ["the action `Hum`", "the action `Quote-It`", "the qualifier `tidy`", "the service `svc: ping`"]
    );
}

/// A corpus of a fuzzer can be used on every platform.
#[test]
fn the_same_bytes_make_the_same_case_on_every_platform() {
    let Some((_dir, plugin)) = plugin(&[]) else { return };
    let fuzzer = FuzzCheck::new(&plugin).prepare().unwrap();
    let bytes: Vec<u8> = (0..600_usize).map(|n| (n * n * 31 % 251) as u8).collect();
    let cases = [0, 1, 2, 3].map(|first| fuzzer.case(&[&[first][..], &bytes].concat()).unwrap().to_string());
    let expected = [
        "Create the <object_1> with [[]].\nHum the <result> from the <object_1> with { preposition: \"\" }.",
        "Create the <object_1> with \"\\u0016p\\r\".\nQuoteIt the <result> from the <object_1> with { text: \"4ƛ\" }.",
        "Create the <object_1> with [].\nCompute the <result: Bugs.Tidy> for the <object_1> with { object: [{ \"\": { }, \
         \"\u{2028}\": { \"\": -7361601896717827459, \"a,b\\n1,2\": -2679631353592195901 } }] }.",
        "Call the <result> from the <svc: ping>.",
    ];
    assert_eq!(cases, expected);
}
