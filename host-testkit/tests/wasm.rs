//! Plugins that are WebAssembly modules: what they may use, and what a module that does not keep to
//! it costs.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use aro_host_testkit::conformance::ConformanceCheck;
use aro_host_testkit::isolation::{Callable as _, End, Phase, Session};
use aro_host_testkit::wasm::{Module, Trap};
use aro_host_testkit::{CallError, Host, LoadError, Plugin, for_each_host};
use serde_json::{Value, json};

/// A compiler that has the target's standard library.
fn compiler() -> Option<OsString> {
    if let Some(compiler) = std::env::var_os("ARO_WASM_RUSTC") {
        return Some(compiler);
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(&rustc).args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).output();
    let libraries = asked.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    libraries.filter(|libraries| libraries.is_dir()).map(|_| rustc)
}

/// Compiles a file of this folder to a module.
fn compile(source: &str, flags: &[&str]) -> Option<PathBuf> {
    let Some(compiler) = compiler() else {
        let why = "no standard library for wasm32-unknown-unknown: `rustup target add` it, or set ARO_WASM_RUSTC";
        let _ = writeln!(std::io::stderr(), "skipped: {why}");
        return None;
    };
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(source);
    let folder = tempfile::tempdir().unwrap().keep();
    let module = folder.join("plugin.wasm");
    let output = Command::new(compiler)
        .args(["--edition=2024", "--target=wasm32-unknown-unknown", "--crate-type=cdylib", "-Copt-level=1"])
        .args(flags)
        .arg("-o")
        .arg(&module)
        .arg(source)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(module)
}

static UNRULY: LazyLock<Option<Module>> = LazyLock::new(|| {
    let path = compile("support/unruly.rs", &[])?;
    let module = Module::open(&path).unwrap();
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    Some(module.memory_limit(16 << 20).deadline(Duration::from_millis(200)))
});

/// The module, if there is a compiler for it.
macro_rules! unruly {
    () => {
        match &*UNRULY {
            Some(module) => module,
            None => return,
        }
    };
}

fn count(plugin: &Plugin) -> Value {
    plugin.execute("Count", &json!({})).unwrap().json().unwrap()["result"].take()
}

fn end_of(plugin: &Plugin, action: &str) -> (End, Phase) {
    match plugin.execute(action, &json!({})) {
        Err(CallError::Crashed(crash)) => (crash.end, crash.phase),
        other => panic!("{action}: {other:?}"),
    }
}

fn trap_of(plugin: &Plugin, action: &str) -> Trap {
    match end_of(plugin, action).0 {
        End::Trap(trap) => trap,
        other => panic!("{action}: {other}"),
    }
}

#[test]
fn a_module_is_called_like_a_library() {
    let plugin = unruly!().plugin();
    assert_eq!(plugin.info().unwrap().name, "unruly");
    assert_eq!((count(&plugin), count(&plugin)), (json!(1), json!(2)));
    let long = json!({ "text": "x".repeat(3_000_000) });
    assert_eq!(plugin.execute("Echo", &long).unwrap().json().unwrap(), long);
    assert_eq!(plugin.execute_raw(Some(c"Echo"), Some(c"\xff")).unwrap().as_bytes(), b"\xff");
    assert_eq!(plugin.execute_raw(Some(c"Echo"), Some(c"")).unwrap().as_bytes(), b"");
    assert!(plugin.has_symbol("aro_plugin_execute") && !plugin.has_symbol("aro_plugin_qualifier"));
    assert!(matches!(plugin.init(), Err(CallError::MissingSymbol { .. })));
    assert!(matches!(plugin.execute("Null", &json!({})), Err(CallError::NullReply { .. })));
    assert_eq!(plugin.outstanding(), 0);
    plugin.free_null();
    plugin.close().unwrap();
}

#[test]
fn a_call_that_does_not_return_costs_this_call_and_what_the_plugin_kept() {
    let module = unruly!();
    type Expected = fn(&Trap) -> bool;
    let cases: [(&str, Expected); 6] = [
        ("Loop", |trap| *trap == Trap::Deadline { deadline: Duration::from_millis(200) }),
        ("Grow", |trap| *trap == Trap::Memory { limit: 16 << 20 }),
        ("Panic", |trap| matches!(trap, Trap::Code { message } if message.contains("unreachable"))),
        ("Trap", |trap| matches!(trap, Trap::Code { message } if message.contains("in aro_plugin_execute"))),
        (
            "Overflow",
            |trap| matches!(trap, Trap::Code { message } if message.contains("stack") || message.contains("out of bounds")),
        ),
        ("Access", |trap| matches!(trap, Trap::Code { message } if message.contains("out of bounds"))),
    ];
    let plugin = module.plugin();
    for (action, expected) in cases {
        assert_eq!(count(&plugin), 1, "a new instance before {action}");
        let (end, phase) = end_of(&plugin, action);
        assert!(matches!(&end, End::Trap(trap) if expected(trap) && trap.ends_instance()), "{action}: {end}");
        assert_eq!(phase, Phase::Calling);
    }
    assert_eq!(count(&plugin), 1);
}

