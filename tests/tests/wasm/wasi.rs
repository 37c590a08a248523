//! Modules for `wasm32-wasip1`: the parts of WASI that work, and what has to be granted
//! (docs/wasm.md).

use std::process::Command;
use std::time::{Duration, SystemTime};

use aro_host_testkit::conformance::ConformanceCheck;
use aro_host_testkit::isolation::End;
use aro_host_testkit::wasm::{Module, Trap};
use aro_host_testkit::{CallError, LoadError, Plugin};
use serde_json::{Value, json};

use crate::support::{CSV, SURROUNDINGS, VALIDATOR, wasi_module};

/// The fixture, if there is a compiler for it.
macro_rules! surroundings {
    () => {
        match wasi_module(SURROUNDINGS) {
            Some(module) => module,
            None => return,
        }
    };
}

fn result(plugin: &Plugin, action: &str, input: Value) -> Value {
    let reply = plugin.execute(action, &input).unwrap();
    assert_eq!(reply.error(), None, "{action}({input})");
    reply.json().unwrap()["result"].take()
}

fn error(plugin: &Plugin, action: &str, input: Value) -> String {
    let reply = plugin.execute(action, &input).unwrap();
    reply.error().unwrap_or_else(|| panic!("{action}({input}) succeeds: {reply}")).message
}

fn trap(plugin: &Plugin, action: &str) -> Trap {
    match plugin.execute(action, &json!({})) {
        Err(CallError::Crashed(crash)) => match crash.end {
            End::Trap(trap) => trap,
            other => panic!("{action}: {other}"),
        },
        other => panic!("{action}: {other:?}"),
    }
}

#[test]
fn clocks_sleep_and_random_numbers_work_without_a_grant() {
    let plugin = surroundings!().plugin();
    let before = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    assert!(result(&plugin, "TellTime", json!({})).as_u64().unwrap() >= before);
    assert_eq!(result(&plugin, "Measure", json!({})), true);
    assert_eq!(result(&plugin, "Nap", json!({})), true);
    assert_eq!(result(&plugin, "Tally", json!({ "words": ["a", "b", "a"] })), 2);
    assert_eq!((result(&plugin, "Count", json!({})), result(&plugin, "Count", json!({}))), (json!(1), json!(2)));
}

#[test]
fn no_file_is_reached_without_a_grant() {
    let plugin = surroundings!().plugin();
    for path in ["/etc/hostname", "/", ".", "Cargo.toml", "../x", "", "/dev/null", "/proc/self/environ"] {
        error(&plugin, "ReadFile", json!({ "path": path }));
        error(&plugin, "ListFiles", json!({ "path": path }));
        error(&plugin, "WriteFile", json!({ "path": path, "text": "t" }));
    }
}

#[test]
fn a_granted_directory_is_read_and_written_and_nothing_outside_of_it() {
    let module = surroundings!();
    let folder = tempfile::tempdir().unwrap();
    let granted = folder.path().join("granted");
    std::fs::create_dir_all(granted.join("below")).unwrap();
    std::fs::write(granted.join("below/a.txt"), "a text").unwrap();
    std::fs::write(folder.path().join("secret.txt"), "a secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.txt", granted.join("link.txt")).unwrap();
    let plugin = module.directory(&granted, "/data").unwrap().plugin();

    assert_eq!(result(&plugin, "ReadFile", json!({ "path": "/data/below/a.txt" })), "a text");
    assert_eq!(result(&plugin, "ReadFile", json!({ "path": "/data/below/../below/./a.txt" })), "a text");
    assert_eq!(result(&plugin, "ListFiles", json!({ "path": "/data/below" })), json!(["a.txt"]));
    result(&plugin, "WriteFile", json!({ "path": "/data/b.txt", "text": "new" }));
    assert_eq!(std::fs::read_to_string(granted.join("b.txt")).unwrap(), "new");

    let secret = folder.path().join("secret.txt");
    let secret = secret.to_str().unwrap();
    for path in ["/data/../secret.txt", "/data/link.txt", "/data/below/../../secret.txt", secret, "/etc/hostname"] {
        error(&plugin, "ReadFile", json!({ "path": path }));
        error(&plugin, "WriteFile", json!({ "path": path, "text": "overwritten" }));
    }
    assert_eq!(std::fs::read_to_string(secret).unwrap(), "a secret");
}

