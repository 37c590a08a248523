//! Init before the first call, shutdown once, whatever the host does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, OnceLock};
use std::{fs, thread};

use aro_host_testkit::{Plugin, Reply, ReplyError, build_cdylib};
use aro_tests::program::{Program, invoke};
use aro_tests::whole::{copy, error_of, fresh, success};
use aro_tests::{child, whole};
use serde_json::{Value, json};

/// A program with these answers for `Init` and `Shutdown`, which notes what was run.
macro_rules! program {
    ($name:ident, $init:expr, $shutdown:expr) => {
        struct $name;

        impl $name {
            fn runs() -> &'static Mutex<Vec<String>> {
                static RUNS: Mutex<Vec<String>> = Mutex::new(Vec::new());
                &RUNS
            }

            fn ran() -> Vec<String> {
                Self::runs().lock().unwrap().clone()
            }
        }

        impl Program for $name {
            fn run(feature_set: &str, _: &Value) -> Option<String> {
                Self::runs().lock().unwrap().push(feature_set.to_owned());
                let answer: &str = match feature_set {
                    "Init" => $init,
                    "Shutdown" => $shutdown,
                    _ => "null",
                };
                Some(answer.to_owned())
            }
        }
    };
}

/// A plugin that nobody has called yet, in a program.
fn in_program<P: Program>() -> Plugin {
    let plugin = fresh();
    plugin.set_invoke(invoke::<P>).unwrap();
    plugin
}

fn ticket(plugin: &Plugin) -> Reply {
    plugin.execute("DrawTicket", &json!({})).unwrap()
}

/// One call of every kind that has a reply.
fn all_kinds(plugin: &Plugin) -> Vec<ReplyError> {
    let nothing = json!({});
    let symbol =
        plugin.info().unwrap().actions.iter().find(|action| action.name == "DrawTicket").unwrap().symbol.clone();
    let replies = [
        ticket(plugin),
        plugin.execute("service:ping", &nothing).unwrap(),
        plugin.qualifier("snake", &json!({ "value": 1, "type": "Int" })).unwrap(),
        plugin.object_read("probeobj", "").unwrap(),
        plugin.object_write("probeobj", "", "1").unwrap(),
        plugin.object_list("*").unwrap(),
        plugin.entry_point(&symbol.unwrap(), Some(c"{}")).unwrap(),
    ];
    replies.iter().map(error_of).collect()
}

#[test]
fn init_runs_once_whatever_the_host_calls_first() {
    program!(Well, "\"well\"", "\"well\"");
    let orders: [&[fn(&Plugin)]; 6] = [
        &[|p| p.register().unwrap(), |p| drop(p.info()), |p| p.init().unwrap()],
        &[|p| drop(p.info()), |p| p.init().unwrap()],
        &[|p| p.init().unwrap()],
        &[|p| p.register().unwrap()],
        &[],
        &[|p| p.init().unwrap(), |p| p.init().unwrap(), |p| p.register().unwrap()],
    ];
    for (index, order) in orders.iter().enumerate() {
        let plugin = in_program::<Well>();
        for call in *order {
            call(&plugin);
        }
        assert_eq!(Well::ran().len(), index + usize::from(!order.is_empty()), "order {index}");
        success(&ticket(&plugin));
        success(&ticket(&plugin));
        assert_eq!(Well::ran().len(), index + 1, "order {index}");
    }
    assert!(Well::ran().iter().all(|set| set == "Init"));
}

#[test]
fn an_event_or_an_object_may_be_the_first_call() {
    program!(ByEvent, "\"well\"", "\"well\"");
    let plugin = in_program::<ByEvent>();
    plugin.on_event("UserCreated", &json!({})).unwrap();
    assert_eq!(ByEvent::ran(), ["Init"]);
    let heard = success(&plugin.execute("Recall", &json!({})).unwrap());
    assert_eq!(heard["result"], json!([["User*", "UserCreated", {}]]));
    program!(ByObject, "\"well\"", "\"well\"");
    let plugin = in_program::<ByObject>();
    success(&plugin.object_read("probeobj", "").unwrap());
    assert_eq!(ByObject::ran(), ["Init"]);
}

