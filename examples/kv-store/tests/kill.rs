//! A change that the plugin has acknowledged survives the process, however it ends.

mod child;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::thread;

use aro_host_testkit::Plugin;
use serde_json::{Value, json};

/// Marks the start of a key in the output, which also has lines of the test harness.
const ACKNOWLEDGED: &str = "acknowledged ";
/// Marks the end of a key, so that a truncated line is recognized.
const END: &str = ";";
const FOUND: &str = "found ";

fn value_of(key: &str) -> Value {
    json!({ "of": key, "filler": "x".repeat(key.len() * 50) })
}

/// In a child process: stores keys until the process is killed, on two threads, one by the service
/// and one by the system object. Prints each key to stdout after the plugin has replied.
fn write_until_killed(plugin: &Plugin) {
    let round = plugin.call::<Value>("service:increment", &json!({ "key": "round" })).unwrap()["result"].clone();
    let acknowledge = |key: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{ACKNOWLEDGED}{key}{END}").and_then(|()| out.flush()).unwrap();
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0_u64.. {
                let key = format!("service:{round}:{number}");
                plugin.call::<Value>("service:put", &json!({ "key": key, "value": value_of(&key) })).unwrap();
                acknowledge(&key);
            }
        });
        scope.spawn(|| {
            for number in 0_u64.. {
                let key = format!("object:{round}:{number}");
                let reply = plugin.object_write("kv", &key, &value_of(&key).to_string()).unwrap();
                assert_eq!(reply.json().unwrap(), json!({ "result": true }));
                acknowledge(&key);
            }
        });
    });
}

/// Does nothing when it runs as a test by itself: the test below starts it as its child process.
#[test]
fn role_writer() {
    if let Some(plugin) = child::plugin() {
        write_until_killed(&plugin);
    }
}

/// Prints every key whose value is complete.
#[test]
fn role_reader() {
    let Some(plugin) = child::plugin() else { return };
    let keys: Value = plugin.call("service:keys", &json!({})).unwrap();
    for key in keys["result"].as_array().unwrap().iter().filter_map(Value::as_str).filter(|key| *key != "round") {
        let found = plugin.call::<Value>("service:get", &json!({ "key": key })).unwrap();
        assert_eq!(found["value"], value_of(key), "{key}");
        println!("\n{FOUND}{key}");
    }
}

/// Starts a writer, kills it after this many acknowledgements, and returns all keys that it has
/// acknowledged, those in the pipe included.
fn killed_after(count: usize, library: &Path, store: &Path) -> BTreeSet<String> {
    let mut writer = child::command("role_writer", library, store).spawn().unwrap();
    let mut acknowledged = BTreeSet::new();
    let mut killed = false;
    for line in BufReader::new(writer.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let key = line.strip_prefix(ACKNOWLEDGED).and_then(|key| key.strip_suffix(END));
        acknowledged.extend(key.map(str::to_owned));
        if !killed && acknowledged.len() >= count {
            writer.kill().unwrap();
            killed = true;
        }
    }
    let output = writer.wait_with_output().unwrap();
    assert!(killed && !output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    acknowledged
}

fn found(library: &Path, store: &Path) -> BTreeSet<String> {
    let output = child::command("role_reader", library, store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = String::from_utf8(output.stdout).unwrap();
    out.lines().filter_map(|line| line.strip_prefix(FOUND)).map(str::to_owned).collect()
}

#[test]
fn every_acknowledged_key_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (library, store) = (child::library(), folder.path().join("store.redb"));
    let mut acknowledged = BTreeSet::new();
    // Every round uses the same store, so that a later process opens a repaired one.
    for count in [1, 2, 13, 40, 101] {
        acknowledged.extend(killed_after(count, &library, &store));
        let found = found(&library, &store);
        let lost: Vec<_> = acknowledged.difference(&found).collect();
        assert!(lost.is_empty(), "acknowledged, and lost by the kill: {lost:?}");
        // A key without an acknowledgement was written just before the kill.
        let unsaid: Vec<_> = found.difference(&acknowledged).cloned().collect();
        assert!(unsaid.len() <= 2, "at most one key of each of the two threads: {unsaid:?}");
        acknowledged.extend(unsaid);
    }
}
