//! One typed library: what `plugin!` or `exports!` declares, and what the attributes register.

use std::ffi::{CStr, CString};

use once_cell::race::OnceBox;

use super::descriptors::{ExportItem, ExportedFunction, ExportedType};

/// What `plugin!` and `exports!` know of the crate.
pub struct LibraryInfo {
    /// The name that all symbols begin with.
    pub crate_name: &'static str,
    /// The package's version.
    pub version: &'static str,
}

/// One typed library. A static in the library's own crate.
pub struct Library {
    pub(super) info: LibraryInfo,
    /// Visits every registered item.
    for_each_item: fn(&mut dyn FnMut(ExportItem)),
    description: OnceBox<CString>,
    /// The description as long as nothing is registered.
    incomplete_description: OnceBox<CString>,
}

impl Library {
    /// A library with the items that `for_each_item` visits.
    #[must_use]
    pub const fn new(info: LibraryInfo, for_each_item: fn(&mut dyn FnMut(ExportItem))) -> Self {
        Self { info, for_each_item, description: OnceBox::new(), incomplete_description: OnceBox::new() }
    }

    /// The description as JSON, written once.
    pub(super) fn description(&self) -> &CStr {
        if let Some(description) = self.description.get() {
            return description;
        }
        let items = Items::collect(self.for_each_item);
        let cell = if items.complete { &self.description } else { &self.incomplete_description };
        cell.get_or_init(|| {
            let mut json = self.describe(&items);
            // JSON has no NUL; should there be one, what is before it is as good as nothing.
            json.retain(|byte| *byte != 0);
            Box::new(CString::new(json).unwrap_or_default())
        })
    }
}

/// What a library exports, in the order of names: the order of the linker has no meaning.
pub(super) struct Items {
    /// The library's constructors have run, so this is everything.
    pub(super) complete: bool,
    pub(super) types: Vec<&'static ExportedType>,
    pub(super) functions: Vec<&'static ExportedFunction>,
}

impl Items {
    fn collect(for_each: fn(&mut dyn FnMut(ExportItem))) -> Self {
        let mut items = Self { complete: false, types: Vec::new(), functions: Vec::new() };
        for_each(&mut |item| match item {
            ExportItem::Library => items.complete = true,
            ExportItem::Function(function) => items.functions.push(function),
            ExportItem::Type(ty) => items.types.push(ty),
            ExportItem::Object(object) => {
                items.types.push(&object.ty);
                items.functions.extend(object.functions);
            }
        });
        items.types.sort_unstable_by_key(|ty| ty.c_name);
        items.functions.sort_unstable_by_key(|function| function.symbol);
        items
    }
}
