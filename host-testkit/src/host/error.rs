//! Why a host did not run a statement or load a package.

use std::path::PathBuf;

use thiserror::Error;

use crate::library::LoadError;
use crate::statement::{ParseError, Unsupported};
use aro_abi::HostPath;

/// Why a statement was not run, as opposed to what it [threw](super::Thrown) when it ran.
///
/// `Debug` gives the same text as `Display`.
#[derive(Clone, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunError {
    /// The statement is not valid ARO.
    #[error(transparent)]
    Parse(ParseError),
    /// It is valid ARO that the testkit does not support. Nothing has been run, unless the message
    /// names a value.
    #[error("{what}{}", in_source(.place))]
    Unsupported {
        /// The construct.
        what: Unsupported,
        /// Its line and column, from 1; `None` if only the values of a statement showed it.
        place: Option<(usize, usize)>,
    },
    /// A built-in verb hides the plugin's.
    #[error("`{verb}` is a verb of ARO's own, which hides the plugin's; {}", reachable_as(.verb, .reachable, *.path))]
    Hidden {
        /// The verb as written.
        verb: String,
        /// The spellings by which the plugin's verb can be reached on this path.
        reachable: Vec<String>,
        /// The path.
        path: HostPath,
    },
    /// A built-in verb that the testkit does not run.
    #[error(
        "`{verb}` is a verb of ARO's own that the testkit does not run: it runs plugins' verbs, Call, Compute, Create, Emit, Extract, Log, Return and Sleep; pass the value as a binding instead"
    )]
    BuiltIn {
        /// The verb as written.
        verb: String,
    },
    /// No loaded plugin has the verb on this path.
    #[error("no plugin has the verb `{verb}` on {path}; the verbs are {}", list(.known, "none: load a plugin first"))]
    UnknownVerb {
        /// The verb as written.
        verb: String,
        /// The verbs of the loaded plugins, as a program writes them.
        known: Vec<String>,
        /// The path.
        path: HostPath,
    },
    /// The bindings are not an object.
    #[error("the bindings have to be an object of variables, such as json!({{ \"text\": \"a,b\" }}), not {received}")]
    Bindings {
        /// What was given.
        received: String,
    },
    /// No loaded plugin has the name.
    #[error("no plugin `{name}` is loaded; the plugins are {}", list(.known, "none"))]
    UnknownPlugin {
        /// The name.
        name: String,
        /// The names of the loaded plugins.
        known: Vec<String>,
    },
}

/// Why a package was not loaded into a host.
///
/// `Debug` gives the same text as `Display`.
#[derive(Error)]
#[non_exhaustive]
pub enum PackageError {
    /// `plugin.yaml` cannot be read, or hosts do not accept it.
    #[error("{path}: {reason}")]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The library is in a place where hosts do not look.
    #[error(
        "the library of `{name}` is not where hosts look; build it, or name its place as `build.output` in \
         plugin.yaml. Hosts look for{}",
        lines(.searched)
    )]
    LibraryNotFound {
        /// The plugin's name.
        name: String,
        /// Where hosts look, in their order.
        searched: Vec<PathBuf>,
    },
    /// The library does not build or load.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A dependency is missing.
    #[error(
        "`{plugin}` depends on `{dependency}`, which is missing: put its folder beside that of `{plugin}`, or remove it from `dependencies` in plugin.yaml"
    )]
    MissingDependency {
        /// The plugin that needs it.
        plugin: String,
        /// The name of the missing plugin.
        dependency: String,
    },
    /// Plugins depend on each other in a cycle.
    #[error("the plugins depend on each other in a cycle: {}", .names.join(" -> "))]
    Cycle {
        /// The names, the first of which is also the last.
        names: Vec<String>,
    },
    /// A dependency has another version than the plugin requires.
    #[error(
        "`{plugin}` depends on `{dependency}` {required}, and `{dependency}` has {}: install a fitting version of one of them, or change `dependencies` in the plugin.yaml of `{plugin}`",
        stated(.found.as_deref())
    )]
    VersionMismatch {
        /// The plugin that requires it.
        plugin: String,
        /// The name of the other plugin.
        dependency: String,
        /// The requirement.
        required: String,
        /// The version of the other plugin, if it states one.
        found: Option<String>,
    },
    /// The version of a dependency is not a requirement.
    #[error("`{plugin}` depends on `{dependency}`: {reason}")]
    Requirement {
        /// The plugin with the dependency.
        plugin: String,
        /// The name of the other plugin.
        dependency: String,
        /// What is wrong with the requirement.
        reason: String,
    },
    /// Two packages have one name.
    #[error("two packages have the name `{name}`: a host keeps one of them; rename the other")]
    SameName {
        /// The name.
        name: String,
    },
}

debug_like_display!(RunError, PackageError);

impl From<ParseError> for RunError {
    fn from(error: ParseError) -> Self {
        match error.unsupported {
            Some(what) => Self::Unsupported { what, place: Some((error.line, error.column)) },
            None => Self::Parse(error),
        }
    }
}

fn in_source(place: &Option<(usize, usize)>) -> String {
    place.map_or_else(String::new, |(line, column)| format!(" (line {line}, column {column})"))
}

fn stated(version: Option<&str>) -> String {
    version.map_or_else(|| "no version".to_owned(), |version| format!("the version {version}"))
}

fn list(names: &[String], none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { format!("`{}`", names.join("`, `")) }
}

fn reachable_as(verb: &str, reachable: &[String], path: HostPath) -> String {
    if reachable.is_empty() && path == HostPath::LegacyDylib {
        return format!("{path} has no `Handle.{verb}`, since it knows no handles: give the action another verb");
    }
    if reachable.is_empty() {
        return format!(
            "{path} has no `Handle.{verb}`: give the plugin a handle in plugin.yaml, or the action another verb"
        );
    }
    format!("on {path} the plugin's is written {}", list(reachable, ""))
}

fn lines(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("\n  {}", path.display())).collect()
}
