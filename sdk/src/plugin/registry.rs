//! All items of a plugin, in the order of their kinds and names: the order of the linker has no
//! meaning.

use super::PluginInfo;
use super::descriptors::{Action, Handler, Item, Qualifier, Service, SystemObject};
use super::library::with_dependencies;

/// Everything that a plugin has registered.
pub(super) struct Items {
    /// The library's constructors have run, so this is everything.
    pub(super) complete: bool,
    all: Vec<Registered>,
}

impl Items {
    pub(super) const EMPTY: Items = Items { complete: false, all: Vec::new() };

    /// Collects what `for_each` visits, and the items of the libraries that the plugin uses.
    pub(super) fn collect(info: &PluginInfo, for_each: fn(&mut dyn FnMut(Item))) -> Self {
        let mut items = Self { complete: true, ..Self::EMPTY };
        // The order is that of the init hooks.
        for library in with_dependencies(info.uses) {
            items.add_crate(library.for_each_item, library.entry_points);
        }
        items.add_crate(for_each, info.entry_points);
        items
    }

    fn add_crate(&mut self, for_each: fn(&mut dyn FnMut(Item)), entry_points: bool) {
        let mut complete = false;
        for_each(&mut |item| match item {
            Item::Plugin => complete = true,
            item => self.insert(Registered { item, entry_points }),
        });
        self.complete &= complete;
    }

    /// Inserts an item at its place. A sort at the end would be ten kilobytes of every plugin, and
    /// saves nothing that anyone notices: items are few.
    fn insert(&mut self, registered: Registered) {
        let key = sort_key(registered.item);
        let place = self.all.partition_point(|known| sort_key(known.item) <= key);
        self.all.insert(place, registered);
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Item> {
        self.all.iter().map(|registered| registered.item)
    }

    /// The actions, each with the name of its C entry point if that is exported.
    pub(super) fn actions_with_symbols(&self) -> impl Iterator<Item = (&'static Action, Option<&'static str>)> {
        self.all.iter().filter_map(|registered| match registered.item {
            Item::Action(action) => Some((action, registered.entry_points.then_some(action.symbol))),
            _ => None,
        })
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

/// An item, and whether the actions of its crate have exported C entry points.
struct Registered {
    item: Item,
    entry_points: bool,
}

/// The kind, in the order of the lists in the metadata, and the names.
fn sort_key(item: Item) -> (u8, &'static str, &'static str) {
    match item {
        Item::Action(action) => (1, action.name, ""),
        Item::Qualifier(qualifier) => (2, qualifier.name, ""),
        Item::Service(service) => (3, service.name, ""),
        Item::SystemObject(object) => (4, object.identifier, ""),
        Item::Handler(handler) => (5, handler.pattern, handler.name),
        // In the order in which the crates are collected.
        Item::Init(_) | Item::Shutdown(_) => (6, "", ""),
        Item::Result(result) => (7, result.owner, ""),
        Item::Async(function) => (8, function.path, ""),
        Item::Plugin => (9, "", ""),
    }
}
