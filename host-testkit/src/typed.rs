//! Libraries of typed C functions, as a program loads them that was compiled against their header.

#[cfg(feature = "conformance")]
use std::collections::BTreeSet;
use std::ffi::c_void;
use std::path::{Path, PathBuf};

use aro_abi::typed;
use serde_json::Value;

use crate::library::{LoadError, Symbols, TypedFunctions};

/// A loaded library of typed C functions: one with `aro_sdk::exports!`, or a plugin.
///
/// It says by its description which version of the typed ABI it has, and gives a hash of its
/// functions' signatures and its types' layouts. Loading it checks both, so that nobody calls a
/// function by a header of another build:
///
/// ```no_run
/// use aro_host_testkit::TypedLibrary;
///
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// let geometry = TypedLibrary::open("target/debug/libgeometry.so")?;
/// assert_eq!(geometry.crate_name(), "geometry");
/// // What a program does that knows the hash from the header.
/// TypedLibrary::open_expecting("target/debug/libgeometry.so", geometry.hash())?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TypedLibrary {
    functions: TypedFunctions,
    path: PathBuf,
    description: Value,
}

impl TypedLibrary {
    /// Loads a library whatever its hash is.
    ///
    /// # Errors
    ///
    /// [`LoadError::NotFound`], [`LoadError::NotALibrary`]; [`LoadError::NotTyped`] for a library
    /// without a description; [`LoadError::AbiVersion`] for one of another version of the typed
    /// ABI.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(LoadError::NotFound { path: path.to_owned() });
        }
        let path = std::path::absolute(path)
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: error.to_string() })?;
        let symbols = Symbols::read(&path)?;
        let not_typed = |reason: &str| LoadError::NotTyped { path: path.clone(), reason: reason.to_owned() };
        let name = describing(&symbols).ok_or_else(|| {
            not_typed("it does not export `<crate>_describe`, `<crate>_free` and `<crate>_last_error` of one crate")
        })?;
        let functions = TypedFunctions::open(&path)?;
        let text = functions.describe(&name).ok_or_else(|| not_typed(&format!("`{name}` returns NULL")))?;
        let description: Value = serde_json::from_slice(&text)
            .map_err(|error| not_typed(&format!("what `{name}` returns is not JSON: {error}")))?;
        let found = description["typed_abi"].as_u64();
        let found = found.ok_or_else(|| not_typed(&format!("what `{name}` returns has no number `typed_abi`")))?;
        if found != u64::from(typed::VERSION) {
            let (what, expected) = ("typed ABI", typed::VERSION.into());
            return Err(LoadError::AbiVersion { path, what, expected, found });
        }
        if let Some(error) = description["error"].as_str() {
            return Err(not_typed(error));
        }
        Ok(Self { functions, path, description })
    }

    /// Loads a library with this hash, and no other.
    ///
    /// # Errors
    ///
    /// [`LoadError::TypedHash`] for another hash, and those of [`open`](Self::open).
    pub fn open_expecting(path: impl AsRef<Path>, hash: &str) -> Result<Self, LoadError> {
        let library = Self::open(path)?;
        if library.hash() == hash {
            return Ok(library);
        }
        let (path, found) = (library.path.clone(), library.hash().to_owned());
        Err(LoadError::TypedHash { path, expected: hash.to_owned(), found })
    }

    /// The description of everything that the library exports.
    #[must_use]
    pub fn describe(&self) -> &Value {
        &self.description
    }

    /// The name with which all symbols of the library begin.
    #[must_use]
    pub fn crate_name(&self) -> &str {
        self.description["crate"].as_str().unwrap_or_default()
    }

    /// The hash of signatures and layouts.
    #[must_use]
    pub fn hash(&self) -> &str {
        self.description["hash"].as_str().unwrap_or_default()
    }

    /// The library's file, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The address of a function by its name in C, if the library has it. To call it is `unsafe`,
    /// by a signature that the description confirms.
    #[must_use]
    pub fn address(&self, symbol: &str) -> Option<*const c_void> {
        self.functions.address(symbol)
    }
}

/// The names of the typed functions among a library's exports.
///
/// They begin with the name of the crate. Where some other name is exported too, the library is
/// asked for the functions whose names are set otherwise.
#[cfg(feature = "conformance")]
pub(crate) fn typed_functions(path: &Path, symbols: &Symbols, is_known: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let Some(name) = describing(symbols) else { return BTreeSet::new() };
    let prefix = name.strip_suffix(typed::DESCRIBE).unwrap_or_default();
    let (mut typed, others): (BTreeSet<String>, BTreeSet<String>) =
        symbols.exports().iter().cloned().partition(|export| export.starts_with(prefix));
    if others.iter().all(|other| is_known(other)) {
        return typed;
    }
    if let Ok(library) = TypedLibrary::open(path) {
        let functions = library.description["functions"].as_array().into_iter().flatten();
        typed.extend(functions.filter_map(|function| function["symbol"].as_str().map(str::to_owned)));
    }
    typed
}

/// The name of the function that describes the library. A function of the author's can have such a
/// name too, but then with the crate's name before it, so the shortest one is the library's.
fn describing(symbols: &Symbols) -> Option<String> {
    let [last_error, free, describe] = typed::OWN_FUNCTIONS;
    let exports = symbols.exports();
    let describing = exports.iter().filter(|name| {
        let prefix = name.strip_suffix(describe).and_then(|name| name.strip_suffix('_'));
        let has = |function| prefix.is_some_and(|prefix| exports.contains(&typed::symbol(prefix, function)));
        has(free) && has(last_error)
    });
    describing.min_by_key(|name| name.len()).cloned()
}
