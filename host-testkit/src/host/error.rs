//! Why a host did not carry out what it was told.

use std::fmt;
use std::path::PathBuf;

use crate::library::LoadError;
use crate::statement::ParseError;
use aro_abi::HostPath;

/// Why a statement was not run, as opposed to what it [threw](super::Thrown) when it ran.
///
/// `Debug` gives the same text as `Display`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunError {
    /// ARO could not parse it.
    Parse(ParseError),
    /// A verb of ARO's own hides the plugin's.
    Hidden {
        /// The verb as written.
        verb: String,
        /// The spellings by which the plugin's verb can be reached on this path.
        reachable: Vec<String>,
        /// The path.
        path: HostPath,
    },
    /// ARO's own, and the testkit does not run it.
    BuiltIn {
        /// The verb as written.
        verb: String,
    },
    /// No loaded plugin has the verb on this path.
    UnknownVerb {
        /// The verb as written.
        verb: String,
        /// The spellings that there are.
        known: Vec<String>,
        /// The path.
        path: HostPath,
    },
    /// The bindings are no object.
    Bindings {
        /// What was given.
        received: String,
    },
    /// No loaded plugin has the name.
    UnknownPlugin {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
}

fn list(names: &[String], none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { format!("`{}`", names.join("`, `")) }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => error.fmt(f),
            Self::Hidden { verb, reachable, path } if reachable.is_empty() => write!(
                f,
                "`{verb}` is a verb of ARO's own, which hides the plugin's, and {path} has no `Handle.{verb}`: give the \
                 plugin a handle in plugin.yaml, or the action another verb"
            ),
            Self::Hidden { verb, reachable, path } => write!(
                f,
                "`{verb}` is a verb of ARO's own, which hides the plugin's; on {path} the plugin's is reached as {}",
                list(reachable, "")
            ),
            Self::BuiltIn { verb } => write!(
                f,
                "`{verb}` is a verb of ARO's own that the testkit does not run: it runs plugins' verbs, Call, Compute, Create, \
                 Emit, Extract and Log; give the value as a binding instead"
            ),
            Self::UnknownVerb { verb, known, path } => {
                write!(
                    f,
                    "no plugin has the verb `{verb}` on {path}; there is {}",
                    list(known, "none: load a plugin first")
                )
            }
            Self::Bindings { received } => {
                write!(
                    f,
                    "the bindings are an object of variables, such as json!({{ \"text\": \"a,b\" }}), not {received}"
                )
            }
            Self::UnknownPlugin { name, known } => {
                write!(f, "no plugin `{name}` is loaded; there is {}", list(known, "none"))
            }
        }
    }
}

impl fmt::Debug for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for RunError {}

impl From<ParseError> for RunError {
    fn from(error: ParseError) -> Self {
        Self::Parse(error)
    }
}

/// Why a package was not loaded into a host.
///
/// `Debug` gives the same text as `Display`.
#[non_exhaustive]
pub enum PackageError {
    /// `plugin.yaml` cannot be read, or is not what a host takes.
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The library is where no host looks.
    LibraryNotFound {
        /// The plugin's name.
        name: String,
        /// Where hosts look, in their order.
        searched: Vec<PathBuf>,
    },
    /// The library does not build or load.
    Load(LoadError),
    /// A dependency is not there.
    MissingDependency {
        /// The plugin that has it.
        plugin: String,
        /// The name that is not there.
        dependency: String,
    },
    /// Plugins depend on each other in a circle.
    Cycle {
        /// The names, the first of which is also the last.
        names: Vec<String>,
    },
    /// Two packages have one name.
    SameName {
        /// The name.
        name: String,
    },
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::LibraryNotFound { name, searched } => {
                write!(
                    f,
                    "the library of `{name}` is not where hosts look; build it, or put it to `build.output` in plugin.yaml:"
                )?;
                searched.iter().try_for_each(|path| write!(f, "\n  {}", path.display()))
            }
            Self::Load(error) => error.fmt(f),
            Self::MissingDependency { plugin, dependency } => write!(
                f,
                "`{plugin}` depends on `{dependency}`, which is not there: put its folder beside that of `{plugin}`, or take it \
                 out of `dependencies` in plugin.yaml"
            ),
            Self::Cycle { names } => write!(f, "the plugins depend on each other in a circle: {}", names.join(" -> ")),
            Self::SameName { name } => {
                write!(f, "two packages have the name `{name}`: a host keeps one of them; rename the other")
            }
        }
    }
}

impl fmt::Debug for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for PackageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load(error) => Some(error),
            _ => None,
        }
    }
}

impl From<LoadError> for PackageError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}
