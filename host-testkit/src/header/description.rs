//! The JSON's model.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::HeaderError;

/// The version of the typed ABI that is read here.
const TYPED_ABI: u64 = 1;

#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    #[serde(rename = "crate")]
    pub(crate) krate: String,
    pub(crate) version: String,
    pub(crate) hash: String,
    pub(crate) free: String,
    pub(crate) last_error: String,
    pub(crate) describe: String,
    /// Why the description is not complete.
    error: Option<String>,
    #[serde(default)]
    pub(crate) types: Vec<Type>,
    #[serde(default)]
    pub(crate) functions: Vec<Function>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Type {
    Struct(Struct),
    Enum(Enum),
    Object(Object),
}

#[derive(Debug, Deserialize)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) c_name: String,
    #[serde(default)]
    pub(crate) docs: String,
    pub(crate) size: u64,
    pub(crate) align: u64,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) offset: u64,
    #[serde(default)]
    pub(crate) docs: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) c_name: String,
    #[serde(default)]
    pub(crate) docs: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Variant {
    pub(crate) name: String,
    #[serde(deserialize_with = "integer")]
    pub(crate) value: i128,
    #[serde(default)]
    pub(crate) docs: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) c_name: String,
    #[serde(default)]
    pub(crate) docs: String,
    pub(crate) free: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Function {
    pub(crate) symbol: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) docs: String,
    pub(crate) form: Form,
    pub(crate) role: Role,
    pub(crate) params: Vec<Param>,
    pub(crate) returns: Returns,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// The C function returns the value itself.
    Plain,
    /// The C function returns a status; values go through out-parameters.
    Status,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    Function,
    Constructor,
    Method,
    /// Ends an object.
    Free,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Param {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) kind: ParamKind,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum ParamKind {
    Value { of: String },
    Str,
    Slice { of: String },
    Object { of: String },
}

#[derive(Debug, Deserialize)]
pub(crate) struct Returns {
    #[serde(flatten)]
    pub(crate) kind: ReturnKind,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) fallible: bool,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum ReturnKind {
    Unit,
    Value { of: String },
    String,
    Vec { of: String },
    Object { of: String },
}

/// Any `i64` or `u64`. (serde buffers what is tagged inside, and has no `i128` there.)
fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    number.as_i128().ok_or_else(|| D::Error::custom(format!("expected an integer, got {number}")))
}

impl Type {
    /// The name in Rust, which other items use.
    pub(crate) fn name(&self) -> &str {
        match self {
            Type::Struct(ty) => &ty.name,
            Type::Enum(ty) => &ty.name,
            Type::Object(ty) => &ty.name,
        }
    }

    pub(crate) fn c_name(&self) -> &str {
        match self {
            Type::Struct(ty) => &ty.c_name,
            Type::Enum(ty) => &ty.c_name,
            Type::Object(ty) => &ty.c_name,
        }
    }
}

impl Description {
    pub(crate) fn from_json(json: &str) -> Result<Self, HeaderError> {
        #[derive(Deserialize)]
        struct Version {
            typed_abi: u64,
        }

        // The version first: another one can have any other shape.
        let Version { typed_abi: found } = serde_json::from_str(json)?;
        if found != TYPED_ABI {
            return Err(HeaderError::Version { found, expected: TYPED_ABI });
        }
        let description: Self = serde_json::from_str(json)?;
        match description.error {
            Some(reason) => Err(HeaderError::Incomplete { reason }),
            None => Ok(description),
        }
    }

    pub(crate) fn find_type(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name() == name)
    }

    pub(crate) fn object(&self, name: &str) -> Option<&Object> {
        match self.find_type(name) {
            Some(Type::Object(object)) => Some(object),
            _ => None,
        }
    }
}
