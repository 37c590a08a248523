//! The metadata as the host reads it (ABI, section 7).
//!
//! Written as text and by plain loops: a tree of values would be compiled in every plugin, and is built at every start.

use super::items::{Action, ParamInfo, Qualifier, Service};
use super::json::Json;
use super::{Plugin, order};
use crate::error::Error;
use crate::object::SystemObject;
use crate::reply::{Lasting, Reply};
use crate::types::TypeSet;

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
        json.raw("\"actions\":[");
        for action in &items.actions {
            self.action(&mut json, action);
        }
        json.close(b']');
        list(&mut json, "qualifiers", &items.qualifiers, describe_qualifier);
        list(&mut json, "services", &items.services, describe_service);
        list(&mut json, "system_objects", &items.objects, describe_object);
        self.events(&mut json);
        self.deprecations(&mut json);
        json.close(b'}');
        json.finish()
    }

    fn action(&self, json: &mut Json, action: &Action) {
        let as_guessed = action.is_as_guessed();
        if as_guessed && self.info.entry_points {
            json.raw(action.info);
            return;
        }
        let Some((before, schema)) = action.info.split_at_checked(action.schema_at) else { return };
        let until = if self.info.entry_points { before.len() } else { action.symbol_at };
        json.raw(before.get(..until).unwrap_or_default());
        if as_guessed {
            json.append(schema);
        } else {
            write_schema(json, action.params, 0);
            json.close(b'}');
        }
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
            for deprecation in &deprecations {
                json.raw(deprecation);
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
    let (mut values, mut types) = (0, qualifier.input_types);
    for param in qualifier.params {
        if param.is_value {
            values += 1;
            types = types.or(Some(param.types));
        }
    }
    json.open(b'{');
    json.key("name");
    json.text(qualifier.name);
    json.texts("inputTypes", &types.unwrap_or(TypeSet::ALL).aro_words());
    json.truth("accepts_parameters", values > 1);
    json.member("\"description\":", qualifier.description);
    write_schema(json, qualifier.params, 1);
    json.close(b'}');
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
        json.open(b'{');
        json.member("\"description\":", method.description);
        write_schema(json, method.params, 0);
        json.close(b'}');
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

/// The parameters, but for the first few that are values, as a JSON Schema under a key that hosts ignore.
pub(super) fn write_schema(json: &mut Json, params: &[ParamInfo], mut skipped: usize) {
    let (mut required, mut open) = (Vec::new(), false);
    json.key("parameters");
    json.open(b'{');
    json.member("\"type\":", "object");
    json.key("properties");
    json.open(b'{');
    for param in params {
        if !param.is_value {
            continue;
        }
        if skipped > 0 {
            skipped -= 1;
        } else if param.flatten {
            open = true;
        } else {
            property(json, param);
            if !param.has_default && !param.types.is_optional() {
                required.push(param.name);
            }
        }
    }
    json.close(b'}');
    json.texts("required", &required);
    json.truth("additionalProperties", open);
    json.close(b'}');
}

fn property(json: &mut Json, param: &ParamInfo) {
    json.key(param.name);
    json.open(b'{');
    match &param.types.schema_words()[..] {
        [] => {}
        [one] => json.member("\"type\":", one),
        several => json.texts("type", several),
    }
    json.member("\"description\":", param.description);
    if let Some(default) = param.default {
        json.key("default");
        json.raw(default);
    }
    json.close(b'}');
}
