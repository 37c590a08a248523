//! Names of parameters and of result members that programs must quote. They break no rule.

use aro_abi::is_reserved_name;
use serde_json::Value;

use super::checker::Checker;

/// Notes the parameters that the metadata declare under such a name.
pub(super) fn parameters(checker: &mut Checker<'_>) {
    let mut schemas = Vec::new();
    for (list, kind) in [("actions", "action"), ("qualifiers", "qualifier")] {
        for entry in checker.declared(list) {
            schemas.push((format!("{kind} `{}`", entry["name"].as_str().unwrap_or("?")), entry));
        }
    }
    for service in checker.declared("services") {
        for (method, entry) in service["method_details"].as_object().into_iter().flatten() {
            schemas.push((format!("service method `{method}`"), entry.clone()));
        }
    }
    for (subject, entry) in schemas {
        let properties = entry.pointer("/parameters/properties").and_then(Value::as_object);
        for name in properties.into_iter().flatten().map(|(name, _)| name).filter(|name| is_reserved_name(name)) {
            checker.report.note(format!(
                "{subject}: programs must quote the parameter `{name}`: `with {{ \"{name}\": … }}` (ABI, section 4)"
            ));
        }
    }
}

/// Notes the members of a reply that have such a name, at any depth.
pub(super) fn members(checker: &mut Checker<'_>, subject: &str, reply: &Value) {
    match reply {
        Value::Array(elements) => elements.iter().for_each(|element| members(checker, subject, element)),
        Value::Object(object) => {
            for (name, value) in object {
                if is_reserved_name(name) {
                    checker.report.note(format!(
                        "{subject}: programs must quote the member `{name}` of its result: `<r: \"{name}\">` (ABI, \
                         section 4)"
                    ));
                }
                members(checker, subject, value);
            }
        }
        _ => {}
    }
}
