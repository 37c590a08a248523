//! A plugin's module, and what its instances may use.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aro_abi::symbols;
use wasmtime::ExternType;

use super::engine::engine;
use super::instance::Instance;
use super::limits::Limits;
use super::linked::{Linked, Unlinked};
use super::running::Running;
use crate::build::PluginBuilder;
use crate::library::LoadError;
use crate::plugin::Plugin;

/// The target for which [`Module::build`] builds, and the variable that names the compiler for it.
const PLAIN: (&str, &str) = ("wasm32-unknown-unknown", "ARO_WASM_RUSTC");

/// The same of [`Module::build_wasi`].
#[cfg(feature = "wasi")]
const WASI: (&str, &str) = ("wasm32-wasip1", "ARO_WASI_RUSTC");

/// A plugin that is a WebAssembly module, compiled for this machine, and what it may use.
///
/// Each [`plugin`](Module::plugin) is a new instance with a memory of its own. So
/// instances of one module share nothing, and a module is compiled once for many of them.
#[derive(Clone)]
pub struct Module {
    path: Arc<Path>,
    compiled: Linked,
    functions: Arc<BTreeSet<String>>,
    limits: Limits,
}

impl Module {
    /// Compiles the module in this file.
    ///
    /// ```no_run
    /// use aro_host_testkit::wasm::Module;
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let module = Module::open("target/wasm32-unknown-unknown/release/csv.wasm")?;
    /// let reply = module.plugin().execute("ParseCSV", &json!({ "data": "a,b\n1,2" }))?;
    /// assert_eq!(reply.json()?["rows"], json!([["1", "2"]]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::NotFound`]; [`LoadError::NotAModule`]; [`LoadError::MissingSymbol`] for a
    /// module without `memory`, `aro_alloc`, `aro_dealloc`, `aro_plugin_info` or `aro_plugin_free`;
    /// [`LoadError::ForeignImports`] for one that needs functions of its host, other than those of
    /// WASI with the feature `wasi`.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Plugin::whole_path(path.as_ref())?;
        let limits = Limits::default();
        let module = compile(&path, &limits)?;
        let compiled = link(&path, &module)?;
        let functions = check(&path, &module)?;
        Ok(Self { path: path.into(), compiled, functions: Arc::new(functions), limits })
    }

    /// Builds the package in `manifest_dir` for `wasm32-unknown-unknown` in the profile `release`,
    /// and compiles the module.
    ///
    /// Cargo uses the compiler that the environment variable `ARO_WASM_RUSTC` names, if it is set.
    /// Else yours needs the target: `rustup target add wasm32-unknown-unknown`.
    ///
    /// ```no_run
    /// use aro_host_testkit::wasm::Module;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let module = Module::build(env!("CARGO_MANIFEST_DIR"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`PluginBuilder::build_cdylib`] and of [`Module::open`].
    pub fn build(manifest_dir: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::build_with(Plugin::builder(manifest_dir).release(true))
    }

    /// As [`Module::build`], with these options.
    ///
    /// # Errors
    ///
    /// Those of [`PluginBuilder::build_cdylib`] and of [`Module::open`].
    pub fn build_with(builder: PluginBuilder) -> Result<Self, LoadError> {
        Self::build_for(PLAIN, builder)
    }

    /// Builds the package in `manifest_dir` for `wasm32-wasip1` in the profile `release`, and
    /// compiles the module. In it clocks work, and the files in directories that it is
    /// [granted](Module::directory).
    ///
    /// Cargo uses the compiler that the environment variable `ARO_WASI_RUSTC` names, if it is set.
    /// Else yours needs the target: `rustup target add wasm32-wasip1`.
    ///
    /// # Errors
    ///
    /// Those of [`PluginBuilder::build_cdylib`] and of [`Module::open`].
    #[cfg(feature = "wasi")]
    pub fn build_wasi(manifest_dir: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::build_wasi_with(Plugin::builder(manifest_dir).release(true))
    }

    /// As [`Module::build_wasi`], with these options.
    ///
    /// # Errors
    ///
    /// Those of [`PluginBuilder::build_cdylib`] and of [`Module::open`].
    #[cfg(feature = "wasi")]
    pub fn build_wasi_with(builder: PluginBuilder) -> Result<Self, LoadError> {
        Self::build_for(WASI, builder)
    }

    fn build_for((target, compiler): (&str, &str), builder: PluginBuilder) -> Result<Self, LoadError> {
        let compiler: Option<OsString> = std::env::var_os(compiler);
        let builder = compiler.into_iter().fold(builder, |builder, rustc| builder.default_env("RUSTC", rustc));
        Self::open(builder.target(target).build_cdylib()?)
    }

    /// Grants a module that uses WASI the directory `path` of this system, with all that is in it,
    /// to read and to write. The module sees it as `name`, such as `/data`. It does not see what is
    /// outside, also not by `..` or by a symbolic link.
    ///
    /// A module has no directory that it is not granted. One that does not use WASI sees none.
    ///
    /// ```no_run
    /// use aro_host_testkit::wasm::Module;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let module = Module::build_wasi(env!("CARGO_MANIFEST_DIR"))?
    ///     .read_only_directory("tests/data", "/data")?
    ///     .directory("target/scratch", "/tmp")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::NoDirectory`]
    #[cfg(feature = "wasi")]
    pub fn directory(self, path: impl AsRef<Path>, name: impl Into<String>) -> Result<Self, LoadError> {
        self.grant(path.as_ref(), name.into(), true)
    }

    /// As [`Module::directory`], but only to read.
    ///
    /// # Errors
    ///
    /// [`LoadError::NoDirectory`]
    #[cfg(feature = "wasi")]
    pub fn read_only_directory(self, path: impl AsRef<Path>, name: impl Into<String>) -> Result<Self, LoadError> {
        self.grant(path.as_ref(), name.into(), false)
    }

    #[cfg(feature = "wasi")]
    fn grant(mut self, path: &Path, name: String, is_writable: bool) -> Result<Self, LoadError> {
        let refused =
            |error: std::io::Error| LoadError::NoDirectory { path: path.to_owned(), reason: error.to_string() };
        self.limits.grants.directory(path, name, is_writable).map_err(refused)?;
        Ok(self)
    }

    /// Sets an environment variable of a module that uses WASI. It has none of this process.
    #[cfg(feature = "wasi")]
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.limits.grants.variable(name.into(), value.into());
        self
    }

    /// How many bytes of memory an instance may have; 256 MB by default. A plugin that asks for
    /// more is refused, which ends most: [`Trap::Memory`](crate::Trap::Memory).
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.limits.memory = bytes;
        self
    }

    /// How long a call may take; 30 seconds by default. Then the instance is given up:
    /// [`Trap::Deadline`](crate::Trap::Deadline).
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
        self
    }

    /// How much a call may compute, in wasmtime's fuel: about one unit for each instruction, so the
    /// same call needs the same fuel on every machine. Unlimited by default. Then the instance is
    /// given up: [`Trap::Fuel`](crate::Trap::Fuel).
    ///
    /// Compiles the module again, into code that is slower because it counts.
    ///
    /// # Errors
    ///
    /// [`LoadError::NotAModule`] when the file has been replaced by one that is none.
    pub fn fuel(mut self, fuel: u64) -> Result<Self, LoadError> {
        self.limits.fuel = Some(fuel);
        self.compiled = link(&self.path, &compile(&self.path, &self.limits)?)?;
        Ok(self)
    }

    /// A plugin with an instance of its own, which the first call makes. Its calls wait for each
    /// other, since an instance has one thread. It cannot invoke feature sets.
    #[must_use]
    pub fn plugin(&self) -> Plugin {
        Plugin::elsewhere(Box::new(Running::new(self.clone())), self.path.to_path_buf())
    }

    /// The module's file, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The functions that the module exports.
    #[must_use]
    pub fn exports(&self) -> &BTreeSet<String> {
        &self.functions
    }

    pub(crate) fn deadline_of_calls(&self) -> Duration {
        self.limits.deadline
    }

    pub(super) fn instance(&self) -> Result<Instance, String> {
        Instance::new(&self.compiled, &self.limits)
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("path", &self.path).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Whether the file begins like a module.
#[cfg(feature = "conformance")]
pub(crate) fn is_module(path: &Path) -> bool {
    use std::io::Read as _;
    let mut magic = [0; 4];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == *b"\0asm"
}

fn compile(path: &Path, limits: &Limits) -> Result<wasmtime::Module, LoadError> {
    let refused = |reason: String| LoadError::NotAModule { path: path.to_owned(), reason };
    if !path.is_file() {
        return Err(refused("it is no file".to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|error| refused(error.to_string()))?;
    // A module in wasmtime's own compiled form is not checked when it is loaded.
    if !bytes.starts_with(b"\0asm") {
        return Err(refused("it does not begin like a module".to_owned()));
    }
    wasmtime::Module::from_binary(engine(limits.fuel.is_some()), &bytes).map_err(|error| refused(format!("{error:#}")))
}

fn link(path: &Path, module: &wasmtime::Module) -> Result<Linked, LoadError> {
    Linked::new(module).map_err(|error| match error {
        Unlinked::Imports(imports) => LoadError::ForeignImports { path: path.to_owned(), imports },
        Unlinked::Reason(reason) => LoadError::NotAModule { path: path.to_owned(), reason },
    })
}

/// Checks the exports. Returns the functions among the exports.
fn check(path: &Path, module: &wasmtime::Module) -> Result<BTreeSet<String>, LoadError> {
    let path = || PathBuf::from(path);
    let missing = |symbol| LoadError::MissingSymbol { path: path(), symbol, instead: None };
    let has_memory = module.exports().any(|export| export.name() == "memory" && export.ty().memory().is_some());
    if !has_memory {
        return Err(missing("memory"));
    }
    let functions = module.exports().filter(|export| matches!(export.ty(), ExternType::Func(_)));
    let functions: BTreeSet<String> = functions.map(|export| export.name().to_owned()).collect();
    for symbol in [symbols::INFO, symbols::FREE, symbols::ALLOC, symbols::DEALLOC] {
        if !functions.contains(symbol) {
            return Err(missing(symbol));
        }
    }
    Ok(functions)
}
