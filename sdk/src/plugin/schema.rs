//! The parameters of a function as a JSON Schema, under a key that hosts ignore.

use serde::{Serialize, Serializer};

use super::descriptors::{DefaultValue, ParamInfo};
use super::metadata::{Members, unless_empty};
use crate::types::TypeSet;

/// `{"type": "object", "properties": …}`.
#[derive(Serialize)]
pub(super) struct Schema {
    r#type: &'static str,
    properties: Members<Property>,
    required: Vec<&'static str>,
    #[serde(rename = "additionalProperties")]
    additional_properties: bool,
}

#[derive(Serialize)]
struct Property {
    r#type: TypeWords,
    description: Option<&'static str>,
    default: Option<DefaultValue>,
}

impl Schema {
    /// The schema of all arguments but the first `skipped` ones.
    pub(super) fn new(params: &'static [ParamInfo], skipped: usize) -> Self {
        let arguments = || params.iter().filter(|param| param.is_argument).skip(skipped);
        let named = || arguments().filter(|param| !param.flatten);
        let is_required = |param: &&ParamInfo| param.default.is_none() && !param.types.is_optional();
        Self {
            r#type: "object",
            properties: Members(named().map(|param| (param.name, Property::new(param))).collect()),
            required: named().filter(is_required).map(|param| param.name).collect(),
            additional_properties: arguments().any(|param| param.flatten),
        }
    }
}

impl Property {
    fn new(param: &ParamInfo) -> Self {
        Self { r#type: TypeWords(param.types), description: unless_empty(param.description), default: param.default }
    }
}

/// The types of a property: a word, a list of words, or null if every type is possible.
struct TypeWords(TypeSet);

impl Serialize for TypeWords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.schema_words()[..] {
            [] => serializer.serialize_none(),
            [word] => serializer.serialize_str(word),
            words => serializer.collect_seq(words),
        }
    }
}

impl Serialize for DefaultValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            DefaultValue::Computed => serializer.serialize_none(),
            DefaultValue::String(value) => serializer.serialize_str(value),
            DefaultValue::Int(value) => serializer.serialize_i128(value),
            DefaultValue::Float(value) => serializer.serialize_f64(value),
            DefaultValue::Bool(value) => serializer.serialize_bool(value),
        }
    }
}
