//! The five ways in which a plugin is hosted.

use std::fmt;

/// One of the five ways in which ARO hosts a plugin (ABI, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostPath {
    /// The interpreter, for a plugin whose `plugin.yaml` lists no actions.
    Eager,
    /// The interpreter, for a plugin whose `plugin.yaml` lists its actions: it is loaded at the first use of one.
    Lazy,
    /// The older loader of plugins with a `plugin.yaml`.
    LegacyManaged,
    /// The older loader of bare libraries.
    LegacyDylib,
    /// A program built by `aro build`, with the plugin linked in. The testkit loads the library all the same and keeps
    /// to the rules of such a program.
    Compiled,
}

impl HostPath {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Eager, Self::Lazy, Self::LegacyManaged, Self::LegacyDylib, Self::Compiled];

    /// The name, such as `legacy-managed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eager => "eager",
            Self::Lazy => "lazy",
            Self::LegacyManaged => "legacy-managed",
            Self::LegacyDylib => "legacy-dylib",
            Self::Compiled => "compiled",
        }
    }

    /// Calls again after `Unknown action:` and NULL, and binds `{"error": …}` as a value.
    pub(crate) const fn is_interpreter(self) -> bool {
        matches!(self, Self::Eager | Self::Lazy)
    }

    /// Whether a verb is there without the handle when the plugin has one.
    pub(crate) const fn has_plain_verbs(self) -> bool {
        matches!(self, Self::Eager | Self::Lazy | Self::LegacyDylib)
    }

    /// Whether a verb is there with the handle.
    pub(crate) const fn has_handled_verbs(self) -> bool {
        !matches!(self, Self::LegacyDylib)
    }
}

impl fmt::Display for HostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
