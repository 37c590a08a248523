//! Leaks of a plugin in C.

mod support;

use aro_host_testkit::Plugin;
use aro_host_testkit::leaks::{ClosureLeakCheck, Leak, LeakCheck};
use serde_json::json;
use support::compile;
use tempfile::{TempDir, tempdir};

fn leaky() -> Option<(TempDir, Plugin)> {
    let dir = tempdir().unwrap();
    let library = compile(dir.path(), include_str!("leaks.c"), &["-O1"])?;
    let plugin = Plugin::open(library).unwrap();
    Some((dir, plugin))
}

#[test]
fn a_hundred_bytes_a_call_are_found_and_the_action_named() {
    let Some((_dir, plugin)) = leaky() else { return };
    let leak = LeakCheck::new(&plugin).action("leak").input(json!({ "data": "x" })).run().unwrap_err();
    let Leak::Grew { growth, bound } = &leak else { panic!("{leak}") };
    assert_eq!((growth.what.as_str(), *bound), ("the action `leak`", 65536));
    assert!(growth.bytes >= 100 * growth.calls, "{leak}");
    assert!(leak.to_string().contains("calls of the action `leak` left"), "{leak}");
}

#[test]
fn a_leaking_qualifier_is_named() {
    let Some((_dir, plugin)) = leaky() else { return };
    let leak = LeakCheck::new(&plugin).qualifier("leak").input(json!({ "value": 1, "type": "Int" })).run().unwrap_err();
    assert!(leak.to_string().contains("the qualifier `leak`"), "{leak}");
    LeakCheck::new(&plugin).qualifier("sound").input(json!({ "value": 1, "type": "Int" })).run().unwrap();
}

#[test]
fn what_grows_in_leaps_is_found() {
    let Some((_dir, plugin)) = leaky() else { return };
    let leak = LeakCheck::new(&plugin).action("collect").calls(2_000).bound_bytes(4096).run().unwrap_err();
    assert!(matches!(&leak, Leak::Grew { .. }), "{leak}");
}

#[test]
fn what_is_given_back_is_no_leak() {
    let Some((_dir, plugin)) = leaky() else { return };
    for action in ["sound", "scratch"] {
        let growth = LeakCheck::new(&plugin).action(action).calls(2_000).run().unwrap();
        assert!(growth.calls >= 2_000, "{growth}");
        assert_eq!(growth.errors, 0, "{growth}");
    }
    LeakCheck::new(&plugin).info().run().unwrap();
}

#[test]
fn error_replies_are_counted_and_failed_calls_are_told() {
    let Some((_dir, plugin)) = leaky() else { return };
    let growth = LeakCheck::new(&plugin).action("refuse").calls(640).run().unwrap();
    assert_eq!(growth.errors, growth.calls);
    let text = format!("{} of the calls were answered by an error", growth.calls);
    assert!(growth.to_string().contains(&text), "{growth}");
    let leak = LeakCheck::new(&plugin).action("null").run().unwrap_err();
    assert!(matches!(&leak, Leak::Call { what, .. } if what == "the action `null`"), "{leak}");
    let leak = LeakCheck::new(&plugin).action("a\0b").run().unwrap_err();
    assert!(leak.to_string().contains("NUL byte"), "{leak}");
}

#[test]
fn once_allocated_is_no_leak() {
    let (mut kept, mut calls) = (Vec::new(), 0);
    let measured = ClosureLeakCheck::new("once", || {
        calls += 1;
        if calls == 2_000 {
            kept = vec![1_u8; 1 << 20];
        }
    });
    measured.run().unwrap();
    assert_eq!(kept.len(), 1 << 20);
}

#[test]
fn what_is_measured_again_tells_the_calls_of_that_time() {
    let (mut kept, mut calls) = (Vec::new(), 0);
    let measured = ClosureLeakCheck::new("once", || {
        calls += 1;
        if calls == 500 {
            // More than any other test frees at the same time. The pages are never written, so they
            // use no memory.
            kept = vec![0_u8; 1 << 28];
        }
    });
    let growth = measured.calls(1_000).run().unwrap();
    assert!(growth.calls >= 2_000 && growth.calls % 1_000 == 0, "{growth}");
    assert_eq!(kept.len(), 1 << 28);
}
