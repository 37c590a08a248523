//! Allocations and memory: this program starts itself again with a counting allocator, which is
//! preloaded before that of the C library.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aro_benches::{BULKS, Backend, Bulk, CASES, Case, ENVELOPES, LOADED, Loaded, PluginKind, libraries, library};
use libloading::Library;
use serde_json::{Map, Value, json};

use crate::Result;

/// The number of allocations of each case.
#[derive(Debug)]
pub(crate) struct Allocations(Value);

impl Allocations {
    pub(crate) fn of(&self, which: PluginKind, case: &Case) -> u64 {
        self.0[format!("{which:?}")][case.name].as_u64().unwrap_or_default()
    }

    /// The number of allocations when a library is loaded, including those of the loader.
    pub(crate) fn of_loading(&self, which: PluginKind) -> u64 {
        self.0["loading"][format!("{which:?}")].as_u64().unwrap_or_default()
    }
}

/// The memory of one big call.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) bulk: &'static Bulk,
    /// Bytes of the envelope.
    pub(crate) argument: u64,
    /// Bytes of the reply.
    pub(crate) reply: u64,
    /// The peak of allocated bytes, less those before the call.
    pub(crate) heap: u64,
    /// The peak of resident memory, less that before the call.
    pub(crate) resident: u64,
}

impl Memory {
    /// Extra memory for each byte of argument and reply.
    pub(crate) fn share(&self) -> f64 {
        self.heap as f64 / (self.argument + self.reply) as f64
    }
}

/// The built counting allocator. The file is removed on drop.
pub(crate) struct Counter(PathBuf);

impl Counter {
    pub(crate) fn build() -> Result<Self> {
        let library = env::temp_dir().join(format!("aro-bench-allocations-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/allocations.c");
        let status = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status()?;
        if !status.success() {
            return Err("cc could not build the counting allocator".into());
        }
        Ok(Self(library))
    }

    fn run(&self, arguments: &[&str]) -> Result<Value> {
        let mut this = Command::new(env::current_exe()?);
        // Built in this process: cargo and its children must not run with the counter.
        this.envs(libraries());
        let output = this.args(arguments).env("LD_PRELOAD", &self.0).output()?;
        if !output.status.success() {
            return Err(format!("counting allocations failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    pub(crate) fn allocations(&self) -> Result<Allocations> {
        self.run(&["--count-allocations"]).map(Allocations)
    }

    /// Each call runs in its own process, so that none reuses memory of another.
    pub(crate) fn memory(&self) -> Result<Vec<Memory>> {
        let measured = BULKS.iter().enumerate().map(|(index, bulk)| {
            let bytes = self.run(&["--count-memory", &index.to_string()])?;
            let of = |what: &str| bytes[what].as_u64().ok_or_else(|| format!("{what} was not measured"));
            let (argument, reply) = (of("argument")?, of("reply")?);
            Ok(Memory { bulk, argument, reply, heap: of("heap")?, resident: of("resident")? })
        });
        measured.collect()
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A counter of the preloaded library. Looked up before the measurement, because that allocates.
struct Ask(unsafe extern "C" fn() -> std::ffi::c_ulong);

impl Ask {
    fn find(name: &str) -> Result<Self> {
        let this = Library::from(libloading::os::unix::Library::this());
        // SAFETY: the preloaded library's functions have this signature.
        let function = *unsafe { this.get(name.as_bytes()) }?;
        Ok(Self(function))
    }

    fn now(&self) -> u64 {
        // SAFETY: they read counters.
        unsafe { (self.0)() }
    }
}

/// Runs in the process that [`Counter::allocations`] starts.
pub(crate) fn count_allocations() -> Result<()> {
    let allocations = Ask::find("aro_bench_allocations")?;
    let mut all = Map::new();
    let mut loading = Map::new();
    // The first round makes the allocations that the loader keeps.
    for which in LOADED.into_iter().chain(LOADED) {
        let path = library(which);
        let before = allocations.now();
        // SAFETY: our own plugin, whose constructors only register items.
        let loaded = unsafe { Library::new(path) }?;
        let took = allocations.now() - before;
        loading.insert(format!("{which:?}"), took.into());
        drop(loaded);
    }
    all.insert("loading".to_owned(), Value::Object(loading));
    let plugins = [PluginKind::Sdk, PluginKind::ByHand].map(|which| (which, CASES));
    let validators = Backend::available().map(|backend| (PluginKind::Validator(backend), ENVELOPES));
    for (which, cases) in plugins.into_iter().chain(validators) {
        let mut counts = Map::new();
        for case in cases {
            let loaded = Loaded::of(which, case);
            let before = allocations.now();
            loaded.call();
            let took = allocations.now() - before;
            counts.insert(case.name.to_owned(), took.into());
        }
        all.insert(format!("{which:?}"), Value::Object(counts));
    }
    println!("{}", Value::Object(all));
    Ok(())
}

/// Runs in the process that [`Counter::memory`] starts.
pub(crate) fn count_memory(index: &str) -> Result<()> {
    let bulk = BULKS.get(index.parse::<usize>()?).ok_or("there is no call of that number")?;
    let path = library(bulk.which);
    let envelope = bulk.envelope();
    let argument = envelope.len();
    let loaded = Loaded::cold(&path, bulk.action, &envelope);
    drop(envelope);
    let peak = Ask::find("aro_bench_peak")?;
    let before = resident("VmRSS:")?;
    // Resets the kernel's record of the peak.
    fs::write("/proc/self/clear_refs", "5")?;
    peak.now();
    loaded.call();
    let (heap, resident) = (peak.now(), resident("VmHWM:")?.saturating_sub(before));
    loaded.assert_answers();
    let reply = loaded.reply().len();
    println!("{}", json!({ "argument": argument, "reply": reply, "heap": heap, "resident": resident }));
    Ok(())
}

/// A size in bytes, from `/proc/self/status`.
fn resident(line: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kilobytes =
        status.lines().find_map(|found| found.strip_prefix(line)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    Ok(kilobytes.ok_or("no such line in /proc/self/status")? << 10)
}
