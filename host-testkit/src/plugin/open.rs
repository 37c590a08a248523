//! A loaded plugin, its metadata and its life cycle.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, OnceLock, PoisonError};

use serde_json::Value;

#[cfg(feature = "isolation")]
use super::place::Elsewhere;
use super::place::{Place, Returned, Unreached};
use super::{CallError, Info, Reply};
use tempfile::TempDir;

use crate::library::{self, DeclaredSymbols, Export, Library, LibraryCopy, LoadError, symbols};

/// A loaded plugin.
///
/// Loading calls none of the plugin's functions: the caller decides about
/// [`register`](Plugin::register), [`info`](Plugin::info) and [`init`](Plugin::init), as a host
/// does.
///
/// Several threads can share a `Plugin` and call it at the same time, as hosts do; the calls take
/// no lock. When a `Plugin` is dropped, the library stays loaded and [`shutdown`](Plugin::shutdown)
/// is not called, as at the end of a host. [`close`](Plugin::close) unloads it.
#[derive(Debug)]
pub struct Plugin {
    pub(crate) library: Place,
    pub(crate) path: PathBuf,
    pub(crate) entry_points: OnceLock<DeclaredSymbols>,
    /// Whether [`Plugin::run`] has called register and init.
    pub(crate) started: Once,
    /// The file, if it is a copy of the testkit's own.
    pub(crate) copy: Option<LibraryCopy>,
    pub(crate) temp_dir: OnceLock<TempDir>,
    /// The replies, once [`Plugin::record_replies`] was called.
    pub(crate) record: OnceLock<Mutex<Vec<Reply>>>,
}

