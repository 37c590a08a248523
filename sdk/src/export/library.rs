//! One typed library: what `plugin!` or `exports!` declares, and what the attributes register.

#![allow(unsafe_code)]

use aro_abi::typed;

use super::descriptors::ExportItem;
use super::hash::HASH_OF_NOTHING;
use crate::cache::Cache;
use crate::context::run_constructors;
use crate::json::ObjectWriter;
use crate::sync::const_fn;

/// The capacity for the description of a library with few items, in bytes of JSON.
const USUAL: usize = 2048;

/// Visits every registered item.
pub(super) type ForEachItem = fn(&mut dyn FnMut(ExportItem));

/// The code that describes items.
#[derive(Clone, Copy)]
pub struct Describer(pub(super) fn(&mut ObjectWriter<'_>, ForEachItem));

/// What `plugin!` and `exports!` know of the crate.
pub struct LibraryInfo {
    /// The name that all symbols begin with.
    pub crate_name: &'static str,
    /// The names of the functions that each library has.
    pub symbols: [&'static str; typed::OWN_FUNCTIONS.len()],
    /// The package's version.
    pub version: &'static str,
}

/// One typed library. A static in the library's own crate.
pub struct ExportLibrary {
    pub(super) info: LibraryInfo,
    for_each_item: ForEachItem,
    description: Cache<Vec<u8>>,
    /// The description as long as nothing is registered.
    incomplete_description: Cache<Vec<u8>>,
}

impl ExportLibrary {
    const_fn! {
        /// A library with the items that `for_each_item` visits.
        #[must_use]
        pub fn new(info: LibraryInfo, for_each_item: fn(&mut dyn FnMut(ExportItem))) -> Self {
            Self { info, for_each_item, description: Cache::new(), incomplete_description: Cache::new() }
        }
    }

    /// The description as JSON with a NUL at the end, written once.
    pub(super) fn description(&self) -> &[u8] {
        if let Some(description) = self.description.get() {
            return description;
        }
        run_constructors();
        let (mut is_complete, mut describer) = (false, None);
        (self.for_each_item)(&mut |item| match item {
            ExportItem::Library => is_complete = true,
            ExportItem::Function(_, own) | ExportItem::Type(_, own) | ExportItem::Object(_, own) => {
                describer = Some(own);
            }
        });
        let cell = if is_complete { &self.description } else { &self.incomplete_description };
        cell.get_or_init(|| Box::new(self.describe(is_complete, describer)))
    }

    /// Frees the description: at the end of a plugin that its host has shut down. A library that is
    /// no plugin is not told when its callers have done with it, so there it stays.
    ///
    /// # Safety
    ///
    /// Nobody uses the description any more, or asks for it meanwhile.
    pub(crate) unsafe fn clear(&self) {
        // SAFETY: the caller's promise.
        unsafe { self.description.clear() };
        // SAFETY: as above.
        unsafe { self.incomplete_description.clear() };
    }

    fn describe(&self, is_complete: bool, describer: Option<Describer>) -> Vec<u8> {
        let mut json = Vec::with_capacity(USUAL);
        ObjectWriter::write(&mut json, |library| {
            library.number("typed_abi", typed::VERSION as usize);
            library.string("crate", self.info.crate_name);
            library.string("version", self.info.version);
            for (name, symbol) in typed::OWN_FUNCTIONS.iter().zip(self.info.symbols) {
                library.string(name, symbol);
            }
            if !is_complete {
                library.string(
                    "error",
                    "the library's constructors have not run, so nothing is registered yet: call this function later",
                );
            }
            match describer {
                Some(Describer(write)) => write(library, self.for_each_item),
                None => {
                    library.string("hash", HASH_OF_NOTHING);
                    library.raw("types", "[]");
                    library.raw("functions", "[]");
                }
            }
        });
        json.push(0);
        json
    }
}
