//! The order in which hosts call: init runs once before anything else, shutdown once at the end, in
//! every captured order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use aro_host_testkit::Plugin;
use aro_tests::program::{Program, invoke};
use aro_tests::vectors::vectors;
use aro_tests::whole::{copy, success};
use serde_json::{Value, json};

static INITS: AtomicUsize = AtomicUsize::new(0);
static SHUTDOWNS: AtomicUsize = AtomicUsize::new(0);
static DROPS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

impl Program for Counting {
    fn run(feature_set: &str, _: &Value) -> Option<String> {
        let count = match feature_set {
            "Init" => &INITS,
            "Shutdown" => &SHUTDOWNS,
            "Dropped" => &DROPS,
            other => panic!("nobody asked for {other}"),
        };
        count.fetch_add(1, Ordering::SeqCst);
        Some("\"well\"".into())
    }
}

fn counts() -> (usize, usize, usize) {
    (INITS.swap(0, Ordering::SeqCst), SHUTDOWNS.swap(0, Ordering::SeqCst), DROPS.swap(0, Ordering::SeqCst))
}

const LOAD: &str = "<constructor: dlopen>";
const UNLOAD: &str = "<destructor: dlclose or exit>";

/// The calls that an order is made of; a capture that does not begin with loading continues one
/// that does.
const ORDER: [&str; 5] = [LOAD, "aro_plugin_register", "aro_plugin_init", "aro_plugin_shutdown", UNLOAD];

#[test]
fn in_every_captured_order_init_runs_once_first_and_shutdown_once_last() {
    let mut orders: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for vector in vectors() {
        let calls = vector.calls.iter().map(|call| call.function.clone());
        let order: Vec<String> = calls.filter(|call| ORDER.contains(&call.as_str())).collect();
        if !order.is_empty() {
            *orders.entry(order).or_default() += 1;
        }
    }
    assert_eq!((orders.len(), orders.values().sum::<usize>()), (9, 114), "{orders:#?}");
    for order in orders.keys() {
        for asked_between in [false, true] {
            replay(order, asked_between);
        }
    }
}

/// Follows an order with the plugin; a call is made after loading, or only when the host's are
/// over.
fn replay(order: &[String], asked_early: bool) {
    let (_folder, path) = copy();
    let plugin = Plugin::open(&path).unwrap();
    plugin.set_invoke(invoke::<Counting>).unwrap();
    plugin.info().unwrap();
    assert_eq!(counts(), (0, 0, 0), "loading and asking for the metadata starts nothing");
    let is_end = |call: &&String| *call == "aro_plugin_shutdown" || *call == UNLOAD;
    let started = order.iter().any(|call| call == "aro_plugin_register" || call == "aro_plugin_init");
    if asked_early {
        call(&plugin);
    }
    for step in order.iter().filter(|step| !is_end(step)) {
        match step.as_str() {
            "aro_plugin_register" => plugin.register().unwrap(),
            "aro_plugin_init" => plugin.init().unwrap(),
            _ => {}
        }
    }
    if !asked_early {
        assert_eq!(INITS.load(Ordering::SeqCst), usize::from(started), "{order:?}");
        call(&plugin);
    }
    assert_eq!(counts(), (1, 0, 0), "{order:?}");
    if order.iter().any(|step| step == "aro_plugin_shutdown") {
        plugin.shutdown().unwrap();
        assert_eq!(counts(), (0, 1, 1), "{order:?}");
        plugin.close().unwrap();
        assert_eq!(counts(), (0, 0, 0), "{order:?}");
    } else {
        plugin.close().unwrap();
        assert_eq!(counts(), (0, 1, 1), "{order:?}");
    }
}

fn call(plugin: &Plugin) {
    assert_eq!(success(&plugin.execute("Recall", &json!({})).unwrap()), json!({ "result": [] }));
}
