//! Allocations and memory: this program is started again with a counting allocator in front of the
//! C library's own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aro_benches::{BULKS, Backend, Bulk, CASES, Case, ENVELOPES, LOADED, Loaded, PluginKind, libraries, library};
use libloading::Library;
use serde_json::{Map, Value, json};

use crate::Result;

/// How often each case allocates.
#[derive(Debug)]
pub(crate) struct Allocations(Value);

impl Allocations {
    pub(crate) fn of(&self, which: PluginKind, case: &Case) -> u64 {
        self.0[format!("{which:?}")][case.name].as_u64().unwrap_or_default()
    }

    /// How many allocations loading a library takes, the loader's own among them.
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
    /// The most bytes that were held in blocks of the heap, over those before the call.
    pub(crate) heap: u64,
    /// The most memory that was resident, over what was before the call.
    pub(crate) resident: u64,
}

impl Memory {
    /// Extra memory for each byte of argument and reply.
    pub(crate) fn share(&self) -> f64 {
        self.heap as f64 / (self.argument + self.reply) as f64
    }
}

/// The counting allocator, built; the file goes when this does.
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
        // Built out here: the counter is not made for cargo and its children.
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

    /// Each call in a process of its own, so that none finds memory that another left.
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

/// A number that the preloaded library gives. Found beforehand, because finding it allocates.
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

/// The other end of [`Counter::allocations`].
pub(crate) fn count_allocations() -> Result<()> {
    let allocations = Ask::find("aro_bench_allocations")?;
    let mut all = Map::new();
    let mut loading = Map::new();
    // What the loader itself keeps from one library to the next is there after the first round.
    for which in LOADED.into_iter().chain(LOADED) {
        let path = library(which);
        let before = allocations.now();
        // SAFETY: our own plugin, whose constructors only register actions.
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

/// The other end of [`Counter::memory`].
pub(crate) fn count_memory(index: &str) -> Result<()> {
    let bulk = BULKS.get(index.parse::<usize>()?).ok_or("there is no call of that number")?;
    let path = library(bulk.which);
    let envelope = bulk.envelope();
    let argument = envelope.len();
    let loaded = Loaded::cold(&path, bulk.action, &envelope);
    drop(envelope);
    let peak = Ask::find("aro_bench_peak")?;
    let before = resident("VmRSS:")?;
    // From here on the kernel notes the highest value anew.
    fs::write("/proc/self/clear_refs", "5")?;
    peak.now();
    loaded.call();
    let (heap, resident) = (peak.now(), resident("VmHWM:")?.saturating_sub(before));
    loaded.assert_answers();
    let reply = loaded.reply().len();
    println!("{}", json!({ "argument": argument, "reply": reply, "heap": heap, "resident": resident }));
    Ok(())
}

/// Bytes, from the kernel's account of this process.
fn resident(line: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kilobytes =
        status.lines().find_map(|found| found.strip_prefix(line)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    Ok(kilobytes.ok_or("no such line in /proc/self/status")? << 10)
}
