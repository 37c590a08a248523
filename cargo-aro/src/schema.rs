//! The parameters in a plugin's metadata: a JSON Schema under a key that hosts ignore.

use aro_host_testkit::Info;
use serde_json::Value;

/// A parameter of an action, a qualifier or a method.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The types in the words of JSON Schema; none if every type is taken.
    pub(crate) types: Vec<String>,
    pub(crate) is_required: bool,
    pub(crate) default: Option<Value>,
    pub(crate) description: Option<String>,
}

impl Parameter {
    /// `name: string`, `limit: integer = 5`, `note?: string`.
    pub(crate) fn short(&self) -> String {
        let mark = if self.is_required || self.default.is_some() { "" } else { "?" };
        let types = if self.types.is_empty() { String::new() } else { format!(": {}", self.types.join(" | ")) };
        let default = self.default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
        format!("{}{mark}{types}{default}", self.name)
    }
}

/// The parameters that an entry of the metadata declares: first the required ones in their order,
/// of which the first takes the object of a statement.
pub(crate) fn parameters(schema: Option<&Value>) -> Vec<Parameter> {
    let Some(schema) = schema else { return Vec::new() };
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let required = strings(schema.get("required"));
    let place = |name: &String| required.iter().position(|one| one == name).unwrap_or(required.len());
    let mut names: Vec<&String> = properties.keys().collect();
    names.sort_by_key(|name| place(name));
    let parameter = |name: &String| {
        let property = &properties[name];
        Parameter {
            name: name.clone(),
            types: match &property["type"] {
                Value::String(word) => vec![word.clone()],
                words => strings(Some(words)),
            },
            is_required: required.contains(name),
            default: property.get("default").cloned(),
            description: property["description"].as_str().map(str::to_owned),
        }
    };
    names.into_iter().map(parameter).collect()
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The entry with this name in a list of the metadata.
pub(crate) fn entry<'j>(json: &'j Value, list: &str, name: &str) -> Option<&'j Value> {
    json.get(list)?.as_array()?.iter().find(|entry| entry["name"] == name)
}

/// The verbs of all actions as programs write them: with the handle, if there is one.
pub(crate) fn written_verb(handle: Option<&str>, verb: &str) -> String {
    let verb = verb.replace('-', "");
    let mut chars = verb.chars();
    let verb = chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    // A dot is there already in a verb that was declared with its handle.
    handle.filter(|_| !verb.contains('.')).map_or_else(|| verb.clone(), |handle| format!("{handle}.{verb}"))
}

/// The verbs of an action; its name is one if it declares none.
pub(crate) fn verbs(action: &aro_host_testkit::Action) -> Vec<String> {
    if action.verbs.is_empty() { vec![action.name.clone()] } else { action.verbs.clone() }
}

/// What programs write before the names of qualifiers.
pub(crate) fn namespace<'i>(info: &'i Info, handle: Option<&'i str>) -> &'i str {
    handle.unwrap_or(&info.name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_are_read_whatever_the_schema_is() {
        let schema = json!({
            "properties": {
                "a": { "type": ["string", "null"] },
                "b": { "type": "integer", "default": 5, "description": "How many" },
                "z": {},
                "y": 1,
            },
            "required": ["z", "y", 7, "absent"],
        });
        let short: Vec<String> = parameters(Some(&schema)).iter().map(Parameter::short).collect();
        assert_eq!(short, ["z", "y", "a?: string | null", "b: integer = 5"]);
        for schema in [json!(null), json!([]), json!({ "properties": [] }), json!({ "required": ["a"] })] {
            assert!(parameters(Some(&schema)).is_empty(), "{schema}");
        }
    }

    #[test]
    fn a_verb_is_shown_as_programs_write_it() {
        assert_eq!(written_verb(Some("Csv"), "parse-CSV"), "Csv.ParseCSV");
        assert_eq!(written_verb(None, "parse"), "Parse");
        assert_eq!(written_verb(Some("Csv"), "Csv.parse"), "Csv.parse");
        assert_eq!(written_verb(None, ""), "");
    }
}
