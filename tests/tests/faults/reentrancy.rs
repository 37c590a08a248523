//! The author's code runs the host, and the host calls the plugin again, on the same thread.

use std::cell::Cell;
use std::sync::{Mutex, OnceLock};

use aro_host_testkit::{Plugin, Reply};
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::panics::{CASES, arm};
use crate::support::{error_of, execute, fresh, result, success};

thread_local! {
    /// How many of the host's calls are open: from the second on, the host does not call again.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Calls every function of the plugin, and returns the replies of those that have one.
fn call_all(plugin: &Plugin) -> Vec<Reply> {
    let nothing = json!({});
    plugin.register().unwrap();
    plugin.init().unwrap();
    plugin.on_event("Bang", &nothing).unwrap();
    vec![
        plugin.info_reply().unwrap(),
        plugin.execute("TakeFickle", &json!({ "value": [1] })).unwrap(),
        execute(plugin, "FailShaky"),
        execute(plugin, "PanicGuarded"),
        execute(plugin, "StreamNumbers"),
        execute(plugin, "UseShy"),
        plugin.execute("service:ask", &nothing).unwrap(),
        plugin.qualifier("shaken", &json!({ "value": 1, "type": "Int" })).unwrap(),
        plugin.object_read("shelf", "").unwrap(),
        plugin.object_write("shelf", "", "1").unwrap(),
        plugin.object_list("*").unwrap(),
        plugin.entry_point("faults__call_function", Some(c"{}")).unwrap(),
    ]
}

/// A host that calls every function when it is reached, and notes the codes of the replies.
macro_rules! calling_host {
    ($name:ident, $feature_set:pat) => {
        struct $name;

        impl $name {
            fn plugin() -> &'static OnceLock<Plugin> {
                static PLUGIN: OnceLock<Plugin> = OnceLock::new();
                &PLUGIN
            }

            fn codes() -> &'static Mutex<Vec<u64>> {
                static CODES: Mutex<Vec<u64>> = Mutex::new(Vec::new());
                &CODES
            }
        }

        impl Program for $name {
            fn run(name: &str, _: &Value) -> Option<String> {
                if matches!(name, $feature_set) && DEPTH.get() == 0 {
                    DEPTH.set(1);
                    let replies = call_all(Self::plugin().get()?);
                    let code = |reply: &Reply| reply.error().map_or(0, |error| error.code.unwrap_or_default());
                    Self::codes().lock().unwrap().extend(replies.iter().map(code));
                    DEPTH.set(0);
                }
                Some("{}".to_owned())
            }
        }
    };
}

/// What [`call_all`] is answered by a plugin that runs: 6 is what `FailShaky` and `PanicGuarded`
/// fail with.
const RUNNING: [u64; 12] = [0, 0, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0];
/// The same by one that starts, or is shut down. The metadata is there always.
const REFUSED: [u64; 12] = [0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7];
/// Where in [`call_all`] the state is asked for that has a default.
const USE_SHY: usize = 5;

/// A default is made once in a life, so to reach it again another life is needed.
fn begin_life_for(plugin: &Plugin, place: &str) {
    if place == "default of a state" {
        plugin.shutdown().unwrap();
        plugin.register().unwrap();
    }
}

#[test]
fn the_host_may_call_every_function_from_every_place_and_the_outer_call_is_answered_as_ever() {
    calling_host!(Calling, "Reached");
    let plugin = Calling::plugin().get_or_init(fresh);
    plugin.set_invoke(invoke::<Calling>).unwrap();
    for (place, call) in CASES {
        success(&execute(plugin, "Disarm"));
        let expected = call(plugin).json().unwrap();
        arm(plugin, place, "host");
        begin_life_for(plugin, place);
        let mut expected_codes = RUNNING;
        // A call from inside of a default that asks for the same state is refused.
        if place == "default of a state" {
            expected_codes[USE_SHY] = 7;
        }
        assert_eq!(call(plugin).json().unwrap(), expected, "{place}");
        let codes = std::mem::take(&mut *Calling::codes().lock().unwrap());
        assert!(!codes.is_empty(), "{place} is not reached");
        assert!(codes.chunks(RUNNING.len()).all(|codes| codes == expected_codes), "{place}: {codes:?}");
    }
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn the_host_may_call_every_function_from_every_hook() {
    calling_host!(Hooked, "Reached" | "Init");
    let plugin = Hooked::plugin().get_or_init(fresh);
    plugin.set_invoke(invoke::<Hooked>).unwrap();
    let codes = || std::mem::take(&mut *Hooked::codes().lock().unwrap());
    plugin.init().unwrap();
    assert_eq!(codes(), REFUSED, "init");
    arm(plugin, "event handler", "host");
    plugin.on_event("Bang", &json!({})).unwrap();
    assert_eq!(codes(), RUNNING, "an event handler");
    for place in ["shutdown", "drop of a state"] {
        arm(plugin, place, "host");
        plugin.shutdown().unwrap();
        let came = codes();
        assert_eq!(came[..12], REFUSED, "{place}");
        // What the host wanted from inside of the hook: the next life begins when this one ends.
        assert_eq!(result(plugin, "CallFunction"), true, "{place}");
        codes();
    }
    assert_eq!(success(&execute(plugin, "CountLives"))["life"], 3);
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn the_host_may_end_the_plugin_and_start_it_again_from_inside_of_a_call() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct Ending;

    impl Program for Ending {
        fn run(name: &str, _: &Value) -> Option<String> {
            let plugin = PLUGIN.get()?;
            if name == "Reached" && DEPTH.get() == 0 {
                DEPTH.set(1);
                plugin.shutdown().ok()?;
                assert_eq!(error_of(&execute(plugin, "CallFunction")).code, Some(7));
                plugin.register().ok()?;
                DEPTH.set(0);
            }
            Some("{}".to_owned())
        }
    }

    let plugin = PLUGIN.get_or_init(fresh);
    plugin.set_invoke(invoke::<Ending>).unwrap();
    for (life, (place, call)) in (1_u64..).zip(CASES) {
        let lives = success(&execute(plugin, "CountLives"));
        assert!(lives["life"].as_u64() >= Some(life), "{place}: {lives}");
        success(&execute(plugin, "Disarm"));
        let expected = call(plugin).json().unwrap();
        arm(plugin, place, "host");
        begin_life_for(plugin, place);
        // Also a state that is made when its life ends is the call's own until it returns.
        assert_eq!(call(plugin).json().unwrap(), expected, "{place}");
    }
    success(&execute(plugin, "Disarm"));
    let lives = success(&execute(plugin, "CountLives"));
    assert_eq!(lives["inits"], lives["life"], "{lives}");
}