#[test]
fn a_wild_pointer_costs_this_call_and_nothing_more() {
    let plugin = unruly!().plugin();
    assert_eq!(count(&plugin), 1);
    for (action, expected) in [("Wild", Some(0xffff_fff0)), ("Unterminated", None)] {
        let trap = trap_of(&plugin, action);
        let Trap::WildPointer { address, memory } = trap else { panic!("{action}: {trap}") };
        assert!(expected.is_none_or(|expected| expected == address) && memory % 65536 == 0, "{action}: {trap}");
        assert!(!trap.ends_instance());
    }
    // A wild block for an argument.
    plugin.execute("WildBlock", &json!({})).unwrap();
    assert!(matches!(trap_of(&plugin, "Echo"), Trap::WildPointer { address: 0xffff_fff0, .. }));
    assert_eq!(count(&plugin), 2, "the instance goes on");
}

#[test]
fn a_trap_in_free_is_a_failed_call_with_its_place() {
    let plugin = unruly!().plugin();
    let (end, phase) = end_of(&plugin, "FreeTraps");
    assert!(matches!(end, End::Trap(Trap::Code { .. })), "{end}");
    assert_eq!(phase, Phase::GivingBack);
    assert_eq!(count(&plugin), 1);
}

#[test]
fn a_plugin_that_accepts_a_refusal_of_memory_goes_on() {
    let plugin = unruly!().plugin();
    assert_eq!(count(&plugin), 1);
    let reply = plugin.execute("Reserve", &json!({})).unwrap();
    assert_eq!(reply.error().unwrap().message, "too big");
    assert_eq!(count(&plugin), 2);
    // A trap later has its own reason.
    assert!(matches!(trap_of(&plugin, "Trap"), Trap::Code { .. }));
    let limit = "x".repeat(20 << 20);
    let refused = plugin.execute("Echo", &json!(limit)).unwrap_err();
    assert!(refused.to_string().contains("it needs more memory than 16777216 bytes"), "{refused}");
}

#[test]
fn fuel_stops_the_same_call_at_the_same_place_each_time() {
    let module = unruly!().clone().deadline(Duration::from_secs(600)).fuel(3_000_000);
    // The file is gone.
    assert!(matches!(module, Err(LoadError::NotAModule { .. })));
    let Some(path) = compile("support/unruly.rs", &[]) else { return };
    let module = Module::open(path).unwrap().deadline(Duration::from_secs(600)).fuel(3_000_000).unwrap();
    let plugin = module.plugin();
    assert_eq!(trap_of(&plugin, "Loop"), Trap::Fuel { fuel: 3_000_000 });
    for calls in 1..=100 {
        // Each call has the whole fuel.
        assert_eq!(count(&plugin), calls);
    }
}

#[test]
fn instances_of_one_module_share_nothing() {
    let module = unruly!();
    let (first, second) = (module.plugin(), module.plugin());
    assert_eq!((count(&first), count(&first), count(&second)), (json!(1), json!(2), json!(1)));
    assert_eq!(count(&first.fresh_copy().unwrap()), 1);
    let counts = for_each_host(|host| {
        host.load(module.plugin());
        host.run("Count the <n> from 1.", ()).unwrap().value().cloned()
    });
    assert_eq!(counts, Some(json!({ "result": 1 })));
}

#[test]
fn calls_from_several_threads_wait_for_each_other() {
    let plugin = unruly!().plugin();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| drop(count(&plugin))));
        }
    });
    assert_eq!(count(&plugin), 201);
}

#[test]
fn in_a_host_a_trap_fails_the_statement_and_the_program_goes_on() {
    let module = unruly!();
    for mut host in [Host::eager(), Host::lazy(), Host::legacy_managed(), Host::legacy_dylib(), Host::compiled()] {
        host.load(module.plugin());
        for (verb, reason) in [
            ("Loop", "no answer within 200ms"),
            ("Grow", "it needs more memory than"),
            ("Trap", "unreachable"),
            ("Wild", "it returned the pointer 0xfffffff0"),
        ] {
            let failed = host.run(&format!("{verb} the <r> from 1."), ()).map(|outcome| outcome.error());
            let shown = format!("{failed:?}");
            assert!(shown.contains("the module was stopped") && shown.contains(reason), "{verb}: {shown}");
        }
        let outcome = host.run("Count the <n> from 1.", ()).unwrap();
        assert_eq!(outcome.value(), Some(&json!({ "result": 1 })));
    }
}

