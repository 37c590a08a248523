//! All items of a plugin, in the order of their kinds and names: the order of the linker has no
//! meaning.

use super::descriptors::{Action, Handler, Item, Qualifier, Service, SystemObject};

/// Everything that a plugin has registered.
pub(super) struct Items {
    /// The library's constructors have run, so this is everything.
    pub(super) complete: bool,
    all: Vec<Item>,
}

impl Items {
    pub(super) const EMPTY: Items = Items { complete: false, all: Vec::new() };

    /// Collects what `for_each` visits.
    pub(super) fn collect(for_each: fn(&mut dyn FnMut(Item))) -> Self {
        let mut items = Self::EMPTY;
        for_each(&mut |item| match item {
            Item::Plugin => items.complete = true,
            item => items.insert(item),
        });
        items
    }

    /// Inserts an item at its place. A sort at the end would be ten kilobytes of every plugin, and
    /// saves nothing that anyone notices: items are few.
    fn insert(&mut self, item: Item) {
        let key = sort_key(item);
        let place = self.all.partition_point(|known| sort_key(*known) <= key);
        self.all.insert(place, item);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Item> {
        self.all.iter().copied()
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = &'static Action> {
        self.iter().filter_map(|item| if let Item::Action(action) = item { Some(action) } else { None })
    }

    pub(super) fn qualifiers(&self) -> impl Iterator<Item = &'static Qualifier> {
        self.iter().filter_map(|item| if let Item::Qualifier(qualifier) = item { Some(qualifier) } else { None })
    }

    pub(super) fn services(&self) -> impl Iterator<Item = &'static Service> {
        self.iter().filter_map(|item| if let Item::Service(service) = item { Some(service) } else { None })
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = &'static SystemObject> {
        self.iter().filter_map(|item| if let Item::SystemObject(object) = item { Some(object) } else { None })
    }

    pub(super) fn handlers(&self) -> impl Iterator<Item = &'static Handler> {
        self.iter().filter_map(|item| if let Item::Handler(handler) = item { Some(handler) } else { None })
    }
}

/// The kind, in the order of the lists in the metadata, and the names.
fn sort_key(item: Item) -> (u8, &'static str, &'static str) {
    match item {
        Item::Action(action) => (1, action.name, ""),
        Item::Qualifier(qualifier) => (2, qualifier.name, ""),
        Item::Service(service) => (3, service.name, ""),
        Item::SystemObject(object) => (4, object.identifier, ""),
        Item::Handler(handler) => (5, handler.pattern, handler.name),
        Item::Init(hook) | Item::Shutdown(hook) => (6, hook.name, ""),
        Item::Result(result) => (7, result.owner, ""),
        Item::Plugin => (8, "", ""),
    }
}
