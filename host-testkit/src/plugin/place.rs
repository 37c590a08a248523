//! Where a plugin's functions run: in this process, or elsewhere.

use std::ffi::CStr;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::path::Path;

use super::CallError;
use crate::library::{
    self, Absent, DeclaredSymbol, Export, Hook, InvokeFn, Library, Notice, Text0, Text1, Text2, Text3,
};

/// Why a function did not return.
pub(crate) enum Unreached {
    /// The library does not have it.
    Absent,
    /// Only elsewhere: it ended its process, for example.
    #[cfg_attr(not(feature = "isolation"), allow(dead_code, reason = "nothing runs elsewhere without it"))]
    Failed(CallError),
}

impl From<Absent> for Unreached {
    fn from(Absent: Absent) -> Self {
        Self::Absent
    }
}

/// A copy of the returned bytes, or `None` for a null pointer and for a function that returns
/// nothing.
pub(crate) type Returned = Result<Option<Vec<u8>>, Unreached>;

/// A plugin in another process, or in a WebAssembly module.
pub(crate) trait Elsewhere: fmt::Debug + Send + Sync + UnwindSafe + RefUnwindSafe {
    fn call(&self, symbol: &str, arguments: &[Option<&CStr>]) -> Returned;

    fn has(&self, symbol: &str) -> bool;

    /// The directory in which the process runs.
    fn temp_dir(&self) -> &Path;

    /// What it is, for the layer that made it.
    #[cfg(all(feature = "conformance", feature = "wasm"))]
    fn as_any(&self) -> Option<&dyn std::any::Any> {
        None
    }

    /// A plugin of the same library whose state begins again, where that needs no copy of the file.
    fn fresh_copy(&self) -> Option<Box<dyn Elsewhere>> {
        None
    }
}

/// Where a plugin's functions run. The methods are those of [`Library`].
#[derive(Debug)]
pub(crate) enum Place {
    Here(Library),
    #[cfg_attr(not(feature = "isolation"), allow(dead_code, reason = "nothing runs elsewhere without it"))]
    Elsewhere(Box<dyn Elsewhere>),
}

impl Place {
    pub(crate) fn close(self) -> Result<(), String> {
        match self {
            Self::Here(library) => library.close(),
            // Dropping it ends the process.
            Self::Elsewhere(_) => Ok(()),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Here(library) => library.has(name),
            Self::Elsewhere(plugin) => plugin.has(name),
        }
    }

    pub(crate) fn outstanding(&self) -> usize {
        match self {
            Self::Here(library) => library.outstanding(),
            // Elsewhere every string is given back at once.
            Self::Elsewhere(_) => 0,
        }
    }

    pub(crate) fn hook(&self, export: &Export<'_, Hook>) -> Result<(), Unreached> {
        match self {
            Self::Here(library) => Ok(library.hook(export)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &[]).map(drop),
        }
    }

    pub(crate) fn notice(
        &self,
        export: &Export<'_, Notice>,
        a: Option<&CStr>,
        b: Option<&CStr>,
    ) -> Result<(), Unreached> {
        match self {
            Self::Here(library) => Ok(library.notice(export, a, b)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &[a, b]).map(drop),
        }
    }

    /// A function of this process cannot be called from another one, so such a plugin counts as one
    /// that takes none.
    pub(crate) fn set_invoke(&self, callback: Option<InvokeFn>) -> Result<(), Unreached> {
        match self {
            Self::Here(library) => Ok(library.set_invoke(callback)?),
            Self::Elsewhere(_) => Err(Unreached::Absent),
        }
    }

    pub(crate) fn text0(&self, export: &Export<'_, Text0>) -> Returned {
        match self {
            Self::Here(library) => Ok(library.text0(export)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &[]),
        }
    }

    pub(crate) fn text1(&self, export: &Export<'_, Text1>, a: Option<&CStr>) -> Returned {
        match self {
            Self::Here(library) => Ok(library.text1(export, a)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &[a]),
        }
    }

    pub(crate) fn text2(&self, export: &Export<'_, Text2>, a: Option<&CStr>, b: Option<&CStr>) -> Returned {
        match self {
            Self::Here(library) => Ok(library.text2(export, a, b)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &[a, b]),
        }
    }

    pub(crate) fn text3(&self, export: &Export<'_, Text3>, strings: [Option<&CStr>; 3]) -> Returned {
        match self {
            Self::Here(library) => Ok(library.text3(export, strings)?),
            Self::Elsewhere(plugin) => plugin.call(export.name(), &strings),
        }
    }

    pub(crate) fn entry_point(&self, symbol: &DeclaredSymbol<'_>, input: Option<&CStr>) -> Returned {
        match self {
            Self::Here(library) => Ok(library.entry_point(symbol, input)?),
            Self::Elsewhere(plugin) => plugin.call(symbol.name(), &[input]),
        }
    }

    pub(crate) fn free_null(&self) {
        match self {
            Self::Here(library) => library.free_null(),
            Self::Elsewhere(plugin) => drop(plugin.call(library::FREE_NAME, &[])),
        }
    }
}
