//! The metadata as the host reads it (ABI, section 7).
//!
//! Written as text and by plain loops: a tree of values would be compiled in every plugin, and is built at every start.

use super::items::{Action, Item};
use super::json::Json;
use super::{Plugin, order};
use crate::error::Error;
use crate::reply::{Lasting, Reply};

/// Room for what is there besides names and actions.
const ROOM: usize = 256;

impl Plugin {
    /// The metadata as a block that the boundary can hand out; made once. While nothing is registered it says so under `error`.
    pub(crate) fn metadata(&self) -> &Lasting {
        if let Some(metadata) = self.metadata.get() {
            return metadata;
        }
        match self.registered() {
            Ok(()) => self.metadata.keep(Lasting::of(self.describe(None))),
            Err(error) => match self.unregistered.get() {
                Some(unregistered) => unregistered,
                None => self.unregistered.keep(Lasting::of(self.describe(Some(&error)))),
            },
        }
    }

    fn describe(&self, error: Option<&Error>) -> Reply {
        let mut room = ROOM + self.info.name.len() + self.info.version.len() + self.info.description.len();
        for action in self.items().actions() {
            room += action.info.len() + 1;
        }
        let mut json = Json::with_room(room);
        json.open(b'{');
        json.always("\"name\":", self.info.name);
        json.always("\"version\":", self.info.version);
        json.raw("\"language\":\"rust\"");
        json.member("\"description\":", self.info.description);
        json.member("\"handle\":", self.info.handle.unwrap_or_default());
        if let Some(error) = error {
            json.member("\"error\":", error.message());
        }
        self.lists(&mut json);
        self.events(&mut json);
        self.deprecations(&mut json);
        json.close(b'}');
        json.finish()
    }

    /// The items, a list for each kind, as they stand in order.
    #[inline(never)]
    fn lists(&self, json: &mut Json) {
        let mut listed = "\"actions\":[";
        json.raw(listed);
        for item in self.items().iter() {
            let list = match item {
                Item::Action(_) => listed,
                Item::Qualifier(_) => "\"qualifiers\":[",
                Item::Service(_) => "\"services\":[",
                Item::SystemObject(_) => "\"system_objects\":[",
                _ => break,
            };
            if list != listed {
                json.close(b']');
                json.raw(list);
                listed = list;
            }
            match item {
                Item::Action(action) => self.action(json, action),
                Item::Qualifier(qualifier) => (qualifier.describe)(json, qualifier),
                Item::Service(service) => (service.describe)(json, service),
                Item::SystemObject(object) => (object.describe)(json, object),
                _ => {}
            }
        }
        json.close(b']');
    }

    #[inline(never)]
    fn action(&self, json: &mut Json, action: &Action) {
        if action.schema.write.is_none() && self.info.entry_points {
            json.raw(action.info);
            return;
        }
        let Some((before, schema)) = action.info.split_at_checked(action.schema_at) else { return };
        let until = if self.info.entry_points { before.len() } else { action.symbol_at };
        json.raw(before.get(..until).unwrap_or_default());
        match action.schema.write {
            None => json.append(schema),
            Some(write) => {
                write(json, action.schema.params, 0);
                json.close(b'}');
            }
        }
    }

    #[inline(never)]
    fn events(&self, json: &mut Json) {
        let (mut subscribes, mut emits) = (Vec::new(), Vec::new());
        for item in self.items().iter() {
            match item {
                Item::Handler(handler) => add_all(&mut subscribes, &[handler.pattern]),
                Item::Action(action) => add_all(&mut emits, action.emits),
                Item::Service(service) => add_all(&mut emits, service.emits),
                _ => {}
            }
        }
        if !subscribes.is_empty() || !emits.is_empty() {
            json.raw("\"events\":{");
            json.texts("subscribes", &order::distinct(&subscribes));
            json.texts("emits", &order::distinct(&emits));
            json.close(b'}');
        }
    }

    #[inline(never)]
    fn deprecations(&self, json: &mut Json) {
        let mut list = "\"deprecations\":[";
        for item in self.items().iter() {
            match item {
                Item::Action(action) => deprecation(json, &mut list, action.deprecation),
                Item::Qualifier(qualifier) => deprecation(json, &mut list, qualifier.deprecation),
                Item::Service(service) => {
                    for method in service.methods {
                        deprecation(json, &mut list, method.deprecation);
                    }
                }
                _ => {}
            }
        }
        if list.is_empty() {
            json.close(b']');
        }
    }
}

#[inline(never)]
fn add_all(list: &mut Vec<&'static str>, names: &[&'static str]) {
    for name in names {
        list.push(name);
    }
}

/// Adds an entry to a list, which is begun if it has not been yet.
#[inline(never)]
fn deprecation(json: &mut Json, list: &mut &str, entry: Option<&str>) {
    if let Some(entry) = entry {
        if !list.is_empty() {
            json.raw(std::mem::take(list));
        }
        json.raw(entry);
    }
}
