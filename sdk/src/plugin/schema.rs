//! The schema of parameters, as the metadata tell it.

use super::json::Json;
use crate::types::TypeSet;

/// A parameter, as the metadata tells of it.
#[derive(Debug)]
pub struct ParamInfo {
    /// The name that callers use.
    pub name: &'static str,
    /// Its doc comment; may be empty.
    pub description: &'static str,
    /// Its default as JSON, where it is a literal.
    pub default: Option<&'static str>,
    /// It has a default.
    pub has_default: bool,
    /// Which types it is read from.
    pub types: TypeSet,
    /// It is an argument's value, and not something of the call.
    pub is_value: bool,
    /// It takes all arguments.
    pub flatten: bool,
}

/// What the macros guess, beside sets of types.
const OF_CALL: u8 = 0x80;
const ARGUMENTS: u8 = 0x81;

impl ParamInfo {
    /// What most are: without a doc comment and without a default, and not what takes all
    /// arguments.
    #[must_use]
    #[inline]
    pub const fn of(name: &'static str, types: TypeSet, is_value: bool) -> Self {
        Self { name, description: "", default: None, has_default: false, types, is_value, flatten: false }
    }

    /// Whether the macro took it for what it is.
    #[inline]
    const fn is(&self, guess: u8) -> bool {
        match guess {
            ARGUMENTS => self.flatten,
            OF_CALL => !self.is_value,
            types => self.is_value && self.types.bits() == types,
        }
    }
}

/// The schema of an action's parameters, if the macro's text is not that of their types.
///
/// This is decided when the plugin is compiled. So a plugin whose types are all what they look like
/// has neither the parameters in its library nor the code that writes of them.
pub struct Schema {
    /// The parameters that it is written from, or that a test compares with what the macro wrote.
    pub(super) params: &'static [ParamInfo],
    pub(super) write: Option<fn(&mut Json, &[ParamInfo], usize)>,
}

impl Schema {
    /// Of parameters that the macro took for `guess`: a byte for each, the first lowest. `kept`
    /// says that they are wanted all the same.
    #[must_use]
    #[inline]
    pub const fn guessed(params: &'static [ParamInfo], mut guess: u64, kept: bool) -> Self {
        let mut index = 0;
        while index < params.len() {
            if !params[index].is(guess as u8) {
                return Self::of(params);
            }
            guess >>= 8;
            index += 1;
        }
        Self { params: if kept { params } else { &[] }, write: None }
    }

    /// Of parameters that the macro could not guess.
    #[must_use]
    #[inline]
    pub const fn of(params: &'static [ParamInfo]) -> Self {
        Self { params, write: Some(write) }
    }
}

/// The parameters, but for the first few that are values, as a JSON Schema under a key that hosts
/// ignore.
#[inline]
pub(super) fn write(json: &mut Json, params: &[ParamInfo], mut skipped: usize) {
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

#[inline]
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