#[test]
fn when_init_fails_every_later_call_answers_with_code_7_and_its_message() {
    program!(Badly, "\"badly\"", "\"well\"");
    let plugin = in_program::<Badly>();
    plugin.register().unwrap();
    plugin.init().unwrap();
    for _ in 0..2 {
        for error in all_kinds(&plugin) {
            assert_eq!((error.code, &*error.message), (Some(7), "Init is forbidden"));
            assert_eq!(error.details.unwrap()["lock"], 7);
        }
        plugin.on_event("UserCreated", &json!({})).unwrap();
    }
    plugin.info().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(Badly::ran(), ["Init"], "init is not tried again, and there is nothing to shut down");
    assert_eq!(error_of(&ticket(&plugin)).code, Some(7));
}

#[test]
fn when_init_panics_every_later_call_answers_with_code_7_and_the_panic() {
    program!(Panicking, "\"panicking\"", "\"well\"");
    let plugin = in_program::<Panicking>();
    for error in all_kinds(&plugin) {
        assert_eq!((error.code, &*error.message), (Some(7), "the plugin panicked: Init burns"));
        assert!(error.details.unwrap()["location"].as_str().unwrap().contains("life.rs:"));
    }
    assert_eq!(Panicking::ran(), ["Init"]);
    plugin.close().unwrap();
    assert_eq!(Panicking::ran(), ["Init"]);
}

#[test]
fn concurrent_first_calls_run_init_once_and_all_wait_for_it() {
    program!(Crowded, "\"well\"", "\"well\"");
    let plugin = in_program::<Crowded>();
    let (barrier, threads) = (Barrier::new(8), 8_u64);
    let mut tickets: Vec<u64> = thread::scope(|scope| {
        let call = || {
            barrier.wait();
            success(&ticket(&plugin))["result"].as_u64().unwrap()
        };
        let calls: Vec<_> = (0..threads).map(|_| scope.spawn(call)).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    tickets.sort_unstable();
    assert_eq!(tickets, (0..threads).collect::<Vec<_>>());
    assert_eq!(Crowded::ran(), ["Init"]);
}

#[test]
fn a_call_from_inside_init_that_comes_back_is_told_so_and_does_not_wait_for_itself() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();
    static TOLD: Mutex<Vec<ReplyError>> = Mutex::new(Vec::new());

    struct Returning;

    impl Program for Returning {
        fn run(feature_set: &str, _: &Value) -> Option<String> {
            if feature_set == "Init" {
                let plugin = PLUGIN.get().unwrap();
                plugin.init().unwrap();
                plugin.on_event("UserCreated", &json!({})).unwrap();
                *TOLD.lock().unwrap() = all_kinds(plugin);
            }
            Some("\"well\"".into())
        }
    }

    let plugin = PLUGIN.get_or_init(in_program::<Returning>);
    success(&ticket(plugin));
    let told = TOLD.lock().unwrap();
    assert_eq!(told.len(), 7);
    for error in told.iter() {
        let message = "the plugin \"whole\" is still starting: its init runs";
        assert_eq!((error.code, &*error.message), (Some(7), message));
    }
}

#[test]
fn shutdown_from_inside_init_ends_the_plugin_when_init_has_run() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();
    static RAN: Mutex<Vec<String>> = Mutex::new(Vec::new());

    struct Impatient;

    impl Program for Impatient {
        fn run(feature_set: &str, _: &Value) -> Option<String> {
            RAN.lock().unwrap().push(feature_set.to_owned());
            if feature_set == "Init" {
                PLUGIN.get().unwrap().shutdown().unwrap();
            }
            Some("\"well\"".into())
        }
    }

    let plugin = PLUGIN.get_or_init(in_program::<Impatient>);
    assert_eq!(error_of(&ticket(plugin)).message, "the plugin \"whole\" is shut down");
    assert_eq!(*RAN.lock().unwrap(), ["Init", "Shutdown", "Dropped"]);
}

#[test]
fn shutdown_runs_once_lets_go_of_the_state_and_calls_after_it_answer_with_code_7() {
    program!(Ending, "\"well\"", "\"well\"");
    let plugin = in_program::<Ending>();
    plugin.init().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(Ending::ran(), ["Init", "Shutdown", "Dropped"]);
    plugin.shutdown().unwrap();
    for error in all_kinds(&plugin) {
        assert_eq!((error.code, &*error.message), (Some(7), "the plugin \"whole\" is shut down"));
    }
    plugin.on_event("UserCreated", &json!({})).unwrap();
    assert_eq!(plugin.info().unwrap().name, "whole");
    plugin.close().unwrap();
    assert_eq!(Ending::ran(), ["Init", "Shutdown", "Dropped"]);
}

