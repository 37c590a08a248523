//! An item's entry in the metadata, made at compile time: the macros write what they know, and types are known to the compiler only.

use crate::types::TypeSet;

/// A parameter, as the metadata tells of it.
#[derive(Debug)]
pub struct ParamInfo {
    /// The name that callers use, as JSON.
    pub name: &'static str,
    /// Its doc comment as JSON; empty if there is none.
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

/// JSON text, in as many bytes as the macro has found to be enough.
#[derive(Debug)]
pub struct Entry<B: ?Sized = [u8]> {
    length: usize,
    bytes: B,
}

impl Entry {
    pub(super) fn json(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The entry of an action or of a service's method: an object that begins with `before` and has the parameters as its last member.
#[must_use]
pub const fn entry<const N: usize>(before: &[&str], params: &[ParamInfo]) -> Entry<[u8; N]> {
    let mut bytes = [0; N];
    let mut json = Writer { bytes: &mut bytes, length: 0 };
    let mut index = 0;
    while index < before.len() {
        json.raw(before[index]);
        index += 1;
    }
    json.schema(params, 0);
    let length = json.length;
    Entry { length, bytes }
}

/// The entry of a qualifier: its first parameter is the value, in the types that `types` names, else those of that parameter.
#[must_use]
pub const fn qualifier_entry<const N: usize>(
    name: &str,
    types: Option<TypeSet>,
    description: &str,
    params: &[ParamInfo],
) -> Entry<[u8; N]> {
    let (mut values, mut of_first, mut index) = (0, TypeSet::ALL, 0);
    while index < params.len() {
        if params[index].is_value {
            if values == 0 {
                of_first = params[index].types;
            }
            values += 1;
        }
        index += 1;
    }
    let types = match types {
        Some(types) => types,
        None => of_first,
    };
    let mut bytes = [0; N];
    let mut json = Writer { bytes: &mut bytes, length: 0 };
    json.raw("{\"name\":");
    json.raw(name);
    json.raw(",\"inputTypes\":[");
    json.aro_types(types);
    json.raw("],\"accepts_parameters\":");
    json.raw(if values > 1 { "true" } else { "false" });
    json.raw(description);
    json.raw(",");
    json.schema(params, 1);
    let length = json.length;
    Entry { length, bytes }
}

/// A text in the making.
struct Writer<'a> {
    bytes: &'a mut [u8],
    length: usize,
}

impl Writer<'_> {
    const fn raw(&mut self, json: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        let (place, _) = free.split_at_mut(json.len());
        place.copy_from_slice(json.as_bytes());
        self.length += json.len();
    }

    /// A comma, unless the next is the first of its list or object.
    const fn next(&mut self) {
        if !matches!(self.bytes[self.length - 1], b'[' | b'{') {
            self.raw(",");
        }
    }

    /// The parameters, but for the first few that are values, as a JSON Schema under a key that hosts ignore; and the end of the entry.
    const fn schema(&mut self, params: &[ParamInfo], skipped: usize) {
        self.raw("\"parameters\":{\"type\":\"object\",\"properties\":{");
        let (mut values, mut open, mut index) = (0, "false", 0);
        while index < params.len() {
            let param = &params[index];
            if param.is_value {
                values += 1;
                if values > skipped {
                    match param.flatten {
                        true => open = "true",
                        false => self.property(param),
                    }
                }
            }
            index += 1;
        }
        self.raw("},\"required\":[");
        (values, index) = (0, 0);
        while index < params.len() {
            let param = &params[index];
            if param.is_value {
                values += 1;
                if values > skipped && !param.flatten && !param.has_default && !param.types.is_optional() {
                    self.next();
                    self.raw(param.name);
                }
            }
            index += 1;
        }
        self.raw("],\"additionalProperties\":");
        self.raw(open);
        self.raw("}}");
    }

