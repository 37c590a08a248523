//! Writes a package and builds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::count;
use crate::source::{GREETING, Kind};

/// The time of a build.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// Elapsed seconds.
    pub(crate) seconds: f64,
    /// Processor seconds, if the system reports them (Linux). Other work of the machine does not
    /// count.
    pub(crate) processor: Option<f64>,
}

/// The times of one package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// A clean build with all dependencies.
    pub(crate) clean: Time,
    /// The plugin's own crate.
    pub(crate) own: Time,
    /// After a change in the body of one action.
    pub(crate) incremental: Time,
}

pub(crate) struct Package {
    dir: PathBuf,
    source: String,
}

impl Package {
    pub(crate) fn make(root: &Path, kind: Kind, actions: usize) -> Self {
        let (name, sdk) = match kind {
            Kind::ByHand => ("by-hand", String::new()),
            Kind::WithSdk => ("with-sdk", format!("aro-sdk = {{ path = '{}' }}\n", root.join("sdk").display())),
        };
        let dir = root.join("target/compile-time").join(format!("{name}-{actions}"));
        fs::create_dir_all(dir.join("src")).expect("a folder");
        let manifest = format!(
            "[package]\nname = \"plugin\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
             [dependencies]\n{sdk}serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n[workspace]\n"
        );
        fs::write(dir.join("Cargo.toml"), manifest).expect("a manifest");
        fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock")).expect("a lock file");
        Self { dir, source: kind.source(actions) }
    }

    /// Each build is measured twice, and the better one counts, since other work of the machine can
    /// only add time.
    pub(crate) fn measure(&self) -> Times {
        self.write(&self.source);
        let clean = || {
            let _ = fs::remove_dir_all(self.dir.join("target"));
            // Crates from a registry are not compiled incrementally, which would cost more. Here
            // the SDK is a path dependency.
            self.build(&[("CARGO_INCREMENTAL", "0")])
        };
        let own = || {
            self.cargo(&["clean", "--quiet", "--package", "plugin"], &[]);
            self.build(&[])
        };
        let mut change = 0;
        let incremental = || {
            change += 1;
            let changed = self.source.replacen(GREETING, &format!("{GREETING}{change}"), 1);
            self.write(&changed);
            self.build(&[])
        };
        let times = Times { clean: best(clean), own: best_after(own), incremental: best_after(incremental) };
        let _ = fs::remove_dir_all(self.dir.join("target"));
        times
    }

    /// The instructions of all compilations of a clean build, without linking.
    pub(crate) fn count(&self) -> u64 {
        self.write(&self.source);
        let counts = self.dir.join("counts");
        let _ = fs::remove_file(&counts);
        let _ = fs::remove_dir_all(self.dir.join("target"));
        let variables = count::variables(&counts);
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.build(&variables);
        let _ = fs::remove_dir_all(self.dir.join("target"));
        count::sum(&counts)
    }

    fn write(&self, source: &str) {
        fs::write(self.dir.join("src/lib.rs"), source).expect("a source file");
    }

    fn build(&self, variables: &[(&str, &str)]) -> Time {
        let (start, before) = (Instant::now(), processor());
        self.cargo(&["build", "--offline", "--quiet"], variables);
        let processor = processor().zip(before).map(|(after, before)| after - before);
        Time { seconds: start.elapsed().as_secs_f64(), processor }
    }

    fn cargo(&self, args: &[&str], variables: &[(&str, &str)]) {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.dir).args(args).env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
        command.envs(variables.iter().copied());
        assert!(command.status().expect("cargo runs").success(), "{} {args:?}", self.dir.display());
    }
}

/// The same, after a first build that is not measured and on which the others are based.
fn best_after(mut build: impl FnMut() -> Time) -> Time {
    build();
    best(build)
}

fn best(mut build: impl FnMut() -> Time) -> Time {
    let times = [build(), build()];
    let least = |of: fn(&Time) -> f64| times.iter().map(of).fold(f64::INFINITY, f64::min);
    let processor = times[0].processor.is_some().then(|| least(|time| time.processor.unwrap_or(f64::INFINITY)));
    Time { seconds: least(|time| time.seconds), processor }
}

/// The processor time of all child processes so far.
fn processor() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in parentheses are the state and 12 numbers, then cutime and
    // cstime.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks: Vec<f64> = fields.split(' ').skip(13).take(2).filter_map(|ticks| ticks.parse().ok()).collect();
    Some(ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}
