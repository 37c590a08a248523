//! A loaded plugin, its metadata and its life cycle.

use std::path::{Path, PathBuf};
use std::sync::{Once, OnceLock};

use serde_json::Value;

use super::{CallError, Info, Reply};
use crate::library::{self, Absent, DeclaredSymbols, Export, Library, LoadError, Returned, symbols};

/// A loaded plugin.
///
/// Nothing of the plugin is called by loading it: whoever holds it decides on [`register`](Plugin::register),
/// [`info`](Plugin::info) and [`init`](Plugin::init), as a host does.
///
/// A `Plugin` may be shared between threads and called from several at once, as hosts do it; no lock stands between the
/// calls. When it is dropped, the library stays loaded and [`shutdown`](Plugin::shutdown) is not called, which is what
/// hosts do at their end; [`close`](Plugin::close) unloads.
#[derive(Debug)]
pub struct Plugin {
    pub(crate) library: Library,
    pub(crate) path: PathBuf,
    pub(crate) entry_points: OnceLock<DeclaredSymbols>,
    /// Done when [`Plugin::run`] has called register and init.
    pub(crate) started: Once,
}

impl Plugin {
    /// Loads a library that is there already, as the hosts do: on Unix with `RTLD_LAZY | RTLD_GLOBAL`, so that what it
    /// exports is seen by every library loaded after it.
    ///
    /// A file that was replaced while this process had it loaded is not read again: the system's loader goes by the path.
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
    /// [`LoadError::NotFound`], [`LoadError::NotALibrary`], [`LoadError::ForeignLibrary`] for one that was built for another system, and
    /// [`LoadError::MissingSymbol`] for one without `aro_plugin_info` or `aro_plugin_free`.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Self::whole_path(path.as_ref())?;
        symbols::check_plugin(&path)?;
        Ok(Self { library: Library::open(&path)?, path, entry_points: OnceLock::new(), started: Once::new() })
    }

    pub(crate) fn whole_path(path: &Path) -> Result<PathBuf, LoadError> {
        if !path.exists() {
            return Err(LoadError::NotFound { path: path.to_owned() });
        }
        std::path::absolute(path)
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: error.to_string() })
    }

    /// The library's file, as a whole path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Unloads the library, without calling [`shutdown`](Plugin::shutdown).
    ///
    /// The system may keep it mapped all the same: another `Plugin` has it open, or it has thread-locals with destructors.
    /// A plugin with threads of its own must have ended them, in its shutdown for instance, or they run into nothing.
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

    /// How many texts the plugin returned to this `Plugin` and were not given back: 0 whenever no call is running.
    #[must_use]
    pub fn outstanding(&self) -> usize {
        self.library.outstanding()
    }

    /// The plugin's metadata, read anew at each call.
    ///
    /// # Errors
    ///
    /// [`CallError::NullReply`], [`CallError::NotUtf8`], [`CallError::NotJson`], and [`CallError::Unexpected`] when a value
    /// has another type than the ABI gives it.
    pub fn info(&self) -> Result<Info, CallError> {
        self.info_reply()?.read()
    }

    /// The plugin's metadata as JSON, with all that the typed form leaves aside.
    ///
    /// # Errors
    ///
    /// [`CallError::NullReply`], [`CallError::NotUtf8`], [`CallError::NotJson`].
    pub fn info_json(&self) -> Result<Value, CallError> {
        self.info_reply()?.json()
    }

    /// The plugin's metadata as it came, be it JSON or not.
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

    /// Calls `aro_plugin_shutdown`. The plugin stays loaded and can be called, to see how it takes it.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn shutdown(&self) -> Result<(), CallError> {
        self.done(&library::SHUTDOWN, self.library.hook(&library::SHUTDOWN))
    }

    pub(crate) fn missing(&self, symbol: &str) -> CallError {
        CallError::MissingSymbol { symbol: symbol.to_owned(), path: self.path.clone() }
    }

    pub(crate) fn done<F>(&self, export: &Export<'_, F>, called: Result<(), Absent>) -> Result<(), CallError> {
        called.map_err(|Absent| self.missing(export.name()))
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
        let bytes = returned.map_err(|Absent| self.missing(symbol))?;
        let call = format!("{symbol}{}", arguments());
        match bytes {
            Some(bytes) => Ok(Reply::new(call, bytes)),
            None => Err(CallError::NullReply { call }),
        }
    }
}
