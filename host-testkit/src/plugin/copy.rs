//! Copies of a plugin with state of their own, and directories for their files.

use std::path::Path;

use super::Plugin;
use super::place::Place;
use crate::library::{Library, LibraryCopy, LoadError, symbols};

impl Plugin {
    /// Loads a copy of this plugin's library, which shares nothing with this one: its static
    /// variables, and whatever it keeps in its state, begin again.
    ///
    /// A process loads a library once, so two `Plugin`s of one path are one plugin, and a counter
    /// in it goes on. [`for_each_host`](crate::for_each_host) makes a copy for each host path by
    /// itself, for plugins that it owns.
    ///
    /// The copy is in a folder of its own. A library that looks for files beside itself, or links
    /// others by `$ORIGIN`, does not find them there. C++ variables that exist once in a process
    /// (`STB_GNU_UNIQUE`) are shared nevertheless.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let counter = aro_host_testkit::plugin!();
    /// let another = counter.fresh_copy()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::CopyFailed`], and those of [`Plugin::open`].
    pub fn fresh_copy(&self) -> Result<Self, LoadError> {
        if let Place::Elsewhere(plugin) = &self.library
            && let Some(copy) = plugin.fresh_copy()
        {
            return Ok(Self::of(Place::Elsewhere(copy), self.path.clone()));
        }
        Self::open_copy(&self.path)
    }

    /// Loads a copy of a library, as [`fresh_copy`](Self::fresh_copy) does, without loading the
    /// library itself. So its file can be overwritten while the copy is loaded.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let plugin = aro_host_testkit::Plugin::open_copy("Plugins/csv/libcsv.so")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoadError::CopyFailed`], and those of [`Plugin::open`].
    pub fn open_copy(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = Self::whole_path(path.as_ref())?;
        symbols::check_plugin(&path)?;
        let (copy, _) = LibraryCopy::of(&path)?;
        let plugin = Self::of(Place::Here(Library::open_copy(&copy.path)?), copy.path.clone());
        Ok(Self { copy: Some(copy), ..plugin })
    }

    /// A directory for files of this plugin, empty at first. It is deleted when the `Plugin` is
    /// dropped. Pass it to the plugin as an argument.
    ///
    /// A process has one environment and one working directory, so a plugin in it cannot have them
    /// for itself. One [in a child](crate::isolation::Session::into_plugin) has; it runs in this
    /// directory.
    ///
    /// # Panics
    ///
    /// When the system cannot create a directory.
    #[must_use]
    #[track_caller]
    pub fn temp_dir(&self) -> &Path {
        match &self.library {
            Place::Here(_) => crate::library::temp_dir(&self.temp_dir),
            Place::Elsewhere(plugin) => plugin.temp_dir(),
        }
    }

    /// Whether it shares nothing with another plugin of the same library: it is a copy, in another
    /// process, or an instance of a module.
    pub(crate) fn is_apart(&self) -> bool {
        self.copy.is_some() || matches!(self.library, Place::Elsewhere(_))
    }
}
