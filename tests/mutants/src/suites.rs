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
    /// The part of their names that the tests have which are run.
    filter: &'static str,
    /// Whether they are the models of threads. Other tests do not run under loom.
    loom: bool,
}

/// In their order.
const TESTS: [Tests; 10] = [
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
        filter: "",
        loom: false,
    },
    Tests { of: "sdk/src/export/", package: "aro-tests", names: &["exports"], filter: "", loom: false },
    Tests {
        of: "sdk/src/call/param_kind.rs",
        package: "aro-tests",
        names: &["metadata", "types"],
        filter: "",
        loom: false,
    },
    Tests {
        of: "sdk/src/context/state.rs",
        package: "aro-tests",
        names: &["asynchronous"],
        filter: "life",
        loom: false,
    },
    Tests { of: "sdk/src/asynchronous/", package: "aro-tests", names: &["asynchronous"], filter: "", loom: false },
    Tests {
        of: "sdk/",
        package: "aro-tests",
        names: &["binding", "objects", "qualifiers", "services", "state", "events", "invoke", "lifecycle", "boundary"],
        filter: "",
        loom: false,
    },
    Tests { of: "sdk/", package: "aro-sdk", names: &["aro_sdk"], filter: "", loom: false },
    Tests { of: "sdk/src/context/", package: "aro-tests", names: &["exports"], filter: "", loom: false },
    Tests { of: "sdk/src/context/", package: "aro-tests", names: &["faults"], filter: "init", loom: false },
    Tests { of: "sdk/src/plugin/", package: "aro-sdk", names: &["aro_sdk"], filter: "models", loom: true },
];

/// A compiled test.
struct Suite {
    of: &'static str,
    name: &'static str,
    program: PathBuf,
    /// The part of their names that all its tests have.
    filter: &'static str,
    folder: PathBuf,
    /// How long it may take.
    limit: Duration,
}

pub struct Suites(Vec<Suite>);

/// Compiles the tests that judge these mutants, and runs each without a mutant.
pub fn build(tree: &Path, mutants: &[Mutant]) -> Suites {
    let mut suites = Vec::new();
    for Tests { of, package, names, filter, loom } in TESTS {
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
                filter,
                folder: manifest.parent().expect("a folder").to_owned(),
                limit: Duration::from_secs(1200),
            };
            // The first run builds plugins.
            assert!(matches!(suite.run(0, None), End::Passed), "{name} fails without a mutant");
            let start = Instant::now();
            assert!(matches!(suite.run(0, None), End::Passed), "{name} fails without a mutant");
            println!("{package} {name}: {:.1} s", start.elapsed().as_secs_f64());
            suite.limit = start.elapsed() * 5 + Duration::from_secs(20);
            suites.push(suite);
        }
    }
    Suites(suites)
}

/// How a test ended.
enum End {
    Passed,
    /// The first test that failed, if it was not the whole process.
    Failed(Option<String>),
    TooLong,
}

impl Suites {
    pub fn outcome(&self, mutant: &Mutant) -> &'static str {
        for suite in self.0.iter().filter(|suite| mutant.file.starts_with(suite.of)) {
            match suite.judge(mutant.id) {
                End::Passed => {}
                End::Failed(_) => return "caught",
                End::TooLong => return "timeout",
            }
        }
        "missed"
    }
}

impl Suite {
    /// A test that fails must fail again by itself: on a busy machine one may fail by chance.
    fn judge(&self, mutant: usize) -> End {
        for _ in 0..3 {
            match self.run(mutant, None) {
                End::Failed(test) => match self.run(mutant, test.as_deref()) {
                    End::Passed => println!("by chance: {} {}", self.name, test.unwrap_or_default()),
                    end => return end,
                },
                end => return end,
            }
        }
        End::Passed
    }

    /// Runs all tests, or one.
    fn run(&self, mutant: usize, test: Option<&str>) -> End {
        // A mutant that allocates without end must not take the machine's memory.
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 6000000; ulimit -c 0; exec \"$0\" \"$@\""]).arg(&self.program);
        match test {
            Some(test) => command.args(["--exact", test]),
            None => command.arg(self.filter),
        };
        let mut child = command
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
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let (send, failed) = channel();
        // Ends when everything that holds the pipe has ended.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let name = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(name) = name {
                    let _ = send.send(name.trim_end_matches(" - should panic").to_owned());
                }
            }
        });
        // The first test that fails is enough.
        let end = match failed.recv_timeout(self.limit) {
            Ok(name) => End::Failed(Some(name)),
            Err(RecvTimeoutError::Timeout) => End::TooLong,
            Err(RecvTimeoutError::Disconnected) => match child.wait().expect("a child").success() {
                true => return End::Passed,
                false => return End::Failed(None),
            },
        };
        // With what it has started.
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).status();
        let _ = child.wait();
        end
    }
}
