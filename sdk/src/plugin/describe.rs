//! The metadata of what not every plugin has. What is registered refers to these functions, so that
//! they are in no other library.

use super::descriptors::{Item, Qualifier, Service, SystemObject};
use super::json::Json;
use super::{Plugin, schema};
use crate::types::TypeSet;

/// A qualifier's entry.
#[inline]
pub fn describe_qualifier(json: &mut Json, qualifier: &Qualifier) {
    let (mut values, mut types) = (0, qualifier.input_types);
    for param in qualifier.params {
        if param.is_value {
            values += 1;
            types = types.or(Some(param.types));
        }
    }
    json.open(b'{');
    json.always("\"name\":", qualifier.name);
    json.texts("inputTypes", &types.unwrap_or(TypeSet::ALL).aro_words());
    json.truth("accepts_parameters", values > 1);
    json.member("\"description\":", qualifier.description);
    schema::write(json, qualifier.params, 1);
    json.close(b'}');
}

/// A service's entry.
#[inline]
pub fn describe_service(json: &mut Json, service: &Service) {
    json.open(b'{');
    json.always("\"name\":", service.name);
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
        schema::write(json, method.params, 0);
        json.close(b'}');
    }
    json.close(b'}');
    json.close(b'}');
}

/// A system object's entry.
#[inline]
pub fn describe_object(json: &mut Json, object: &SystemObject) {
    json.open(b'{');
    json.always("\"identifier\":", object.identifier);
    json.texts("capabilities", &object.capabilities());
    json.member("\"description\":", object.description);
    json.close(b'}');
}

/// The events that handlers hear of and that actions and services say they emit.
#[inline]
pub fn describe_events(plugin: &Plugin, json: &mut Json) {
    let (mut subscribes, mut emits) = (Vec::new(), Vec::new());
    for item in plugin.items().iter() {
        match item {
            Item::Handler(handler) => subscribes.push(handler.pattern),
            Item::Action(action) => emits.extend_from_slice(action.emits.types),
            Item::Service(service) => emits.extend_from_slice(service.emits.types),
            _ => {}
        }
    }
    json.raw("\"events\":{");
    for events in [&mut subscribes, &mut emits] {
        events.sort_unstable();
        events.dedup();
    }
    json.texts("subscribes", &subscribes);
    json.texts("emits", &emits);
    json.close(b'}');
}
