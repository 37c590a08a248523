//! The metadata as the host reads it (ABI, section 7).
//!
//! Written as text and by plain loops: a tree of values would be compiled in every plugin, and is
//! built at every start.

use super::Plugin;
use super::descriptors::{Action, DescribeEvents, Item};
use super::json::Json;
use crate::error::Error;
use crate::reply::{Reply, StaticReply};

/// Room for what is there besides names and actions.
const ROOM: usize = 256;

impl Plugin {
    /// The metadata, written once. As long as nothing is registered, its `error` says so.
    pub(crate) fn metadata(&self) -> &StaticReply {
        if let Some(metadata) = self.metadata.get() {
            return metadata;
        }
        let write = |error: Option<&Error>| Box::new(StaticReply::new(self.describe(error)));
        match self.check_registered() {
            Ok(()) => self.metadata.get_or_init(|| write(None)),
            Err(error) => self.incomplete_metadata.get_or_init(|| write(Some(&error))),
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
        let rest = self.lists(&mut json);
        if let Some(describe) = rest.events {
            describe(self, &mut json);
        }
        if rest.deprecations {
            self.deprecations(&mut json);
        }
        json.close(b'}');
        json.finish()
    }

    /// The items, a list for each kind, as they stand in order.
    #[inline(never)]
    fn lists(&self, json: &mut Json) -> Rest {
        let mut rest = Rest { events: None, deprecations: false };
        let mut listed = 0;
        json.raw("\"actions\":[");
        for item in self.items().iter() {
            let list = match item {
                Item::Action(_) => 0,
                Item::Qualifier(_) => 1,
                Item::Service(_) => 2,
                Item::SystemObject(_) => 3,
                _ => listed,
            };
            if list != listed {
                json.close(b']');
                json.raw(match list {
                    1 => "\"qualifiers\":[",
                    2 => "\"services\":[",
                    _ => "\"system_objects\":[",
                });
                listed = list;
            }
            match item {
                Item::Action(action) => {
                    self.action(json, action);
                    rest.deprecations |= action.deprecation.is_some();
                    rest.events = action.emits.describe.or(rest.events);
                }
                Item::Qualifier(qualifier) => {
                    (qualifier.describe)(json, qualifier);
                    rest.deprecations |= qualifier.deprecation.is_some();
                }
                Item::Service(service) => {
                    (service.describe)(json, service);
                    rest.deprecations = true;
                    rest.events = service.emits.describe.or(rest.events);
                }
                Item::SystemObject(object) => (object.describe)(json, object),
                Item::Handler(handler) => rest.events = Some(handler.describe),
                _ => {}
            }
        }
        json.close(b']');
        rest
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

/// What stands behind the lists.
struct Rest {
    events: Option<DescribeEvents>,
    /// There may be some.
    deprecations: bool,
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
