//! The five ways in which a plugin is hosted.

use std::fmt;

/// One of the five ways in which ARO hosts a plugin
/// ([ABI, section 2](crate::reference#2-five-host-paths)).
///
/// ```
/// use aro_abi::HostPath;
///
/// let names = HostPath::ALL.map(HostPath::name);
/// assert_eq!(names, ["eager", "lazy", "legacy-managed", "legacy-dylib", "compiled"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostPath {
    /// The interpreter, for a plugin whose `plugin.yaml` lists no actions.
    Eager,
    /// The interpreter, for a plugin whose `plugin.yaml` lists its actions. The plugin is loaded at
    /// the first use of one of them.
    Lazy,
    /// An older loader: a compiled program loads the plugins in a folder `Plugins/` beside it.
    LegacyManaged,
    /// An older loader: the interpreter loads a bare library, `plugins/*.so`, without a
    /// `plugin.yaml`.
    LegacyDylib,
    /// A program built by `aro build`, with the plugin linked in.
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

    /// Whether the host is the interpreter. It calls again after NULL and after `Unknown action:`,
    /// binds `{"error": …}` as a value, and delivers events.
    #[must_use]
    pub const fn is_interpreter(self) -> bool {
        matches!(self, Self::Eager | Self::Lazy)
    }

    /// Whether a statement without a with-clause of its own sends the with-arguments of an earlier
    /// statement. In the interpreter only statements in loops and event handlers do
    /// ([ABI, section 3](crate::reference#3-envelopes)).
    #[must_use]
    pub const fn sends_stale_arguments(self) -> bool {
        matches!(self, Self::LegacyManaged | Self::Compiled)
    }

    /// Whether a program can write a verb without the plugin's handle when the plugin has one.
    #[must_use]
    pub const fn has_plain_verbs(self) -> bool {
        matches!(self, Self::Eager | Self::Lazy | Self::LegacyDylib)
    }

    /// Whether a program can write a verb with the plugin's handle: `Handle.Verb`.
    #[must_use]
    pub const fn has_handled_verbs(self) -> bool {
        !matches!(self, Self::LegacyDylib)
    }
}

impl fmt::Display for HostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
