//! A C header from the description that a library with typed exports gives of itself.
//!
//! A library with typed exports (`#[aro_export]`) has a function `<crate>_describe`, which returns
//! JSON: its types with their layouts, its functions, and the documentation of both.
//! [`TypedExports`] reads that JSON and writes declarations from it. It knows nothing of ARO's
//! hosts, and the library need not be a plugin.

// `description` has the JSON's model, `check` refuses what C cannot express, `declarations` turns
// the model into C declarations with the `names` that C needs, and `c_header` writes them with
// their documentation (`comment`, `ownership`).

mod c_header;
mod check;
mod comment;
mod declarations;
mod description;
mod error;
mod names;
mod ownership;

use std::fmt::Write as _;

use declarations::Declarations;
use description::Description;
pub use error::HeaderError;

use crate::typed::TypedLibrary;

/// The typed exports of a library, as its `<crate>_describe` function describes them.
///
/// ```
/// use aro_host_testkit::header::TypedExports;
///
/// let json = r#"{
///     "typed_abi": 1, "crate": "geometry", "version": "0.1.0", "hash": "0f3a5c7e9b1d2f40",
///     "free": "geometry_free", "last_error": "geometry_last_error",
///     "describe": "geometry_describe",
///     "types": [],
///     "functions": [{
///         "symbol": "geometry_add", "name": "add", "docs": "Adds two numbers.",
///         "form": "plain", "object": null, "role": "function",
///         "params": [
///             {"name": "a", "kind": "value", "of": "i32"},
///             {"name": "b", "kind": "value", "of": "i32"}
///         ],
///         "returns": {"kind": "value", "of": "i32", "optional": false, "fallible": false}
///     }]
/// }"#;
/// let exports = TypedExports::from_json(json)?;
///
/// let header = exports.c_header();
/// assert!(header.contains("\n * Adds two numbers.\n"));
/// assert!(header.contains("\nint32_t geometry_add(int32_t a, int32_t b);\n"));
/// # Ok::<(), aro_host_testkit::header::HeaderError>(())
/// ```
#[derive(Debug)]
pub struct TypedExports {
    description: Description,
    declarations: Declarations,
}

impl TypedExports {
    /// Reads the description of a loaded library.
    ///
    /// ```no_run
    /// use aro_host_testkit::TypedLibrary;
    /// use aro_host_testkit::header::TypedExports;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let library = TypedLibrary::open("target/release/libgeometry.so")?;
    /// std::fs::write("geometry.h", TypedExports::of(&library)?.c_header())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`from_json`](Self::from_json).
    pub fn of(library: &TypedLibrary) -> Result<Self, HeaderError> {
        Self::from_json(&library.describe().to_string())
    }

    /// Reads the JSON that `<crate>_describe` returns.
    ///
    /// # Errors
    ///
    /// The string is not such JSON, it is of another version of the typed ABI, or it describes
    /// something that C has no declaration for: a name that is no C identifier, a struct without
    /// fields, a type that is not declared. Every error names the item.
    pub fn from_json(json: &str) -> Result<Self, HeaderError> {
        let description = Description::from_json(json)?;
        check::check(&description)?;
        let declarations = Declarations::of(&description)?;
        Ok(Self { description, declarations })
    }

    /// The name of the crate, which every symbol begins with.
    #[must_use]
    pub fn crate_name(&self) -> &str {
        &self.description.krate
    }

    /// The hash of all signatures and layouts. Documentation does not change it.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.description.hash
    }

    /// The symbols of all functions, in the order of the header.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.declarations.functions.iter().map(|function| function.symbol.as_str())
    }

    /// A header for C11 and C++17: documented, with the ownership stated at each function, and with
    /// assertions on the layout of each struct.
    ///
    /// It includes only headers of the C standard library.
    #[must_use]
    pub fn c_header(&self) -> String {
        c_header::write(&self.description, &self.declarations)
    }

    /// The declarations alone, one per line: no directives but `#define`, no comments.
    ///
    /// This is what foreign function interfaces parse. Python's `cffi` takes the whole string.
    /// `koffi` for Node takes the functions' lines one by one, and needs the structs before them;
    /// `examples/hosts/node` has the few lines that read both.
    #[must_use]
    pub fn declarations(&self) -> String {
        let mut lines = String::new();
        for ty in &self.declarations.types {
            for line in ty.lines() {
                let _ = writeln!(lines, "{line}");
            }
        }
        for function in &self.declarations.functions {
            let _ = writeln!(lines, "{};", function.prototype());
        }
        lines
    }
}