impl Plugin {
    /// Loads an existing library as the hosts do: on Unix with `RTLD_LAZY | RTLD_GLOBAL`, so that
    /// every library that is loaded later sees its exports ([ABI, section
    /// 8](aro_abi::reference#8-loading)).
    ///
    /// A file that was replaced while this process has it loaded is not read again: the system's
    /// loader identifies libraries by their paths.
    ///
    /// ```no_run
    /// use aro_host_testkit::Plugin;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let plugin = Plugin::open("Plugins/csv/libcsv.so")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::NotFound`]; [`LoadError::NotALibrary`]; [`LoadError::ForeignLibrary`] for a
    /// library of another system; [`LoadError::MissingSymbol`] for one without `aro_plugin_info` or
    /// `aro_plugin_free`.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Self::whole_path(path.as_ref())?;
        symbols::check_plugin(&path)?;
        let library = Library::open(&path)?;
        Ok(Self::of(Place::Here(library), path))
    }

    /// A plugin in another process; `path` is that of its library.
    #[cfg(feature = "isolation")]
    pub(crate) fn elsewhere(plugin: Box<dyn Elsewhere>, path: PathBuf) -> Self {
        Self::of(Place::Elsewhere(plugin), path)
    }

    /// What the plugin is elsewhere, if it is a `T`.
    #[cfg(all(feature = "conformance", feature = "wasm"))]
    pub(crate) fn elsewhere_as<T: 'static>(&self) -> Option<&T> {
        match &self.library {
            Place::Elsewhere(plugin) => plugin.as_any()?.downcast_ref(),
            Place::Here(_) => None,
        }
    }

    pub(crate) fn of(library: Place, path: PathBuf) -> Self {
        Self {
            library,
            path,
            entry_points: OnceLock::new(),
            started: Once::new(),
            copy: None,
            temp_dir: OnceLock::new(),
            record: OnceLock::new(),
        }
    }

    pub(crate) fn whole_path(path: &Path) -> Result<PathBuf, LoadError> {
        if !path.exists() {
            return Err(LoadError::NotFound { path: path.to_owned() });
        }
        std::path::absolute(path)
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: error.to_string() })
    }

    /// The library's file, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Unloads the library, without calling [`shutdown`](Plugin::shutdown).
    ///
    /// The system may keep the library mapped: another `Plugin` may have it open, or it may have
    /// thread-locals with destructors. The plugin must have ended its own threads, for example in
    /// its shutdown; otherwise they run unmapped code.
    ///
    /// A call borrows the plugin, so the compiler refuses to unload it while one is in flight:
    ///
    /// ```compile_fail,E0505
    /// # fn plugin() -> aro_host_testkit::Plugin { unimplemented!() }
    /// let plugin = plugin();
    /// let called = &plugin;
    /// std::thread::scope(|scope| {
    ///     let call = scope.spawn(move || called.execute("Slow", &serde_json::json!({})));
    ///     plugin.close().unwrap();
    ///     call.join().unwrap()
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::NotUnloaded`].
    pub fn close(self) -> Result<(), LoadError> {
        let path = self.path;
        self.library.close().map_err(|reason| LoadError::NotUnloaded { path, reason })
    }

    /// Whether the library, or one that it depends on, exports `name`.
    #[must_use]
    pub fn has_symbol(&self, name: &str) -> bool {
        self.library.has(name)
    }

    /// How many strings the plugin has returned to this `Plugin` that have not been given back: 0
    /// whenever no call is running.
    #[must_use]
    pub fn outstanding(&self) -> usize {
        self.library.outstanding()
    }

    /// The plugin's metadata. Each call reads them again.
    ///
    /// # Errors
    ///
    /// [`CallError::NullReply`], [`CallError::NotUtf8`], [`CallError::NotJson`], and
    /// [`CallError::Unexpected`] when a value has another type than the ABI gives it;
    /// [`CallError::AbiVersion`] when the plugin states another version of the ABI than this crate
    /// knows. One that states none is accepted, as hosts ignore the key.
    pub fn info(&self) -> Result<Info, CallError> {
        let reply = self.info_reply()?;
        // First, because another version may have values of other types.
        self.check_abi_version(&reply.json()?)?;
        reply.read()
    }

    /// Checks the version of the ABI that the metadata state.
    fn check_abi_version(&self, info: &Value) -> Result<(), CallError> {
        let expected = u64::from(aro_abi::ABI_VERSION);
        match info.get(aro_abi::keys::ABI_VERSION) {
            Some(found) if found.as_u64() != Some(expected) => {
                Err(CallError::AbiVersion { expected, found: found.to_string(), path: self.path.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The plugin's metadata as JSON, including what the typed form leaves out.
    ///
    /// # Errors
    ///
    /// [`CallError::NullReply`], [`CallError::NotUtf8`], [`CallError::NotJson`].
    pub fn info_json(&self) -> Result<Value, CallError> {
        self.info_reply()?.json()
    }

    /// The plugin's metadata as a raw reply, which need not be JSON.
    ///
    /// # Errors
    ///
    /// [`CallError::NullReply`].
    pub fn info_reply(&self) -> Result<Reply, CallError> {
        let returned = self.library.text0(&library::INFO);
        self.reply(&library::INFO, returned, || "()".to_owned())
    }

    /// Calls `aro_plugin_register`.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn register(&self) -> Result<(), CallError> {
        self.done(&library::REGISTER, self.library.hook(&library::REGISTER))
    }

    /// Calls `aro_plugin_init`.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn init(&self) -> Result<(), CallError> {
        self.done(&library::INIT, self.library.hook(&library::INIT))
    }

    /// Calls `aro_plugin_shutdown`. The plugin stays loaded and can still be called, so that a test
    /// can check calls after shutdown.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn shutdown(&self) -> Result<(), CallError> {
        self.done(&library::SHUTDOWN, self.library.hook(&library::SHUTDOWN))
    }

    /// Keeps a copy of each reply from now on.
    #[cfg(feature = "reload")]
    pub(crate) fn record_replies(&self) {
        self.record.get_or_init(Mutex::default);
    }

    /// The replies since [`record_replies`](Self::record_replies), in the order of the calls.
    #[cfg(feature = "reload")]
    pub(crate) fn recorded_replies(&self) -> Vec<Reply> {
        let record = self.record.get().map(|record| record.lock().unwrap_or_else(PoisonError::into_inner).clone());
        record.unwrap_or_default()
    }

    pub(crate) fn missing(&self, symbol: &str) -> CallError {
        CallError::MissingSymbol { symbol: symbol.to_owned(), path: self.path.clone() }
    }

    pub(crate) fn done<F>(&self, export: &Export<'_, F>, called: Result<(), Unreached>) -> Result<(), CallError> {
        called.map_err(|unreached| self.unreached(unreached, export.name()))
    }

    fn unreached(&self, unreached: Unreached, symbol: &str) -> CallError {
        match unreached {
            Unreached::Absent => self.missing(symbol),
            Unreached::Failed(error) => error,
        }
    }

    pub(crate) fn reply<F>(
        &self,
        export: &Export<'_, F>,
        returned: Returned,
        arguments: impl FnOnce() -> String,
    ) -> Result<Reply, CallError> {
        self.named_reply(export.name(), returned, arguments)
    }

    pub(crate) fn named_reply(
        &self,
        symbol: &str,
        returned: Returned,
        arguments: impl FnOnce() -> String,
    ) -> Result<Reply, CallError> {
        let bytes = returned.map_err(|unreached| self.unreached(unreached, symbol))?;
        let call = format!("{symbol}{}", arguments());
        match bytes {
            Some(bytes) => {
                let reply = Reply::new(call, bytes);
                if let Some(record) = self.record.get() {
                    record.lock().unwrap_or_else(PoisonError::into_inner).push(reply.clone());
                }
                Ok(reply)
            }
            None => Err(CallError::NullReply { call }),
        }
    }
}
