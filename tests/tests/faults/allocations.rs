//! The n-th allocation of a call fails, for every n. Rust's answer is an abort; it is documented in
//! SECURITY.md. What is tested is that there is no other: a reply, or SIGABRT.
//!
//! Each n has a process of its own, forked from one that has the plugin loaded. The failing
//! allocator is the fixture's, so nothing of the host fails.

#![cfg(target_os = "linux")]

use std::ffi::{OsStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::{io, ptr};

use aro_host_testkit::{Plugin, Reply};
use aro_tests::child;
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::library::{AroError, Handle, Library, c};
use crate::support::{execute, library};

/// The plugin, and what its allocator is told.
struct Failing {
    plugin: Plugin,
    library: Library,
}

impl Failing {
    fn open() -> Self {
        let path = PathBuf::from(std::env::var_os(LIBRARY).expect("the test that started this one sets it"));
        Self { plugin: Plugin::open(&path).unwrap(), library: Library::open(&path, "faults") }
    }

    fn fail(&self, n: u64) {
        c!(self.library, "fail_allocation"(n => u64));
    }

    fn count(&self) -> u64 {
        c!(self.library, "allocations"() -> u64)
    }

    /// A typed function that allocates.
    fn double(&self, text: &str) {
        let (mut out, mut length) = (ptr::null_mut::<c_char>(), 0);
        let status = c!(self.library, "doubled"(
            text.as_ptr() => *const u8, text.len() => usize,
            &mut out => *mut *mut c_char, &mut length => *mut usize, ptr::null_mut() => *mut AroError,
        ) -> i32);
        assert_eq!(length, if status == 0 { text.len() * 2 } else { 0 });
        self.library.free(out.cast());
    }

    /// A typed function that fails. Where there is no memory for the message, there is none.
    fn fail_typed(&self) {
        let (mut out, mut error) = (9_i64, AroError::garbage());
        let status = c!(self.library, "shaky"(&mut out => *mut i64, &mut error => *mut AroError) -> i32);
        let (code, message) = error.take(&self.library);
        assert_eq!((status, code, out), (6, 6, 0));
        assert!(message.is_none_or(|message| message == "shaky"));
    }

    /// Typed functions that make an object, use it and free it.
    fn make_tool(&self) {
        let mut tool = Handle::ZERO;
        let status = c!(self.library, "tool_make"(&mut tool => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
        let expected = if status == 0 { (2, 3) } else { (0, 0) };
        let shared = c!(self.library, "tool_shared"(tool => Handle) -> i64);
        let exclusive = c!(self.library, "tool_exclusive"(tool => Handle) -> i64);
        assert_eq!((shared, exclusive), expected);
        c!(self.library, "tool_free"(tool => Handle));
    }
}

/// A host whose feature sets all answer the same.
struct Answering;

impl Program for Answering {
    fn run(_: &str, _: &Value) -> Option<String> {
        Some(r#"{"a":["\u00e9",1]}"#.to_owned())
    }
}

fn ask_host(plugin: &Plugin) {
    plugin.set_invoke(invoke::<Answering>).unwrap();
    whole(&plugin.execute("AskHost", &json!({ "name": "x", "_with": { "depth": 0 } })).unwrap());
    plugin.set_invoke_raw(None).unwrap();
}

/// One call. It checks that what comes back is whole.
type Case = (&'static str, fn(&Failing));

fn whole(reply: &Reply) {
    assert!(reply.json().unwrap().is_object());
}

const ENVELOPE: &str = r#"{"value":{"a":["\u00e9",1]},"result":{"base":"r","specifiers":[]},"preposition":"from","_with":{"value":{"b":2}}}"#;

const CASES: [Case; 25] = [
    ("info", |f| whole(&f.plugin.info_reply().unwrap())),
    ("init", |f| f.plugin.init().unwrap()),
    ("an action", |f| whole(&f.plugin.execute_text("TakeFickle", ENVELOPE).unwrap())),
    ("all arguments", |f| whole(&f.plugin.execute_text("TakeAll", ENVELOPE).unwrap())),
    ("an error", |f| whole(&execute(&f.plugin, "FailShaky"))),
    ("an error with details", |f| whole(&execute(&f.plugin, "FailDetailed"))),
    ("a panic", |f| whole(&execute(&f.plugin, "PanicGuarded"))),
    ("an unknown action", |f| whole(&execute(&f.plugin, "Nope"))),
    ("no JSON", |f| whole(&f.plugin.execute_text("TakeAll", "{\"a\":tru").unwrap())),
    ("an event in a reply", |f| whole(&execute(&f.plugin, "EmitUnsteady"))),
    ("a stream", |f| whole(&execute(&f.plugin, "StreamNumbers"))),
    ("a method", |f| whole(&f.plugin.execute("service:ask", &json!({})).unwrap())),
    ("a qualifier", |f| whole(&f.plugin.qualifier("shaken", &json!({ "value": [1, "b"], "type": "List" })).unwrap())),
    ("an event", |f| f.plugin.on_event("Bang", &json!({ "a": 1 })).unwrap()),
    ("an action's entry point", |f| {
        whole(&f.plugin.entry_point("faults__take_all", Some(c"{\"a\":\"\\n\"}")).unwrap())
    }),
    ("an async action", |f| whole(&f.plugin.execute("AwaitOnce", &json!({ "value": "a" })).unwrap())),
    ("a state's default", |f| whole(&execute(&f.plugin, "UseShy"))),
    ("a feature set of the host", |f| ask_host(&f.plugin)),
    ("a system object that is read", |f| whole(&f.plugin.object_read("shelf", "q").unwrap())),
    ("system objects that are listed", |f| whole(&f.plugin.object_list("*").unwrap())),
    ("a system object that is written", |f| whole(&f.plugin.object_write("shelf", "q", "{\"a\":[1]}").unwrap())),
    ("a typed function", |f| f.double("text")),
    ("a typed function that fails", Failing::fail_typed),
    ("a typed object", Failing::make_tool),
    // The second start is for the cases after this one.
    ("shutdown", |f| {
        f.plugin.register().unwrap();
        f.plugin.shutdown().unwrap();
        f.plugin.register().unwrap();
    }),
];

const LIBRARY: &str = "ARO_TESTS_LIBRARY";

/// How a process ended in which the n-th allocation failed.
#[derive(Debug, PartialEq)]
enum End {
    /// The call returned, and so did another one after it.
    Returned,
    /// There are fewer allocations.
    NoSuchAllocation,
    Aborted,
}

/// Runs the case in a fork of this process.
fn forked(failing: &Failing, case: fn(&Failing), n: u64) -> Result<End, String> {
    // SAFETY: the other thread of this process is libtest's, which waits for this one and holds no
    // lock. The child makes its calls and ends, by `_exit` or a signal.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let code = catch_unwind(AssertUnwindSafe(|| in_child(failing, case, n))).unwrap_or(3);
        // SAFETY: it ends the process without running anything of the parent's.
        unsafe { libc::_exit(code) };
    }
    if child < 0 {
        return Err(format!("no process: {}", io::Error::last_os_error()));
    }
    let mut status = 0;
    // SAFETY: the child of just now, and a place for its status.
    if unsafe { libc::waitpid(child, &mut status, 0) } != child {
        return Err(format!("not waited for: {}", io::Error::last_os_error()));
    }
    match status {
        status if libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGABRT => Ok(End::Aborted),
        status if libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0 => Ok(End::Returned),
        status if libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 2 => Ok(End::NoSuchAllocation),
        status => Err(format!("the wait status {status:#x}")),
    }
}

fn in_child(failing: &Failing, case: fn(&Failing), n: u64) -> i32 {
    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a value that lives during the call. No core dumps.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &none) };
    let before = failing.count();
    failing.fail(n);
    case(failing);
    failing.fail(0);
    if failing.count() - before < n {
        return 2;
    }
    // Memory that was corrupted would show now: in the same call, and in the shutdown.
    case(failing);
    failing.plugin.shutdown().unwrap();
    0
}

#[test]
fn whichever_allocation_fails_a_call_replies_or_aborts_and_does_nothing_else() {
    let library = library();
    let stderr = child::stderr("allocations::each_allocation_fails", &[(LIBRARY, library.as_os_str())]);
    let summary = stderr.lines().find_map(|line| line.strip_prefix("summary: ")).expect("a summary");
    let summary: Value = serde_json::from_str(summary).unwrap();
    for start in ["cold", "warm"] {
        for (case, _) in CASES {
            let [allocations, returned, aborted] =
                ["allocations", "returned", "aborted"].map(|key| summary[start][case][key].as_u64().unwrap());
            assert_eq!(allocations, returned + aborted, "{start}, {case}: {summary}");
            assert!(allocations > 0 || start == "warm", "{case} allocates nothing: {summary}");
        }
    }
    assert!(summary["cold"]["an action"]["aborted"].as_u64() > Some(20), "{summary}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn each_allocation_fails() {
    if std::env::var_os(LIBRARY).as_deref().is_none_or(OsStr::is_empty) {
        return;
    }
    let failing = Failing::open();
    let mut summary = json!({});
    for start in ["cold", "warm"] {
        for (name, case) in CASES {
            if start == "warm" {
                case(&failing);
            }
            let (mut returned, mut aborted) = (0, 0);
            for n in 1.. {
                match forked(&failing, case, n).unwrap_or_else(|error| panic!("{start}, {name}, {n}: {error}")) {
                    End::NoSuchAllocation => break,
                    End::Returned => returned += 1,
                    End::Aborted => aborted += 1,
                }
            }
            summary[start][name] =
                json!({ "allocations": returned + aborted, "returned": returned, "aborted": aborted });
        }
    }
    eprintln!("summary: {summary}");
}
