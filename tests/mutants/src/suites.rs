//! The tests that judge mutants.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::source::Mutant;

/// Tests of one package.
struct Tests {
    /// Where the mutants are that they judge.
    of: &'static str,
    package: &'static str,
    /// What is fast comes first.
    names: &'static [&'static str],
    /// Whether they are the models of threads.
    loom: bool,
}

/// In their order.
const TESTS: [Tests; 4] = [
    Tests {
        of: "json-scan/",
        package: "aro-json-scan",
        names: &[
            "utf8",
            "strings",
            "too_long",
            "duplicates",
            "aro_json_scan",
            "lengths",
            "find",
            "reuse",
            "properties",
            "offsets",
            "corruption",
            "memory",
            "depth",
        ],
        loom: false,
    },
    Tests {
        of: "sdk/",
        package: "aro-tests",
        names: &["binding", "objects", "qualifiers", "services", "state", "events", "invoke", "lifecycle", "boundary"],
        loom: false,
    },
    Tests { of: "sdk/", package: "aro-sdk", names: &["aro_sdk"], loom: false },
    Tests { of: "sdk/src/plugin/", package: "aro-sdk", names: &["aro_sdk"], loom: true },
];

/// A compiled test.
struct Suite {
    of: &'static str,
    name: &'static str,
    program: PathBuf,
    folder: PathBuf,
    /// How long it may take.
    limit: Duration,
}

pub struct Suites(Vec<Suite>);

/// Compiles the tests that judge these mutants, and runs each without a mutant.
pub fn build(tree: &Path, mutants: &[Mutant]) -> Suites {
    let mut suites = Vec::new();
    for Tests { of, package, names, loom } in TESTS {
        if !mutants.iter().any(|mutant| mutant.file.starts_with(of)) {
            continue;
        }
        let mut command = Command::new("cargo");
        command.args(["test", "--no-run", "--message-format=json", "-p", package]).current_dir(tree);
        if loom {
            command
                .arg("--release")
                .env("RUSTFLAGS", "--cfg loom")
                .env("CARGO_TARGET_DIR", tree.with_extension("loom"));
        }
        for name in names {
            if *name == package.replace('-', "_") {
                command.arg("--lib");
            } else {
                command.args(["--test", name]);
            }
        }
        let output = command.stderr(Stdio::inherit()).output().expect("cargo");
        assert!(output.status.success(), "the tests of {package} do not compile");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let built: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        for name in names {
            let artifact = built.iter().find(|artifact| {
                artifact["profile"]["test"] == true
                    && artifact["target"]["name"] == *name
                    && artifact["executable"].is_string()
            });
            let artifact = artifact.unwrap_or_else(|| panic!("no test {name}"));
            let manifest = Path::new(artifact["manifest_path"].as_str().expect("a path"));
            let mut suite = Suite {
                of,
                name,
                program: artifact["executable"].as_str().expect("a path").into(),
                folder: manifest.parent().expect("a folder").to_owned(),
                limit: Duration::from_secs(1200),
            };
            // The first run builds plugins.
            assert!(suite.run(0) == Some(true), "{name} fails without a mutant");
            let start = Instant::now();
            assert!(suite.run(0) == Some(true), "{name} fails without a mutant");
            println!("{package} {name}: {:.1} s", start.elapsed().as_secs_f64());
            suite.limit = start.elapsed() * 5 + Duration::from_secs(20);
            suites.push(suite);
        }
    }
    Suites(suites)
}

impl Suites {
    pub fn outcome(&self, mutant: &Mutant) -> &'static str {
        for suite in self.0.iter().filter(|suite| mutant.file.starts_with(suite.of)) {
            match suite.run(mutant.id) {
                Some(true) => {}
                Some(false) => return "caught",
                None => return "timeout",
            }
        }
        "missed"
    }
}

impl Suite {
    /// Whether the test passes; `None` if it takes too long.
    fn run(&self, mutant: usize) -> Option<bool> {
        // A mutant that allocates without end must not take the machine's memory.
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -v 6000000; ulimit -c 0; exec \"$0\""])
            .arg(&self.program)
            .current_dir(&self.folder)
            .env("ARO_MUTANT", mutant.to_string())
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .env("CARGO", "cargo")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).split(b'\n');
        let (send, failed) = channel();
        // Ends when everything that holds the pipe has ended.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.starts_with(b"test ") && line.ends_with(b"FAILED") {
                    let _ = send.send(());
                }
            }
        });
        // The first test that fails is enough.
        let outcome = match failed.recv_timeout(self.limit) {
            Ok(()) => Some(false),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Some(child.wait().expect("a child").success()),
        };
        // With what it has started.
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).status();
        let _ = child.wait();
        outcome
    }
}
