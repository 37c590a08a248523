//! `plugin! { … }` and `library! { … }`.

use syn::{LitStr, Path};

use super::WrittenDuration;

/// The plugin as a whole. What is `None` comes from the package.
pub(crate) struct Plugin {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    pub(crate) handle: Option<LitStr>,
    /// Whether each action has a C entry point that is exported.
    pub(crate) entry_points: bool,
    pub(crate) uses: Vec<Path>,
    /// How long a call waits for init.
    pub(crate) init_limit: Option<WrittenDuration>,
    /// The author's function that runs a future.
    pub(crate) block_on: Option<FunctionPath>,
    /// The author's function that waits.
    pub(crate) sleep: Option<FunctionPath>,
}

/// A function of the author's; `None` if its path cannot be read, which has been reported.
pub(crate) struct FunctionPath(pub(crate) Option<Path>);

/// A crate that shares its items with plugins.
pub(crate) struct Library {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// As for a plugin.
    pub(crate) entry_points: bool,
    pub(crate) uses: Vec<Path>,
}
