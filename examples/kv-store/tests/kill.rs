//! A change that the plugin has acknowledged survives the process, however it ends.
//!
//! `ARO_KILLS` is how often the process is killed, 20 by default, and `ARO_SEED` repeats a run.

mod child;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::thread;

use aro_host_testkit::Plugin;
use fastrand::Rng;
use serde_json::{Value, json};

/// Marks the start of what was acknowledged, in an output that also has lines of the test harness.
const ACKNOWLEDGED: &str = "acknowledged ";
/// Marks its end, so that a truncated line is recognized.
const END: &str = ";";
const FOUND: &str = "found ";
/// The kinds of changes. Each has a thread in the writer.
const KINDS: usize = 5;

fn value_of(key: &str, version: u64) -> Value {
    json!({ "of": key, "version": version, "filler": "x".repeat(key.len() * (1 + version as usize % 50)) })
}

fn put(plugin: &Plugin, key: &str, value: &Value) {
    let reply = plugin.call::<Value>("service:put", &json!({ "key": key, "value": value })).unwrap();
    assert_eq!(reply, json!({ "result": true }));
}

/// In a child process: changes the store until the process is killed, each thread in another way.
/// Prints each change to stdout after the plugin has replied.
fn write_until_killed(plugin: &Plugin) {
    let round = plugin.call::<Value>("service:increment", &json!({ "key": "round" })).unwrap()["result"].clone();
    let acknowledge = |change: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{ACKNOWLEDGED}{change}{END}").and_then(|()| out.flush()).unwrap();
    };
    acknowledge(&format!("count round {round}"));
    let first = round.as_u64().unwrap() * 1_000_000;
    thread::scope(|scope| {
        // New keys, by the service.
        scope.spawn(|| {
            for number in first.. {
                let key = format!("service:{number}");
                put(plugin, &key, &value_of(&key, number));
                acknowledge(&format!("put {key} {number}"));
            }
        });
        // New keys, by the system object.
        scope.spawn(|| {
            for number in first.. {
                let key = format!("object:{number}");
                let reply = plugin.object_write("kv", &key, &value_of(&key, number).to_string()).unwrap();
                assert_eq!(reply.json().unwrap(), json!({ "result": true }));
                acknowledge(&format!("put {key} {number}"));
            }
        });
        // One key again and again.
        scope.spawn(|| {
            for number in first.. {
                put(plugin, "same", &value_of("same", number));
                acknowledge(&format!("put same {number}"));
            }
        });
        // Keys that are removed again.
        scope.spawn(|| {
            for number in first.. {
                let key = format!("brief:{number}");
                put(plugin, &key, &value_of(&key, number));
                acknowledge(&format!("put {key} {number}"));
                let reply = plugin.call::<Value>("service:delete", &json!({ "key": key })).unwrap();
                assert_eq!(reply, json!({ "result": true }));
                acknowledge(&format!("delete {key} {number}"));
            }
        });
        // A sum.
        scope.spawn(|| {
            loop {
                let reply = plugin.call::<Value>("service:increment", &json!({ "key": "sum" })).unwrap();
                acknowledge(&format!("count sum {}", reply["result"]));
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

/// Prints every key with its version, or its number, and checks that the value is complete.
#[test]
fn role_reader() {
    let Some(plugin) = child::plugin() else { return };
    let keys: Value = plugin.call("service:keys", &json!({})).unwrap();
    for key in keys["result"].as_array().unwrap().iter().filter_map(Value::as_str) {
        let found = plugin.call::<Value>("service:get", &json!({ "key": key })).unwrap()["value"].clone();
        let number = found.as_u64().unwrap_or_else(|| {
            let version = found["version"].as_u64().unwrap();
            assert_eq!(found, value_of(key, version), "{key}");
            version
        });
        println!("\n{FOUND}{key} {number}{END}");
    }
}

/// What a store must hold.
#[derive(Default)]
struct Promised {
    /// Each key with the least version, or number, that it must have.
    kept: BTreeMap<String, u64>,
    removed: BTreeSet<String>,
    acknowledgements: usize,
}

impl Promised {
    fn note(&mut self, change: &str) {
        let [kind, key, number] = change.split(' ').collect::<Vec<_>>()[..] else { panic!("{change}") };
        let number: u64 = number.parse().unwrap();
        self.acknowledgements += 1;
        match kind {
            "put" | "count" => drop(self.kept.insert(key.to_owned(), number)),
            "delete" => {
                self.kept.remove(key);
                self.removed.insert(key.to_owned());
            }
            other => panic!("{other}"),
        }
    }

    /// Compares with what a fresh process found, and takes that over.
    fn check(&mut self, found: BTreeMap<String, u64>, context: &str) {
        // The change of each thread that was not acknowledged may be there or not.
        let mut unsaid = 0;
        for (key, least) in &self.kept {
            match found.get(key) {
                Some(number) if number == least => {}
                Some(number) if key == "same" && number > least => unsaid += 1,
                Some(number) if ["sum", "round"].contains(&&**key) && *number == least + 1 => unsaid += 1,
                None if key.starts_with("brief:") => unsaid += 1,
                other => panic!("{context}: {key} was acknowledged with {least}, and is {other:?}"),
            }
        }
        for (key, number) in &found {
            assert!(!self.removed.contains(key), "{context}: {key} was removed, and is there with {number}");
            unsaid += usize::from(!self.kept.contains_key(key));
        }
        assert!(unsaid <= KINDS + 1, "{context}: {unsaid} changes without an acknowledgement");
        self.removed.extend(self.kept.keys().filter(|key| !found.contains_key(*key)).cloned());
        self.kept = found;
    }
}

/// Starts a writer and kills it at a random moment: after some of its acknowledgements, or while it
/// starts, and then some steps of this processor later. Notes what it has acknowledged, what is
/// still in the pipe included.
fn kill(random: &mut Rng, library: &Path, store: &Path, promised: &mut Promised) {
    let mut writer = child::command("role_writer", library, store).spawn().unwrap();
    let mut out = BufReader::new(writer.stdout.take().unwrap()).lines();
    // One of four dies while the library is loaded, or init opens the file.
    let acknowledgements = if random.u8(..4) == 0 { 0 } else { random.u64(..60) };
    let steps = random.u64(..if acknowledgements == 0 { 20_000_000 } else { 400_000 });
    let mut note = |line: String| {
        let change = line.strip_prefix(ACKNOWLEDGED).and_then(|change| change.strip_suffix(END));
        change.inspect(|change| promised.note(change)).is_some()
    };
    let mut seen = 0;
    while seen < acknowledgements {
        let line = out.next().expect("the writer goes on until it is killed").unwrap();
        seen += u64::from(note(line));
    }
    for _ in 0..steps {
        std::hint::spin_loop();
    }
    writer.kill().unwrap();
    for line in out {
        note(line.unwrap());
    }
    let output = writer.wait_with_output().unwrap();
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn found(library: &Path, store: &Path, context: &str) -> BTreeMap<String, u64> {
    let output = child::command("role_reader", library, store).output().unwrap();
    assert!(output.status.success(), "{context}: {}", String::from_utf8_lossy(&output.stderr));
    let out = String::from_utf8(output.stdout).unwrap();
    let lines = out.lines().filter_map(|line| line.strip_prefix(FOUND)?.strip_suffix(END)?.split_once(' '));
    lines.map(|(key, number)| (key.to_owned(), number.parse().unwrap())).collect()
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|error| panic!("{name}={value}: {error}")))
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let kills = variable("ARO_KILLS").unwrap_or(20);
    let clock = || std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    let seed = variable("ARO_SEED").unwrap_or_else(clock);
    let mut random = Rng::with_seed(seed);
    let folder = tempfile::tempdir().unwrap();
    let library = child::library();
    let mut store = folder.path().to_owned();
    let (mut promised, mut acknowledgements) = (Promised::default(), 0);
    for number in 0..kills {
        // A store lives for some kills, so that a later process opens a repaired one; and often
        // there is none, since a process may also die while it makes the file.
        if number == 0 || random.u8(..5) == 0 {
            acknowledgements += promised.acknowledgements;
            promised = Promised::default();
            let _ = std::fs::remove_file(&store);
            store = folder.path().join(format!("{number}.redb"));
        }
        let context = format!("kill {number} of {kills}, ARO_SEED={seed}");
        kill(&mut random, &library, &store, &mut promised);
        promised.check(found(&library, &store, &context), &context);
    }
    acknowledgements += promised.acknowledgements;
    println!("{kills} kills, {acknowledgements} acknowledged changes, none lost, ARO_SEED={seed}");
}
