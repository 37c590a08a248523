//! Why a library stays mapped after it was closed.

use std::fmt;
use std::path::PathBuf;

use crate::library::elf;

/// Why a library stays mapped after it was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The file is marked `NODELETE`: it was linked with `-z nodelete`.
    NoDelete,
    /// The file exports symbols that exist once in a process (`STB_GNU_UNIQUE`), into which C++
    /// compilers turn inline statics. The loader never unloads such a library.
    UniqueSymbols(Vec<String>),
    /// These libraries were loaded with the plugin, since it depends on them, and they stay: a C++
    /// library often does. References of theirs are bound to the plugin's symbols. Copies of the
    /// plugin that are loaded later are unmapped.
    Dependencies(Vec<PathBuf>),
    /// A thread that called the plugin and still lives has a thread-local with a destructor. The
    /// check found this by calling on another thread: when that thread had ended, the library was
    /// unmapped.
    ThreadLocal,
    /// Threads that started while the plugin was loaded still run after `aro_plugin_shutdown`;
    /// their names. The library was left open, because unmapping running code ends the process.
    Threads(Vec<String>),
    /// This C library never unloads anything: musl's `dlclose` does nothing.
    NeverUnloads,
    /// None of the above: the plugin has opened itself, or a library loaded later refers to its
    /// symbols.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDelete => f.write_str("it is marked NODELETE: link it without `-z nodelete`"),
            Self::UniqueSymbols(names) => write!(
                f,
                "it has unique symbols ({}): compile its C++ with -fno-gnu-unique or hide them",
                names.join(", ")
            ),
            Self::Dependencies(libraries) => write!(
                f,
                "libraries that came with it stay, and refer to its symbols ({}): hide all symbols of the plugin but the \
                 ABI's, for example with -fvisibility=hidden and a version script, or link these libraries statically",
                libraries.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
            ),
            Self::ThreadLocal => f.write_str(
                "a thread-local with a destructor was used on the calling thread and keeps the library until that thread \
                 ends: use one that needs no dropping (`Cell` of a `Copy` type, `ManuallyDrop`), or none",
            ),
            Self::Threads(names) => write!(
                f,
                "threads that it started still run after `aro_plugin_shutdown` ({}): end and join them in that function",
                names.join(", ")
            ),
            Self::NeverUnloads => f.write_str("the C library of this system never unloads a library"),
            Self::Unknown => f.write_str(
                "the reason is unknown; the library may have opened itself, or a library loaded later may refer to its symbols",
            ),
        }
    }
}

/// The reasons that the file itself shows.
pub(super) fn of_file(bytes: &[u8]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if cfg!(target_env = "musl") {
        reasons.push(Reason::NeverUnloads);
    }
    // Other file formats have neither mark.
    if let Ok(Some(names)) = elf::names(bytes) {
        reasons.extend(names.no_delete.then_some(Reason::NoDelete));
        reasons.extend(Some(names.unique).filter(|names| !names.is_empty()).map(Reason::UniqueSymbols));
    }
    reasons
}
