//! Unloading and reloading plugins in C.

mod support;

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use aro_host_testkit::reload::{Reason, ReloadCheck, Reloader, Unloading, watch};
use aro_host_testkit::{CallError, LoadError, Plugin};
use serde_json::json;
use support::compile;
use tempfile::{TempDir, tempdir};

fn plugin(flags: &[&str]) -> Option<(TempDir, PathBuf)> {
    let dir = tempdir().unwrap();
    let library = compile(dir.path(), include_str!("reload.c"), flags)?;
    Some((dir, library))
}

fn keep(plugin: &Plugin) -> Result<(), CallError> {
    plugin.execute("keep", &json!({})).map(drop)
}

/// The result of a check of a plugin that is compiled with these flags; `None` without a C
/// compiler, or if the system does not report it.
fn verdict(flags: &[&str]) -> Option<Unloading> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        println!("skipped: only Linux tells what is mapped, and the reasons are those of glibc");
        return None;
    }
    let (_dir, library) = plugin(flags)?;
    Some(ReloadCheck::library(library).loads(3).calling(keep).run().unwrap())
}

#[test]
fn a_sound_plugin_goes_every_time() {
    let Some(unloading) = verdict(&[]) else { return };
    assert_eq!(unloading, Unloading::Unmapped { times: 3 });
}

#[test]
fn a_plugin_that_stays_mapped_is_told_with_the_reason() {
    let cases = [
        (&["-Wl,-z,nodelete"][..], Reason::NoDelete),
        (&["-DUNIQUE"], Reason::UniqueSymbols(vec!["only_once".to_owned()])),
        (&["-DTHREAD_LOCAL"], Reason::ThreadLocal),
        (&["-DTHREAD", "-pthread"], Reason::Threads(vec!["forever".to_owned()])),
        (&["-DSELF", "-ldl"], Reason::Unknown),
    ];
    for (flags, reason) in cases {
        let Some(unloading) = verdict(flags) else { return };
        assert_eq!(unloading, Unloading::StaysMapped { reasons: vec![reason] }, "{flags:?}");
        assert!(unloading.to_string().contains("gets the old code:\n- "), "{unloading}");
    }
}

#[test]
fn what_cannot_be_loaded_is_an_error_of_the_check() {
    let error = ReloadCheck::library("/no/such/libplugin.so").run().unwrap_err();
    assert!(matches!(error, LoadError::NotFound { .. }), "{error}");
}

fn version(reloader: &Reloader) -> String {
    reloader.plugin().execute("a", &json!({})).unwrap().json().unwrap()["version"].as_str().unwrap().to_owned()
}

#[test]
fn a_rebuilt_library_is_loaded_anew_even_if_the_old_one_stays_mapped() {
    for stays in ["-DNOTHING", "-DTHREAD_LOCAL"] {
        let Some((dir, library)) = plugin(&[stays]) else { return };
        let mut reloader = Reloader::open(&library).unwrap();
        keep(reloader.plugin()).unwrap();
        assert!(!reloader.reload_if_changed().unwrap());
        assert_eq!((version(&reloader), reloader.generation()), ("1".to_owned(), 0));
        compile(dir.path(), include_str!("reload.c"), &[stays, "-DVERSION=\"two\""]).unwrap();
        assert!(reloader.reload_if_changed().unwrap());
        assert_eq!((version(&reloader), reloader.generation()), ("two".to_owned(), 1));
        assert!(!reloader.reload_if_changed().unwrap());
    }
}

#[test]
fn a_file_that_is_written_again_with_the_same_content_is_not_loaded_anew() {
    let Some((_dir, library)) = plugin(&[]) else { return };
    let mut reloader = Reloader::open(&library).unwrap();
    let other = library.with_extension("other");
    fs::copy(&library, &other).unwrap();
    fs::rename(&other, &library).unwrap();
    assert!(!reloader.reload_if_changed().unwrap());
    assert_eq!(reloader.generation(), 0);
}

#[test]
fn while_the_file_is_missing_or_half_written_the_old_plugin_stays() {
    let Some((dir, library)) = plugin(&[]) else { return };
    let mut reloader = Reloader::open(&library).unwrap();
    fs::remove_file(&library).unwrap();
    assert!(matches!(reloader.reload_if_changed(), Err(LoadError::NotFound { .. })));
    compile(dir.path(), include_str!("reload.c"), &["-DVERSION=\"two\""]).unwrap();
    let whole = fs::read(&library).unwrap();
    for half in [&whole[..whole.len() / 3], b"", b"no library at all"] {
        fs::write(&library, half).unwrap();
        let error = reloader.reload_if_changed().unwrap_err();
        assert!(matches!(error, LoadError::NotALibrary { .. }), "{error}");
        assert_eq!(version(&reloader), "1");
    }
    fs::write(&library, &whole).unwrap();
    assert!(reloader.reload_if_changed().unwrap());
    assert_eq!(version(&reloader), "two");
}

#[test]
fn a_library_that_is_no_plugin_leaves_the_old_one() {
    let Some((dir, library)) = plugin(&[]) else { return };
    let mut reloader = Reloader::open(&library).unwrap();
    compile(dir.path(), "int nothing;", &[]).unwrap();
    assert!(matches!(reloader.reload_if_changed(), Err(LoadError::MissingSymbol { .. })));
    assert_eq!(version(&reloader), "1");
}

#[test]
fn watching_calls_back_after_every_load_and_every_failure() {
    let Some((dir, library)) = plugin(&[]) else { return };
    let mut seen = Vec::new();
    watch(&library, Duration::ZERO, |loaded| {
        match (seen.len(), &loaded) {
            (0, _) => drop(compile(dir.path(), include_str!("reload.c"), &["-DVERSION=\"two\""])),
            (1, _) => fs::remove_file(&library).unwrap(),
            _ => {}
        }
        seen.push(loaded.map(|plugin| plugin.info().unwrap().version).map_err(|_| "failed"));
        if seen.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .unwrap();
    assert_eq!(seen, [Ok("1".to_owned()), Ok("two".to_owned()), Err("failed")]);
}
