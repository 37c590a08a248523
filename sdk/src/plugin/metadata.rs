//! The metadata as the host reads it (ABI, section 7).
//!
//! Written as text and by plain loops: a tree of values would be compiled in every plugin, and is built at every start.

use super::items::{Qualifier, Service};
use super::json::Json;
use super::{Plugin, order};
use crate::error::Error;
use crate::object::SystemObject;
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
        let items = self.items();
        let mut room = ROOM + self.info.name.len() + self.info.version.len() + self.info.description.len();
        for action in &items.actions {
            room += action.info.json().len() + 1;
        }
        let mut json = Json::with_room(room);
        json.open(b'{');
        json.always("\"name\":", self.info.name);
        json.always("\"version\":", self.info.version);
        json.raw(b"\"language\":\"rust\"");
        json.member("\"description\":", self.info.description);
        json.member("\"handle\":", self.info.handle.unwrap_or_default());
        if let Some(error) = error {
            json.member("\"error\":", error.message());
        }
        json.raw(b"\"actions\":");
        json.elements(items.actions.iter().map(|action| action.info.json()));
        list(&mut json, "qualifiers", &items.qualifiers, describe_qualifier);
        list(&mut json, "services", &items.services, describe_service);
        list(&mut json, "system_objects", &items.objects, describe_object);
        self.events(&mut json);
        self.deprecations(&mut json);
        json.close(b'}');
        json.finish()
    }

    fn events(&self, json: &mut Json) {
        let items = self.items();
        let mut subscribes = Vec::new();
        for handler in &items.handlers {
            subscribes.push(handler.pattern);
        }
        let mut emits = Vec::new();
        for action in &items.actions {
            emits.extend_from_slice(action.emits);
        }
        for service in &items.services {
            emits.extend_from_slice(service.emits);
        }
        if !subscribes.is_empty() || !emits.is_empty() {
            json.key("events");
            json.open(b'{');
            json.texts("subscribes", &order::distinct(&subscribes));
            json.texts("emits", &order::distinct(&emits));
            json.close(b'}');
        }
    }

    fn deprecations(&self, json: &mut Json) {
        let items = self.items();
        let mut deprecations = Vec::new();
        for action in &items.actions {
            deprecations.extend_from_slice(action.deprecation.as_slice());
        }
        for qualifier in &items.qualifiers {
            deprecations.extend_from_slice(qualifier.deprecation.as_slice());
        }
        for service in &items.services {
            for method in service.methods {
                deprecations.extend_from_slice(method.deprecation.as_slice());
            }
        }
        if !deprecations.is_empty() {
            json.key("deprecations");
            json.open(b'[');
            for deprecation in deprecations {
                json.raw(deprecation.as_bytes());
            }
            json.close(b']');
        }
    }
}

/// A member that is a list; none if there is nothing in it.
fn list<T>(json: &mut Json, key: &str, items: &[&T], describe: fn(&mut Json, &T)) {
    if items.is_empty() {
        return;
    }
    json.key(key);
    json.open(b'[');
    for item in items {
        describe(json, item);
    }
    json.close(b']');
}

fn describe_qualifier(json: &mut Json, qualifier: &Qualifier) {
    json.raw(qualifier.info.json());
}

fn describe_service(json: &mut Json, service: &Service) {
    json.open(b'{');
    json.key("name");
    json.text(service.name);
    json.key("methods");
    json.open(b'[');
    for method in service.methods {
        json.text(method.name);
    }
    json.close(b']');
    json.member("\"description\":", service.description);
    json.key("method_details");
    json.open(b'{');
    for method in service.methods {
        json.key(method.name);
        json.raw(method.info.json());
    }
    json.close(b'}');
    json.close(b'}');
}

fn describe_object(json: &mut Json, object: &SystemObject) {
    json.open(b'{');
    json.key("identifier");
    json.text(object.identifier);
    json.texts("capabilities", &object.capabilities());
    json.member("\"description\":", object.description);
    json.close(b'}');
}