/// What a host finds that unloads a library which stays mapped, and loads it again.
#[test]
fn after_a_shutdown_register_or_init_starts_a_new_life_with_its_own_init_state_and_shutdown() {
    program!(Ending, "\"well\"", "\"well\"");
    let plugin = in_program::<Ending>();
    for start in [Plugin::register, Plugin::init, Plugin::register] {
        start(&plugin).unwrap();
        // The state is new: the first ticket of each life has the same number.
        assert_eq!(ticket(&plugin).json().unwrap()["result"], 0);
        plugin.init().unwrap();
        plugin.register().unwrap();
        assert_eq!(ticket(&plugin).json().unwrap()["result"], 1);
        plugin.shutdown().unwrap();
        plugin.shutdown().unwrap();
        assert_eq!(error_of(&ticket(&plugin)).message, "the plugin \"whole\" is shut down");
    }
    assert_eq!(Ending::ran(), ["Init", "Shutdown", "Dropped"].repeat(3));
}

#[test]
fn after_an_init_that_failed_a_shutdown_and_a_register_try_it_again() {
    program!(Failing, "\"badly\"", "\"well\"");
    let plugin = in_program::<Failing>();
    for _ in 0..2 {
        plugin.register().unwrap();
        assert_eq!(error_of(&ticket(&plugin)).code, Some(7));
        plugin.register().unwrap();
        plugin.shutdown().unwrap();
        assert_eq!(error_of(&ticket(&plugin)).message, "the plugin \"whole\" is shut down");
    }
    assert_eq!(Failing::ran(), ["Init"; 2]);
}

#[test]
fn a_plugin_that_was_shut_down_before_it_started_starts_with_the_next_register() {
    program!(Ending, "\"well\"", "\"well\"");
    let plugin = in_program::<Ending>();
    plugin.shutdown().unwrap();
    assert_eq!(error_of(&ticket(&plugin)).message, "the plugin \"whole\" is shut down");
    plugin.register().unwrap();
    success(&ticket(&plugin));
    plugin.shutdown().unwrap();
    assert_eq!(Ending::ran(), ["Init", "Shutdown", "Dropped"]);
}

#[test]
fn shutdown_may_be_the_first_to_ask_for_a_state_which_then_goes_as_well() {
    program!(Ending, "", "");
    let plugin = Plugin::build(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/beta")).unwrap();
    plugin.set_invoke(invoke::<Ending>).unwrap();
    success(&plugin.execute("Count", &json!({})).unwrap());
    plugin.shutdown().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(Ending::ran(), ["Ended", "Dropped"]);
    assert_eq!(error_of(&plugin.execute("Count", &json!({})).unwrap()).message, "the plugin \"beta\" is shut down");
}

#[test]
fn without_an_init_hook_the_shutdown_hook_runs_though_nothing_was_called() {
    program!(Ending, "", "");
    let built = build_cdylib(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/beta")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(built.file_name().unwrap());
    fs::copy(built, &copy).unwrap();
    let plugin = Plugin::open(copy).unwrap();
    plugin.set_invoke(invoke::<Ending>).unwrap();
    plugin.shutdown().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(Ending::ran(), ["Ended", "Dropped"]);
}

#[test]
fn a_shutdown_that_fails_or_panics_is_survived_and_the_state_goes_all_the_same() {
    program!(Failing, "\"well\"", "\"badly\"");
    program!(Burning, "\"well\"", "\"panicking\"");
    let (failing, burning) = (in_program::<Failing>(), in_program::<Burning>());
    for plugin in [failing, burning] {
        success(&ticket(&plugin));
        plugin.shutdown().unwrap();
        assert_eq!(error_of(&ticket(&plugin)).message, "the plugin \"whole\" is shut down");
    }
    assert_eq!(Failing::ran(), ["Init", "Shutdown", "Dropped"]);
    assert_eq!(Burning::ran(), ["Init", "Shutdown", "Dropped"]);
}

#[test]
fn a_state_that_panics_when_it_is_dropped_does_no_harm_and_the_others_go_too() {
    program!(Breaking, "\"well\"", "\"well\"");
    let plugin = in_program::<Breaking>();
    success(&plugin.execute("TouchFragile", &json!({})).unwrap());
    plugin.shutdown().unwrap();
    assert_eq!(Breaking::ran(), ["Init", "Shutdown", "Dropped"]);
    assert_eq!(error_of(&ticket(&plugin)).code, Some(7));
}

#[test]
fn a_call_that_still_runs_after_shutdown_makes_no_state_anew() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct Pausing;

    impl Program for Pausing {
        fn run(feature_set: &str, _: &Value) -> Option<String> {
            if feature_set == "Pause" {
                PLUGIN.get().unwrap().shutdown().unwrap();
            }
            Some("\"well\"".into())
        }
    }

    let plugin = PLUGIN.get_or_init(in_program::<Pausing>);
    let error = error_of(&plugin.execute("DrawLate", &json!({})).unwrap());
    let message = "the plugin is shut down and keeps no state";
    assert_eq!((error.code, &*error.message), (Some(7), message));
}

#[test]
fn shutdown_on_several_threads_at_once_runs_once() {
    program!(Hasty, "\"well\"", "\"well\"");
    let plugin = in_program::<Hasty>();
    success(&ticket(&plugin));
    let barrier = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                barrier.wait();
                plugin.shutdown().unwrap();
            });
        }
    });
    assert_eq!(Hasty::ran(), ["Init", "Shutdown", "Dropped"]);
}