#[test]
fn a_session_and_the_conformance_check_take_a_module() {
    let module = unruly!();
    let session = Session::module(module);
    assert!(session.is_isolated());
    assert_eq!(session.execute("Count", &json!({})).unwrap().json().unwrap(), json!({ "result": 1 }));
    let crash = session.execute("Trap", &json!({})).unwrap_err();
    assert!(crash.to_string().contains("in aro_plugin_execute(\"Trap\", \"{}\")"), "{crash}");

    let Some(path) = compile("support/unruly.rs", &[]) else { return };
    let report = ConformanceCheck::library(path).deadline(Duration::from_millis(200)).run();
    let found = |rule: &str, subject: &str| {
        report.findings().iter().any(|finding| finding.rule.id == rule && finding.subject.contains(subject))
    };
    assert!(found("hangs", "Loop"), "{report}");
    assert!(found("kills-host", "Trap") && found("kills-host", "Wild"), "{report}");
    assert!(found("reply-null", "Null"), "{report}");
    assert!(!found("extra-export", ""), "{report}");
}

#[test]
fn what_is_no_module_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let open = |path: &Path| Module::open(path).unwrap_err().to_string();
    assert!(open(&folder.path().join("none.wasm")).contains("there is no file"));
    for (name, bytes) in [("empty", &b""[..]), ("text", b"(module)"), ("elf", b"\x7fELF..."), ("cut", b"\0asm\x01\0\0")]
    {
        let error = open(&write(name, bytes));
        assert!(error.contains("build the plugin for wasm32-unknown-unknown"), "{error}");
    }
    assert!(open(folder.path()).contains("it is no file"));
    // A module without anything.
    let nothing = write("nothing.wasm", b"\0asm\x01\0\0\0");
    assert!(open(&nothing).contains("does not export `memory`"), "{}", open(&nothing));
    // As a library it is named for what it is.
    let error = Plugin::open(&nothing).unwrap_err().to_string();
    assert!(error.contains("it is a WebAssembly module; load it by `wasm::Module::open`"), "{error}");
    // One import: the type `() -> ()`, and a function `env.f` of it.
    let importing = write("importing.wasm", b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x09\x01\x03env\x01f\0\0");
    assert!(open(&importing).contains("imports env.f, which the host does not give it"), "{}", open(&importing));
}

#[test]
fn the_conformance_check_keeps_the_limits_of_a_module() {
    let module = unruly!();
    let checks = [ConformanceCheck::module(module), ConformanceCheck::new(&module.plugin())];
    for check in checks.map(|check| check.actions(["Grow", "Loop"])) {
        let report = check.run();
        let found = |rule: &str, subject: &str, observed: &str| {
            report.findings().iter().any(|finding| {
                finding.rule.id == rule && finding.subject.contains(subject) && finding.observed.contains(observed)
            })
        };
        assert!(found("kills-host", "Grow", "more memory than 16777216 bytes"), "{report}");
        assert!(found("hangs", "Loop", "no answer within 200ms"), "{report}");
    }
    // The check's own deadline replaces that of the module.
    let report = ConformanceCheck::module(module).actions(["Loop"]).deadline(Duration::from_millis(100)).run();
    assert!(report.to_string().contains("no answer within 100ms"), "{report}");
}

#[test]
fn a_module_that_uses_wasi_is_refused_without_the_feature_and_what_wasi_lacks_always() {
    let folder = tempfile::tempdir().unwrap();
    let open = |bytes: &[u8]| {
        let path = folder.path().join("plugin.wasm");
        std::fs::write(&path, bytes).unwrap();
        Module::open(path).unwrap_err()
    };
    // One import of the type `() -> ()`, and nothing else.
    let clock = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x29\x01\x16wasi_snapshot_preview1\x0eclock_time_get\0\0";
    let error = open(clock).to_string();
    if cfg!(feature = "wasi") {
        assert!(error.contains("clock_time_get") && error.contains("incompatible import type"), "{error}");
    } else {
        assert!(error.contains("imports wasi_snapshot_preview1.clock_time_get"), "{error}");
        assert!(error.contains("turn on the testkit's feature `wasi`"), "{error}");
    }
    let unknown = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x29\x01\x16wasi_snapshot_preview1\x0eclock_time_put\0\0";
    let error = open(unknown);
    assert!(matches!(&error, LoadError::ForeignImports { imports, .. } if imports.len() == 1), "{error}");
    assert!(error.to_string().contains("imports wasi_snapshot_preview1.clock_time_put"), "{error}");
    // A component, as for wasm32-wasip2.
    let error = open(b"\0asm\x0d\0\x01\0");
    assert!(matches!(&error, LoadError::NotAModule { .. }) && error.to_string().contains("component"), "{error}");
}
