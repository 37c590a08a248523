//! The parameters of a function as a JSON Schema, under a key that hosts ignore.
//!
//! With the feature `schemars`, a parameter whose type implements `JsonSchema` has the schema that
//! this gives, with the types inside of it. Any other has the types that it is read from, and a
//! format.

use super::descriptors::{DefaultValue, ParamInfo};
use crate::json::ObjectWriter;
use described::Descriptions;

/// Adds the schema of all arguments but the first `skipped` ones.
pub(super) fn write_schema(object: &mut ObjectWriter<'_>, params: &[ParamInfo], skipped: usize) {
    let arguments: Vec<&ParamInfo> = params.iter().filter(|param| param.is_argument()).skip(skipped).collect();
    let (rest, named): (Vec<&ParamInfo>, Vec<&ParamInfo>) = arguments.into_iter().partition(|param| param.flatten);
    let is_required = |param: &&&ParamInfo| param.default.is_none() && !param.types().is_optional();
    let required: Vec<&str> = named.iter().filter(is_required).map(|param| param.name).collect();
    let mut descriptions = Descriptions::new();
    object.object("parameters", |schema| {
        schema.string("type", "object");
        schema.object("properties", |properties| {
            for param in &named {
                properties.object(param.name, |property| write_property(property, param, &mut descriptions));
            }
        });
        schema.strings("required", &required);
        schema.boolean("additionalProperties", !rest.is_empty());
        descriptions.write_definitions(schema);
    });
}

fn write_property(property: &mut ObjectWriter<'_>, param: &ParamInfo, descriptions: &mut Descriptions) {
    if !descriptions.write(property, param) {
        write_types(property, param);
    }
    property.description(param.description);
    match param.default {
        None | Some(DefaultValue::Computed) => {}
        Some(DefaultValue::String(value)) => property.string("default", value),
        Some(DefaultValue::Number(json)) => property.raw("default", json),
        Some(DefaultValue::Bool(value)) => property.boolean("default", value),
    }
}

fn write_types(property: &mut ObjectWriter<'_>, param: &ParamInfo) {
    match &param.types().schema_words()[..] {
        // Every type is possible.
        [] => {}
        [word] => property.string("type", word),
        words => property.strings("type", words),
    }
    if let Some(format) = param.format() {
        property.string("format", format);
    }
    if param.types().is_base64() {
        property.string("contentEncoding", "base64");
    }
}

/// What `JsonSchema` gives.
#[cfg(feature = "schemars")]
mod described {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use schemars::SchemaGenerator;
    use schemars::generate::SchemaSettings;

    use super::ParamInfo;
    use crate::json::ObjectWriter;

    pub(super) struct Descriptions(SchemaGenerator);

    impl Descriptions {
        /// Types are described where they are used, so that readers need not look elsewhere. Only a
        /// type that contains itself is a definition.
        pub(super) fn new() -> Self {
            let settings = SchemaSettings::draft2020_12().for_deserialize();
            Self(settings.with(|settings| settings.inline_subschemas = true).into_generator())
        }

        /// Writes the schema of the parameter's type. `false` if it has none.
        pub(super) fn write(&mut self, property: &mut ObjectWriter<'_>, param: &ParamInfo) -> bool {
            // The author's code runs here. If it panics, the types are written.
            let described = catch_unwind(AssertUnwindSafe(|| param.describe(&mut self.0)));
            let Ok(described) = described.map_err(std::mem::forget) else { return false };
            let Some(schema) = described else { return false };
            for (key, value) in schema.as_object().into_iter().flatten() {
                // What the parameter says itself is more specific.
                let is_replaced = match key.as_str() {
                    "description" => !param.description.is_empty(),
                    "default" => param.default.is_some(),
                    _ => false,
                };
                if !is_replaced {
                    property.raw(key, &value.to_string());
                }
            }
            true
        }

        /// The types that contain themselves.
        pub(super) fn write_definitions(mut self, schema: &mut ObjectWriter<'_>) {
            let definitions = self.0.take_definitions(true);
            if !definitions.is_empty() {
                schema.raw("$defs", &serde_json::Value::from(definitions).to_string());
            }
        }
    }
}

/// Without the feature, there are no schemas of types.
#[cfg(not(feature = "schemars"))]
mod described {
    use super::ParamInfo;
    use crate::json::ObjectWriter;

    pub(super) struct Descriptions;

    impl Descriptions {
        pub(super) fn new() -> Self {
            Self
        }

        #[allow(clippy::unused_self, reason = "as with the feature")]
        pub(super) fn write(&mut self, _: &mut ObjectWriter<'_>, _: &ParamInfo) -> bool {
            false
        }

        #[allow(clippy::unused_self, reason = "as with the feature")]
        pub(super) fn write_definitions(self, _: &mut ObjectWriter<'_>) {}
    }
}
