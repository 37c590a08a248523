//! A call that waits for init.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use std::{fs, thread};

use aro_host_testkit::Plugin;
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::support::{FOLDER, error_of, execute, fresh_from, refused, result};

/// A plugin with a limit of 20 ms whose init the program `P` answers.
fn impatient<P: Program>() -> Plugin {
    let library = Plugin::builder(FOLDER).features(["impatient"]).build_cdylib().unwrap();
    let plugin = fresh_from(library);
    plugin.set_invoke(invoke::<P>).unwrap();
    plugin
}

const MESSAGE: &str = "the plugin \"faults\" is still starting: its init has not returned after 20 ms; call again later. \
    If init needs more time, set `init_limit` in `plugin!`; an init that waits for a call of its own plugin never returns";

/// No test waits so long: this holds the number, that `plugin!` takes it, and that each page which
/// names it is right.
#[test]
fn without_an_init_limit_it_is_thirty_seconds_as_every_page_says() {
    assert_eq!(aro_sdk::__private::DEFAULT_INIT_LIMIT, Duration::from_secs(30));
    for (file, text) in [
        ("sdk-macros/snapshots/plugin.rs", "            init_limit: ::aro_sdk::__private::DEFAULT_INIT_LIMIT,\n"),
        (
            "sdk/src/lib.rs",
            "| `init_limit` | how long a call waits for init, as in `\"500ms\"`, `\"30s\"`, `\"2min\"` | `\"30s\"` |",
        ),
        ("sdk/src/keys.rs", "`init_limit = \"2min\"`. Default: `\"30s\"`."),
        ("sdk-macros/src/lib.rs", "30 seconds by default. One that has waited so long replies with code 7"),
        ("book/src/state.md", "at most 30 seconds or the `init_limit` of `plugin!`"),
        ("docs/attributes.md", "`init_limit` of `plugin!`, 30 s by default"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(source.contains(text), "{file} does not say: {text}");
    }
}

#[test]
fn a_call_that_waits_longer_than_the_limit_is_told_that_init_has_not_returned() {
    static BEGUN: OnceLock<SyncSender<()>> = OnceLock::new();
    static RELEASED: Mutex<Option<Receiver<()>>> = Mutex::new(None);

    struct Slow;

    impl Program for Slow {
        fn run(_: &str, _: &Value) -> Option<String> {
            BEGUN.get()?.send(()).ok()?;
            RELEASED.lock().unwrap().as_ref()?.recv().ok()?;
            Some("true".to_owned())
        }
    }

    let (begun, begins) = sync_channel(1);
    let (release, released) = sync_channel(1);
    BEGUN.set(begun).unwrap();
    *RELEASED.lock().unwrap() = Some(released);
    let plugin = impatient::<Slow>();
    thread::scope(|scope| {
        let starts = scope.spawn(|| plugin.init().unwrap());
        begins.recv().unwrap();
        let symbol = plugin.info().unwrap().actions[0].symbol.clone().unwrap();
        let nothing = json!({});
        let replies = [
            execute(&plugin, "CallFunction"),
            plugin.execute("service:ask", &nothing).unwrap(),
            plugin.qualifier("shaken", &json!({ "value": 1, "type": "Int" })).unwrap(),
            plugin.object_read("shelf", "").unwrap(),
            plugin.object_write("shelf", "", "1").unwrap(),
            plugin.object_list("*").unwrap(),
            plugin.entry_point(&symbol, Some(c"{}")).unwrap(),
        ];
        for error in replies.iter().map(error_of) {
            assert_eq!((error.code, &*error.message), (Some(7), MESSAGE));
        }
        // What has no reply comes back as well.
        plugin.on_event("Bang", &nothing).unwrap();
        plugin.register().unwrap();
        plugin.init().unwrap();
        release.send(()).unwrap();
        starts.join().unwrap();
    });
    assert_eq!(result(&plugin, "CallFunction"), json!(true), "once init has returned, calls succeed");
    assert_eq!(result(&plugin, "CountHandled"), 0);
}

#[test]
fn an_init_that_waits_for_a_call_of_another_thread_goes_on_after_the_limit() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();
    static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

    struct Entangled;

    impl Program for Entangled {
        fn run(_: &str, _: &Value) -> Option<String> {
            let plugin = PLUGIN.get()?;
            // By its own thread: at once. By another: after the limit.
            let here = refused(plugin, "CallFunction").message;
            let there = thread::scope(|scope| scope.spawn(|| refused(plugin, "CallFunction").message).join().ok())?;
            TOLD.lock().unwrap().extend([here, there]);
            Some("true".to_owned())
        }
    }

    let plugin = PLUGIN.get_or_init(impatient::<Entangled>);
    assert_eq!(result(plugin, "CallFunction"), json!(true));
    assert_eq!(*TOLD.lock().unwrap(), ["the plugin \"faults\" is still starting: its init runs", MESSAGE]);
}

#[test]
fn a_default_of_a_state_that_waits_for_a_call_that_asks_for_it_goes_on_after_the_limit() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct Entangled;

    impl Program for Entangled {
        fn run(name: &str, _: &Value) -> Option<String> {
            let plugin = PLUGIN.get()?;
            if name != "Slow state" {
                return Some("true".to_owned());
            }
            let here = refused(plugin, "UseSlow").message;
            let there = thread::scope(|scope| {
                scope.spawn(|| (refused(plugin, "UseSlow").message, result(plugin, "UseShy"))).join().ok()
            })?;
            Some(json!([here, there.0, there.1]).to_string())
        }
    }

    let plugin = PLUGIN.get_or_init(impatient::<Entangled>);
    let told = result(plugin, "UseSlow");
    let begins = "the default of faults::life::Slow is still being made, and ";
    assert_eq!(told[0], format!("{begins}asks for itself"));
    assert!(told[1].as_str().unwrap().starts_with(&format!("{begins}has not returned after 20 ms; ")), "{told}");
    assert_eq!(told[2], 5, "other states are not concerned");
    assert_eq!(result(plugin, "UseSlow"), told, "the default was made once");
}

#[test]
fn a_plugin_that_is_shut_down_while_calls_have_given_up_on_its_init_ends_when_init_returns() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct Ended;

    impl Program for Ended {
        fn run(_: &str, _: &Value) -> Option<String> {
            let plugin = PLUGIN.get()?;
            thread::scope(|scope| {
                scope.spawn(|| assert_eq!(refused(plugin, "CallFunction").message, MESSAGE)).join().ok()?;
                plugin.shutdown().ok()?;
                scope.spawn(|| assert_eq!(refused(plugin, "CallFunction").code, Some(7))).join().ok()
            })?;
            Some("true".to_owned())
        }
    }

    let plugin = PLUGIN.get_or_init(impatient::<Ended>);
    assert_eq!(refused(plugin, "CallFunction").message, "the plugin \"faults\" is shut down");
    plugin.set_invoke_raw(None).unwrap();
    plugin.register().unwrap();
    assert_eq!(execute(plugin, "CountLives").json().unwrap(), json!({ "inits": 2, "shutdowns": 1, "life": 2 }));
}
