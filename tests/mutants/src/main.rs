//! Tests the mutants that cargo-mutants lists, all compiled into one build. `scripts/mutants` runs
//! it.
//!
//!     mutants-in-one-build LIST FOLDER TREE OUTCOMES
//!
//! LIST is the output of `cargo mutants --list --json`, of which only mutants in FOLDER are taken.
//! TREE is a copy of the repository, which is changed. OUTCOMES gets a line for each mutant: its
//! outcome, a tab, and its name. The outcome is `caught`, `timeout`, `missed`, `refused` (by the
//! compiler) or `alone` (needs a build of its own). What is there already is not tested again.

mod source;
mod suites;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use serde_json::Value;
use source::{Mutant, Switched, switched};

/// Where each crate with mutants gets the function that chooses one.
const ROOTS: [&str; 2] = ["json-scan/src/lib.rs", "sdk/src/lib.rs"];

const CHOICE: &str = r#"
#[doc(hidden)]
#[inline]
pub fn __mutant(number: usize) -> bool {
    static CHOSEN: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("ARO_MUTANT").map_or(0, |chosen| chosen.parse().unwrap_or(0))) == number
}
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, folder, tree, outcomes] = &arguments[..] else {
        panic!("usage: mutants-in-one-build LIST FOLDER TREE OUTCOMES")
    };
    let tree = Path::new(tree);
    let mut mutants = read(list);
    mutants.retain(|mutant| mutant.file.starts_with(&**folder));
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for line in fs::read_to_string(outcomes).unwrap_or_default().lines() {
        let (outcome, name) = line.split_once('\t').expect("an outcome and a name");
        known.insert(name.to_owned(), outcome.to_owned());
    }
    let mut file = OpenOptions::new().append(true).create(true).open(outcomes).expect("OUTCOMES");
    let mut note = |mutant: &Mutant, outcome: &str| {
        writeln!(file, "{outcome}\t{}", mutant.name).expect("OUTCOMES");
        println!("{outcome:8} {}", mutant.name);
    };

    // Of what is known not even a switch is made.
    mutants.retain(|mutant| !known.contains_key(&mutant.name));
    let open = &mutants;
    if open.is_empty() {
        return;
    }
    let (refused, alone) = compile(tree, open);
    for mutant in open {
        if refused.contains(&mutant.id) {
            note(mutant, "refused");
        } else if alone.contains(&mutant.id) {
            note(mutant, "alone");
        }
    }
    let suites = suites::build(tree, open);
    let queue = Mutex::new(open.iter().filter(|mutant| !refused.contains(&mutant.id) && !alone.contains(&mutant.id)));
    let note = Mutex::new(note);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(mutant) = queue.lock().expect("the queue").next() else { return };
                    let outcome = suites.outcome(mutant);
                    note.lock().expect("OUTCOMES")(mutant, outcome);
                }
            });
        }
    });
}

fn read(list: &str) -> Vec<Mutant> {
    let text = fs::read_to_string(list).unwrap_or_else(|error| panic!("{list}: {error}"));
    let list: Value = serde_json::from_str(&text).expect("the list of cargo-mutants");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let mutants = list.as_array().expect("a list").iter().enumerate();
    mutants
        .map(|(index, mutant)| Mutant {
            id: index + 1,
            file: text(&mutant["file"]),
            name: text(&mutant["name"]),
            genre: text(&mutant["genre"]),
            replacement: text(&mutant["replacement"]),
            start: (number(&mutant["span"]["start"]["line"]), number(&mutant["span"]["start"]["column"])),
        })
        .collect()
}

/// Puts the switches into the tree. Returns the mutants that the compiler refuses, and those that
/// no switch can be made for.
fn compile(tree: &Path, mutants: &[Mutant]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let files: BTreeSet<&str> = mutants.iter().map(|mutant| &*mutant.file).collect();
    let sources: BTreeMap<&str, String> =
        files.iter().map(|file| (*file, fs::read_to_string(tree.join(file)).expect(file))).collect();
    for root in ROOTS {
        let path = tree.join(root);
        let text = fs::read_to_string(&path).expect(root);
        assert!(!text.contains("__mutant"), "TREE has been changed before: copy it again");
        if !files.contains(root) {
            fs::write(path, text + CHOICE).expect(root);
        }
    }
    // What only some mutants do, and shall do.
    let manifest = tree.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("Cargo.toml");
    let lints = "[workspace.lints.rust]\n";
    assert!(text.contains(lints), "no {lints}");
    let allowed = format!("{lints}arithmetic_overflow = \"allow\"\nunconditional_panic = \"allow\"\n");
    fs::write(manifest, text.replace(lints, &allowed)).expect("Cargo.toml");
    let (mut refused, mut alone) = (BTreeSet::new(), BTreeSet::new());
    loop {
        let mut written: BTreeMap<&str, Switched> = BTreeMap::new();
        for (file, source) in &sources {
            let here: Vec<&Mutant> = mutants
                .iter()
                .filter(|mutant| mutant.file == *file && !refused.contains(&mutant.id) && !alone.contains(&mutant.id))
                .collect();
            let mut result = switched(source, &here);
            alone.extend(result.without.iter().copied());
            if ROOTS.contains(file) {
                result.text.push_str(CHOICE);
            }
            let path = tree.join(file);
            if fs::read_to_string(&path).ok().as_ref() != Some(&result.text) {
                fs::write(path, &result.text).expect(file);
            }
            written.insert(file, result);
        }
        let errors = errors(tree);
        println!(
            "{} mutants of {} compile, {} errors",
            mutants.len() - refused.len() - alone.len(),
            mutants.len(),
            errors.len()
        );
        if errors.is_empty() {
            return (refused, alone);
        }
        let before = refused.len() + alone.len();
        for (file, at, message) in &errors {
            let places = written.get(&**file).map_or(&[][..], |written| &written.places);
            let guilty = places.iter().filter(|(range, _)| range.contains(at)).min_by_key(|(range, _)| range.len());
            match guilty {
                // In a constant nothing can be switched.
                Some((_, id)) if message.contains("E0015") => drop(alone.insert(*id)),
                Some((_, id)) => drop(refused.insert(*id)),
                None => println!("not in a mutant: {message}"),
            }
        }
        assert!(refused.len() + alone.len() > before, "errors outside of all mutants");
    }
}

/// The errors of the compiler: the file, the place in it, and the message.
fn errors(tree: &Path) -> Vec<(String, usize, String)> {
    let output = Command::new("cargo")
        .args([
            "check",
            "--all-features",
            "--message-format=json",
            "--keep-going",
            "-p",
            "aro-json-scan",
            "-p",
            "aro-sdk",
        ])
        .current_dir(tree)
        .stderr(Stdio::null())
        .output()
        .expect("cargo");
    let mut errors = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        let message = &line["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            if span["is_primary"] == true {
                let file = span["file_name"].as_str().unwrap_or_default().to_owned();
                let at = span["byte_start"].as_u64().unwrap_or_default() as usize;
                errors.push((file, at, message["rendered"].as_str().unwrap_or_default().to_owned()));
            }
        }
    }
    assert!(output.status.success() || !errors.is_empty(), "cargo check fails in {}", tree.display());
    errors
}