#[test]
fn a_read_only_directory_is_not_written() {
    let module = surroundings!();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "a text").unwrap();
    let plugin = module.read_only_directory(folder.path(), "/data").unwrap().plugin();
    assert_eq!(result(&plugin, "ReadFile", json!({ "path": "/data/a.txt" })), "a text");
    for path in ["/data/a.txt", "/data/new.txt"] {
        error(&plugin, "WriteFile", json!({ "path": path, "text": "overwritten" }));
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("a.txt")).unwrap(), "a text");
    assert!(!folder.path().join("new.txt").exists());
}

#[test]
fn what_is_no_directory_is_refused_when_it_is_granted_and_later() {
    let module = surroundings!();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for path in [&file, &folder.path().join("none")] {
        let refused = module.clone().directory(path, "/data").unwrap_err();
        assert!(matches!(refused, LoadError::NoDirectory { .. }), "{refused}");
        assert!(refused.to_string().contains("expected a directory that is there"), "{refused}");
    }
    let granted = folder.path().join("granted");
    std::fs::create_dir(&granted).unwrap();
    let plugin = module.directory(&granted, "/data").unwrap().plugin();
    std::fs::remove_dir(&granted).unwrap();
    let refused = plugin.execute("Count", &json!({})).unwrap_err().to_string();
    assert!(refused.contains("granted cannot be opened"), "{refused}");
}

#[test]
fn a_module_has_the_variables_that_it_is_given_and_none_of_this_process() {
    let module = surroundings!();
    let read = |module: &Module, name: &str| {
        let reply = module.plugin().execute("ReadVariable", &json!({ "name": name })).unwrap();
        reply.json().unwrap().get("result").cloned()
    };
    assert_eq!(read(&module, "PATH"), None);
    let module = module.env("PATH", "/nowhere").env("GREETING", "é");
    assert_eq!(read(&module, "PATH"), Some(json!("/nowhere")));
    assert_eq!(read(&module, "GREETING"), Some(json!("é")));
}

#[test]
fn there_are_no_threads_and_no_sockets() {
    let plugin = surroundings!().plugin();
    error(&plugin, "Spawn", json!({}));
    let text = error(&plugin, "Dial", json!({ "address": "127.0.0.1:1" }));
    assert!(text.contains("not supported on this platform"), "{text}");
}

#[test]
fn a_call_that_does_not_return_costs_this_call_and_what_the_plugin_kept() {
    let plugin = surroundings!().deadline(Duration::from_millis(200)).plugin();
    let is_deadline = |trap: &Trap| matches!(trap, Trap::Deadline { .. });
    type Expected<'a> = &'a dyn Fn(&Trap) -> bool;
    let cases: [(&str, Expected<'_>); 3] = [
        ("Hang", &is_deadline),
        // No code runs meanwhile.
        ("Oversleep", &is_deadline),
        ("Exit", &|trap| matches!(trap, Trap::Code { message } if message.contains("exit"))),
    ];
    for (action, expected) in cases {
        assert_eq!(result(&plugin, "Count", json!({})), 1, "a new instance before {action}");
        let trap = trap(&plugin, action);
        assert!(expected(&trap), "{action}: {trap}");
    }
    assert_eq!(result(&plugin, "Count", json!({})), 1);
}

#[test]
fn a_panic_is_a_failed_call() {
    let plugin = surroundings!().plugin();
    let crash = plugin.execute("Panic", &json!({ "text": "with a reason" })).unwrap_err().to_string();
    assert!(crash.contains("a panic, where panics do not unwind"), "{crash}");
    assert_eq!(result(&plugin, "Count", json!({})), 1);
}

#[tokio::test]
async fn a_module_is_called_in_an_asynchronous_test() {
    let plugin = surroundings!().plugin();
    assert_eq!(result(&plugin, "Nap", json!({})), true);
    assert_eq!(result(&plugin, "Count", json!({})), 1);
}

/// What the child of the next test prints.
#[test]
#[ignore = "a part of the next test"]
fn a_log_line() {
    result(&surroundings!().plugin(), "Note", json!({ "text": "heard outside" }));
}

#[test]
fn a_log_line_is_on_the_standard_error_of_the_program() {
    let _ = surroundings!();
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.args(["--ignored", "--exact", "wasi::a_log_line"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.contains("heard outside"), "{output:?}");
}

#[test]
fn the_examples_as_modules_that_use_wasi_keep_the_abi() {
    for package in [VALIDATOR, CSV] {
        let Some(module) = wasi_module(package) else { return };
        let mut check = ConformanceCheck::module(&module);
        if package == VALIDATOR {
            check = check.accept("error-field", "as in the test of the library");
        }
        check.run().assert_sound();
    }
}