#[test]
fn without_a_shutdown_by_the_host_unloading_runs_it() {
    program!(Unloading, "\"well\"", "\"well\"");
    let plugin = in_program::<Unloading>();
    success(&ticket(&plugin));
    plugin.close().unwrap();
    assert_eq!(Unloading::ran(), ["Init", "Shutdown", "Dropped"]);
}

#[test]
fn a_plugin_that_was_never_started_is_not_shut_down() {
    program!(Idle, "\"well\"", "\"well\"");
    let plugin = in_program::<Idle>();
    plugin.info().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(error_of(&ticket(&plugin)).code, Some(7));
    plugin.close().unwrap();
    program!(IdleUnloaded, "\"well\"", "\"well\"");
    in_program::<IdleUnloaded>().close().unwrap();
    assert!(Idle::ran().is_empty() && IdleUnloaded::ran().is_empty());
}

const LIBRARY: &str = "ARO_TESTS_LIBRARY";
const WITNESS: &str = "ARO_TESTS_WITNESS";
const END: &str = "ARO_TESTS_END";

#[test]
fn without_a_shutdown_by_the_host_the_normal_end_of_the_process_runs_it() {
    for (end, expected) in [
        ("return from main", "Init Shutdown Dropped "),
        ("exit", "Init Shutdown Dropped "),
        ("exit elsewhere", "Init Shutdown Dropped "),
        ("shutdown, exit", "Init Shutdown Dropped "),
        ("abort", "Init "),
    ] {
        let (folder, library) = copy();
        let witness = folder.path().join("witness");
        let variables = [(LIBRARY, library.as_os_str()), (WITNESS, witness.as_os_str()), (END, end.as_ref())];
        let output = child::output("a_process_that_ends", &variables);
        assert_eq!(output.status.success(), end != "abort", "{end}: {output:?}");
        assert_eq!(fs::read_to_string(&witness).unwrap(), expected, "{end}");
    }
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_that_ends() {
    struct Witness;

    impl Program for Witness {
        fn run(feature_set: &str, _: &Value) -> Option<String> {
            use std::io::Write as _;
            let path = std::env::var_os(WITNESS).unwrap();
            let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
            write!(file, "{feature_set} ").unwrap();
            Some("\"well\"".into())
        }
    }

    let Some(library) = std::env::var_os(LIBRARY) else { return };
    let plugin = Plugin::open(library).unwrap();
    plugin.set_invoke(invoke::<Witness>).unwrap();
    success(&ticket(&plugin));
    match std::env::var(END).unwrap().as_str() {
        "exit" => std::process::exit(0),
        "exit elsewhere" => thread::spawn(|| std::process::exit(0)).join().unwrap(),
        "shutdown, exit" => {
            plugin.shutdown().unwrap();
            std::process::exit(0);
        }
        "abort" => std::process::abort(),
        _ => {}
    }
}

#[test]
fn calls_that_run_while_the_plugin_is_shut_down_end_well() {
    static ENDED: AtomicUsize = AtomicUsize::new(0);
    let plugin = fresh();
    let barrier = Barrier::new(5);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                barrier.wait();
                for _ in 0..200 {
                    let reply = ticket(&plugin);
                    assert!(reply.error().is_none_or(|error| error.code == Some(7)), "{reply}");
                }
                ENDED.fetch_add(1, Ordering::SeqCst);
            });
        }
        barrier.wait();
        plugin.shutdown().unwrap();
    });
    assert_eq!(ENDED.load(Ordering::SeqCst), 4);
    assert_eq!(whole::error_of(&ticket(&plugin)).code, Some(7));
}
