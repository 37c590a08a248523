//! The parameters of a function as a JSON Schema, under a key that hosts ignore.

use super::descriptors::{DefaultValue, ParamInfo};
use crate::json::ObjectWriter;

/// Adds the schema of all arguments but the first `skipped` ones.
pub(super) fn write_schema(object: &mut ObjectWriter<'_>, params: &[ParamInfo], skipped: usize) {
    let arguments: Vec<&ParamInfo> = params.iter().filter(|param| param.is_argument()).skip(skipped).collect();
    let (rest, named): (Vec<&ParamInfo>, Vec<&ParamInfo>) = arguments.into_iter().partition(|param| param.flatten);
    let is_required = |param: &&&ParamInfo| param.default.is_none() && !param.types().is_optional();
    let required: Vec<&str> = named.iter().filter(is_required).map(|param| param.name).collect();
    object.object("parameters", |schema| {
        schema.string("type", "object");
        schema.object("properties", |properties| {
            for param in &named {
                properties.object(param.name, |property| write_property(property, param));
            }
        });
        schema.strings("required", &required);
        schema.boolean("additionalProperties", !rest.is_empty());
    });
}

fn write_property(property: &mut ObjectWriter<'_>, param: &ParamInfo) {
    match &param.types().schema_words()[..] {
        // Every type is possible.
        [] => {}
        [word] => property.string("type", word),
        words => property.strings("type", words),
    }
    if param.types().is_base64() {
        property.string("contentEncoding", "base64");
    }
    property.description(param.description);
    match param.default {
        None | Some(DefaultValue::Computed) => {}
        Some(DefaultValue::String(value)) => property.string("default", value),
        Some(DefaultValue::Number(json)) => property.raw("default", json),
        Some(DefaultValue::Bool(value)) => property.boolean("default", value),
    }
}
