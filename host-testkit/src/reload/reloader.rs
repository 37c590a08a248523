//! Loads a plugin again when its file changes.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::stamp::Stamp;
use super::{start, stop};
use crate::library::{LibraryCopy, LoadError, symbols};
use crate::plugin::Plugin;

/// A plugin that is loaded again when its file changes.
///
/// It loads a copy of the file in a folder of its own. For the path of a library that is still
/// mapped, the system's loader would return the old code; and overwriting a mapped file crashes the
/// process.
///
/// ```no_run
/// use aro_host_testkit::reload::Reloader;
/// use serde_json::json;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut reloader = Reloader::open("target/debug/libcsv_plugin.so")?;
/// loop {
///     println!("{}", reloader.plugin().execute("ParseCSV", &json!({ "data": "a,b" }))?);
///     std::io::stdin().read_line(&mut String::new())?;
///     if reloader.reload_if_changed()? {
///         println!("this is the new one:");
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Reloader {
    source: PathBuf,
    seen: Stamp,
    /// `None` only during an exchange.
    loaded: Option<Loaded>,
    generation: usize,
}

#[derive(Debug)]
struct Loaded {
    plugin: Plugin,
    file: Copied,
}

/// A copy of the file, and its bytes.
#[derive(Debug)]
struct Copied {
    copy: LibraryCopy,
    bytes: Vec<u8>,
}

impl Loaded {
    fn new(file: Copied) -> Result<Self, LoadError> {
        let plugin = Plugin::open(&file.copy.path)?;
        start(&plugin);
        Ok(Self { plugin, file })
    }
}

impl Reloader {
    /// Loads a copy of the library at `path`, and calls what hosts call at first:
    /// `aro_plugin_register`, `aro_plugin_info`, `aro_plugin_init`.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::open`]; [`LoadError::CopyFailed`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let source = path.as_ref().to_owned();
        let (seen, file) = settled_copy(&source)?;
        Ok(Self { source, seen, loaded: Some(Loaded::new(file)?), generation: 0 })
    }

    /// The plugin as it is loaded now. Its [`path`](Plugin::path) is the copy's.
    ///
    /// # Panics
    ///
    /// After a reload in which neither the changed nor the previous library could be loaded.
    #[must_use]
    #[track_caller]
    pub fn plugin(&self) -> &Plugin {
        match &self.loaded {
            Some(loaded) => &loaded.plugin,
            None => panic!("no library could be loaded from {}", self.source.display()),
        }
    }

    /// How often the plugin was loaded again.
    #[must_use]
    pub fn generation(&self) -> usize {
        self.generation
    }

    /// Loads the plugin again if the file has changed, and returns whether it did: one step of
    /// [`watch`](super::watch()).
    ///
    /// The old plugin is shut down and closed first. Its state is lost, as in a host.
    ///
    /// # Errors
    ///
    /// [`LoadError::NotFound`] while the file is missing, [`LoadError::NotALibrary`] while it is
    /// incomplete or is not a library, and the other errors of [`Plugin::open`]. The old plugin
    /// stays, and the next step tries again.
    pub fn reload_if_changed(&mut self) -> Result<bool, LoadError> {
        let now = Stamp::of(&self.source).map_err(|_| LoadError::NotFound { path: self.source.clone() })?;
        if now == self.seen {
            return Ok(false);
        }
        let (seen, file) = settled_copy(&self.source)?;
        if self.loaded.as_ref().is_some_and(|loaded| loaded.file.bytes == file.bytes) {
            self.seen = seen;
            return Ok(false);
        }
        self.exchange(file)?;
        self.seen = seen;
        self.generation += 1;
        Ok(true)
    }

    /// The old plugin is closed first: while it is loaded, references of the new one bind to it
    /// (ABI, section 8).
    fn exchange(&mut self, file: Copied) -> Result<(), LoadError> {
        let old = self.loaded.take();
        let old = match old {
            Some(Loaded { plugin, file }) => {
                stop(&plugin);
                plugin.close()?;
                Some(file)
            }
            None => None,
        };
        match Loaded::new(file) {
            Ok(loaded) => {
                self.loaded = Some(loaded);
                Ok(())
            }
            Err(error) => {
                self.loaded = old.and_then(|file| Loaded::new(file).ok());
                Err(error)
            }
        }
    }
}

/// A copy of a file that no process was writing to.
fn settled_copy(path: &Path) -> Result<(Stamp, Copied), LoadError> {
    let stamp = || Stamp::of(path).map_err(|_| LoadError::NotFound { path: path.to_owned() });
    let before = stamp()?;
    let (copy, bytes) = LibraryCopy::of(path)?;
    if stamp()? != before {
        let reason = "the file changed while it was read".to_owned();
        return Err(LoadError::NotALibrary { path: path.to_owned(), reason });
    }
    // Checked before the old plugin is closed for it.
    symbols::check_library(path, &bytes)?;
    Ok((before, Copied { copy, bytes }))
}

/// Loads the library at `path`, and again whenever it was rebuilt, until `each` returns
/// [`ControlFlow::Break`].
///
/// `each` is called with the plugin after every load, and with the error when a load fails; the old
/// plugin stays then. Between two checks of the file the thread sleeps for `every`. This function
/// is for interactive use; a test calls [`Reloader::reload_if_changed`].
///
/// ```no_run
/// use std::ops::ControlFlow;
/// use std::time::Duration;
///
/// use aro_host_testkit::reload;
/// use serde_json::json;
///
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// // In another terminal: cargo build
/// reload::watch("target/debug/libcsv_plugin.so", Duration::from_millis(300), |loaded| {
///     match loaded {
///         Ok(plugin) => println!("{:?}", plugin.execute("ParseCSV", &json!({ "data": "a,b" }))),
///         Err(error) => eprintln!("{error}"),
///     }
///     ControlFlow::Continue(())
/// })
/// # }
/// ```
///
/// # Errors
///
/// Those of [`Reloader::open`], for the first load.
pub fn watch(
    path: impl AsRef<Path>,
    every: Duration,
    mut each: impl FnMut(Result<&Plugin, LoadError>) -> ControlFlow<()>,
) -> Result<(), LoadError> {
    let mut reloader = Reloader::open(path)?;
    let mut flow = each(Ok(reloader.plugin()));
    while flow.is_continue() {
        thread::sleep(every);
        flow = match reloader.reload_if_changed() {
            Ok(false) => ControlFlow::Continue(()),
            Ok(true) => each(Ok(reloader.plugin())),
            Err(error) => each(Err(error)),
        };
    }
    Ok(())
}
