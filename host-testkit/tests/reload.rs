//! Unloading and reloading plugins in C.

mod support;

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aro_host_testkit::reload::{Reason, ReloadCheck, Reloader, Revival, Unloading, watch};
use aro_host_testkit::{CallError, LoadError, Plugin};
use serde_json::json;
use support::compile;
use tempfile::{TempDir, tempdir};

/// One test at a time. Hosts load with `RTLD_GLOBAL`, so a library that another test has loaded may
/// bind to a function of this test's, and then keeps it mapped.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

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
        let _ =
            writeln!(std::io::stderr(), "skipped: only Linux tells what is mapped, and the reasons are those of glibc");
        return None;
    }
    let (_dir, library) = plugin(flags)?;
    Some(ReloadCheck::library(library).loads(3).calling(keep).run().unwrap())
}

#[test]
fn a_sound_plugin_goes_every_time() {
    let _alone = alone();
    let Some(unloading) = verdict(&[]) else { return };
    assert_eq!(unloading, Unloading::Unmapped { times: 3 });
}

#[test]
fn a_plugin_that_stays_mapped_is_told_with_the_reason() {
    let _alone = alone();
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

/// Plugins that export symbols to which a C++ library refers, when it is loaded with them.
#[test]
fn a_cpp_library_that_came_with_the_plugin_is_told_as_the_reason() {
    let _alone = alone();
    const SOURCE: &str = r#"
        #include <cstdlib>
        #include <cstring>
        #include <sstream>
        static char *give(const std::string &text) { return strcpy((char *)malloc(text.size() + 1), text.c_str()); }
        extern "C" char *aro_plugin_info() {
            std::ostringstream out;
            out << "{\"name\":\"cpp\",\"version\":\"1\"}";
            return give(out.str());
        }
        extern "C" void aro_plugin_free(char *text) { free(text); }
        // The library calls it too.
        void *operator new(size_t size) { return malloc(size ? size : 1); }
    "#;
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        let _ =
            writeln!(std::io::stderr(), "skipped: only Linux tells what is mapped, and the reasons are those of glibc");
        return;
    }
    let dir = tempdir().unwrap();
    let (source, library) = (dir.path().join("plugin.cpp"), dir.path().join("plugin.so"));
    fs::write(&source, SOURCE).unwrap();
    let flags = ["-shared", "-fPIC", "-fno-gnu-unique", "-w", "-o"];
    let cpp = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let output = Command::new(&cpp).args(flags).arg(&library).arg(&source).output().ok();
    // qemu starts a program that is not there, which then exits as in a shell.
    let Some(output) = output.filter(|output| output.status.code() != Some(127)) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `{}`", cpp.display());
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let unloading = ReloadCheck::library(&library).run().unwrap();
    let Unloading::StaysMapped { reasons } = &unloading else { panic!("{unloading}") };
    let [Reason::Dependencies(libraries)] = &reasons[..] else { panic!("{unloading}") };
    assert!(libraries.iter().any(|path| path.to_string_lossy().contains("stdc++")), "{unloading}");
    // The library is here now.
    assert_eq!(ReloadCheck::library(&library).run().unwrap(), Unloading::Unmapped { times: 3 });
}

/// The result of a check on one path of a plugin that is compiled with these flags.
fn revival(flags: &[&str]) -> Option<Revival> {
    let (_dir, library) = plugin(flags)?;
    let call = |plugin: &Plugin| plugin.execute("another", &json!({})).map(drop);
    Some(ReloadCheck::library(library).loads(3).calling(keep).calling(call).same_path().unwrap())
}

#[test]
fn a_plugin_that_stays_mapped_has_to_work_again_on_the_same_path() {
    let _alone = alone();
    let stays = cfg!(all(target_os = "linux", target_env = "gnu"));
    for revives in
        ["-DNOTHING", "-DERROR_AFTER_SHUTDOWN -DREVIVES_BY_INIT", "-DERROR_AFTER_SHUTDOWN -DREVIVES_BY_REGISTER"]
    {
        let flags: Vec<&str> = revives.split(' ').chain(["-DTHREAD_LOCAL"]).collect();
        let Some(revival) = revival(&flags) else { return };
        let Revival::Alive { times: 3, stayed_mapped } = revival else { panic!("{revives}: {revival}") };
        assert!(!stays || stayed_mapped == Some(true), "{revives}: {stayed_mapped:?}");
    }
    if !stays {
        return;
    }
    for (dies, call, observed) in [
        ("-DERROR_AFTER_SHUTDOWN", "aro_plugin_execute(\"keep\"", "the plugin has ended"),
        ("-DNULL_AFTER_SHUTDOWN", "a call of the test", "returned NULL"),
        ("-DINFO_ENDS", "aro_plugin_info", "{}"),
    ] {
        let Some(revival) = revival(&[dies, "-DTHREAD_LOCAL"]) else { return };
        let text = revival.to_string();
        assert!(matches!(revival, Revival::Dead { time: 2, .. }), "{dies}: {text}");
        assert!(text.contains(call) && text.contains(observed), "{dies}: {text}");
    }
}

#[test]
#[cfg(not(target_env = "musl"))] // where nothing is ever unloaded
fn a_plugin_that_is_unmapped_begins_again_whatever_its_shutdown_does() {
    let _alone = alone();
    for flag in ["-DERROR_AFTER_SHUTDOWN", "-DNULL_AFTER_SHUTDOWN", "-DINFO_ENDS", "-DSELF"] {
        let Some((_dir, library)) = plugin(&[flag, "-ldl"]) else { return };
        let call = |plugin: &Plugin| plugin.execute("another", &json!({})).map(drop);
        let revival = ReloadCheck::library(library).calling(call).same_path().unwrap();
        assert!(revival.is_alive(), "{flag}: {revival}");
    }
    let error = ReloadCheck::library("/no/such/libplugin.so").same_path().unwrap_err();
    assert!(matches!(error, LoadError::NotFound { .. }), "{error}");
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
    let _alone = alone();
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
    let _alone = alone();
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
    let _alone = alone();
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
    let _alone = alone();
    let Some((dir, library)) = plugin(&[]) else { return };
    let mut reloader = Reloader::open(&library).unwrap();
    compile(dir.path(), "int nothing;", &[]).unwrap();
    assert!(matches!(reloader.reload_if_changed(), Err(LoadError::MissingSymbol { .. })));
    assert_eq!(version(&reloader), "1");
}

#[test]
fn watching_calls_back_after_every_load_and_every_failure() {
    let _alone = alone();
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