    const fn property(&mut self, param: &ParamInfo) {
        self.next();
        self.raw(param.name);
        self.raw(":{");
        self.schema_types(param.types);
        if !param.description.is_empty() {
            self.next();
            self.raw("\"description\":");
            self.raw(param.description);
        }
        if let Some(default) = param.default {
            self.next();
            self.raw("\"default\":");
            self.raw(default);
        }
        self.raw("}");
    }

    /// JSON Schema's words; `number` takes in `integer`, and a set of all says nothing.
    const fn schema_types(&mut self, types: TypeSet) {
        if types.has_all() {
            return;
        }
        let types = if types.has(TypeSet::DOUBLE) { types.without(TypeSet::INT) } else { types };
        let (open, close) = match types.count() {
            0 => return,
            1 => ("\"type\":\"", "\""),
            _ => ("\"type\":[\"", "\"]"),
        };
        let (mut before, mut index) = (open, 0);
        while index < TypeSet::WORDS.len() {
            let (set, _, word) = TypeSet::WORDS[index];
            if types.has(set) {
                self.raw(before);
                self.raw(word);
                before = "\",\"";
            }
            index += 1;
        }
        self.raw(close);
    }

    /// ARO's words.
    const fn aro_types(&mut self, types: TypeSet) {
        let (mut before, mut index) = ("\"", 0);
        while index < TypeSet::WORDS.len() {
            let (set, word, _) = TypeSet::WORDS[index];
            if types.has(set) {
                self.raw(before);
                self.raw(word);
                self.raw("\"");
                before = ",\"";
            }
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAM: ParamInfo = ParamInfo {
        name: "\"a\"",
        description: "",
        default: None,
        has_default: false,
        types: TypeSet::STRING,
        is_value: true,
        flatten: false,
    };

    fn entry_of<const N: usize>(params: &[ParamInfo]) -> String {
        let entry: &Entry = &entry::<N>(&["{"], params);
        String::from_utf8(entry.json().to_vec()).unwrap()
    }

    #[test]
    fn an_entry_has_a_schema_of_its_values() {
        let params = [
            ParamInfo { types: TypeSet::ALL.or(TypeSet::OPTIONAL), ..PARAM },
            ParamInfo { is_value: false, ..PARAM },
            ParamInfo { name: "\"b\"", types: TypeSet::INT.or(TypeSet::DOUBLE), description: "\"how many\"", ..PARAM },
            ParamInfo { name: "\"c\"", types: TypeSet::BOOL.or(TypeSet::LIST), ..PARAM },
            ParamInfo { name: "\"d\"", has_default: true, default: Some("1"), types: TypeSet::NONE, ..PARAM },
            ParamInfo { flatten: true, ..PARAM },
        ];
        assert_eq!(
            entry_of::<400>(&params),
            r#"{"parameters":{"type":"object","properties":{"a":{},"b":{"type":"number","description":"how many"},"c":{"type":["boolean","array"]},"d":{"default":1}},"required":["b","c"],"additionalProperties":true}}"#
        );
        assert_eq!(
            entry_of::<91>(&[]),
            r#"{"parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false}}"#
        );
    }

    #[test]
    fn a_qualifier_has_the_types_of_its_value_unless_others_are_named() {
        let of = |types, params: &[ParamInfo]| {
            let entry: &Entry = &qualifier_entry::<300>("\"q\"", types, "", params);
            let value: serde_json::Value = serde_json::from_slice(entry.json()).unwrap();
            (
                value["inputTypes"].to_string(),
                value["accepts_parameters"] == true,
                value["parameters"]["properties"].to_string(),
            )
        };
        let second = ParamInfo { name: "\"n\"", types: TypeSet::INT, ..PARAM };
        assert_eq!(of(None, &[PARAM]), (r#"["String"]"#.into(), false, "{}".into()));
        assert_eq!(
            of(Some(TypeSet::LIST.or(TypeSet::OBJECT)), &[PARAM, second]),
            (r#"["List","Object"]"#.into(), true, r#"{"n":{"type":"integer"}}"#.into())
        );
    }
}
