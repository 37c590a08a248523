//! Exchanges in which the real host was driven call by call.

use aro_host_testkit::{ActionStatement, Descriptor, Event, Host, HostPath, LoadError, Manifest, Outcome, RunError};
use serde_json::{Value, json};

use crate::compare;
use crate::probe::Probe;
use crate::vector::{Vector, vectors};

pub(crate) fn path(name: &str) -> HostPath {
    HostPath::ALL.into_iter().find(|path| path.name() == name).unwrap_or(HostPath::Eager)
}

/// The metadata of the case, if they are not the usual ones: an exchange that follows another one
/// names it before ` / `.
fn info(vector: &Vector) -> Option<String> {
    if vector.group != "info" {
        return None;
    }
    let case = vector.case.split(" / ").next().unwrap();
    let of_case = vectors().into_iter().filter(|other| other.case == case).find_map(|other| other.info());
    of_case.or_else(|| Some(r#"{"name":"p","version":"1","qualifiers":[{"name":"a.b"}]}"#.to_owned()))
}

fn manifest(vector: &Vector) -> Manifest {
    let manifest = Manifest::new("probe").verbs(["probeit", "Other-Verb"]);
    let without = vector.case.starts_with("flat actions, no handle") || vector.host_path == "legacy-dylib";
    if without { manifest } else { manifest.handle("Probe") }
}

/// `plugin without execute: load` and the like.
fn flags(vector: &Vector) -> Vec<&'static str> {
    let without = |name: &str| vector.case.contains(&format!("without {name}:"));
    let mut flags = Vec::new();
    for (name, flag) in [
        ("execute", "-DNO_EXECUTE"),
        ("qualifier", "-DNO_QUALIFIER"),
        ("init", "-DNO_INIT"),
        ("register", "-DNO_REGISTER"),
    ] {
        flags.extend(without(name).then_some(flag));
    }
    flags.extend(vector.case.contains("exporting init but not register").then_some("-DNO_REGISTER"));
    flags
}

pub(crate) fn check(vector: &Vector, probe: &Probe) -> Result<(), String> {
    probe.set(info(vector).as_deref(), &[]);
    let path = path(&vector.host_path);
    let mut host = Host::new(path);
    if vector.group == "set_invoke" {
        host.on_invoke(|_, _| json!({ "from": "invoke" }));
    }
    if vector.case.contains("without info") {
        // Neither host loads it, and both go on without.
        assert!(matches!(probe.open(&["-DNO_INFO"]), Err(LoadError::MissingSymbol { symbol: "aro_plugin_info", .. })));
    } else {
        host.load_with(manifest(vector), probe.open(&flags(vector)).map_err(|error| error.to_string())?);
    }
    let captured = vector.calls();
    let loads = captured.iter().any(|call| call.function == "aro_plugin_info");
    let before_use = vector.group == "lazy load";
    if path == HostPath::Lazy && !loads && !before_use {
        // The exchanges before this one had loaded the plugin.
        host.dispatch(&ActionStatement::new("probeit", Descriptor::new("r"), "from", Descriptor::new("x")), ())
            .unwrap();
    }
    if vector.case.contains("after unload") || vector.case == "second unload" {
        host.unload("probe").unwrap();
    }
    let before = host.calls().len();
    probe.set(info(vector).as_deref(), &vector.replies());
    let outcome = drive(&mut host, vector);
    // A load is of the exchange when its calls are; the lazy path loads within the statement.
    let from = if loads { 0 } else { before };
    let made = host.calls().split_off(from);
    compare::calls(&captured, &made)?;
    if vector.group == "set_invoke" {
        let asked: Vec<Vec<String>> = host.invocations().into_iter().map(|call| call.arguments).collect();
        let real = &vector.outcome["callback_args"][0];
        return compare::values("invoked", &json!([[real["featureSet"], real["input"]]]), &json!(asked));
    }
    match vector.op() {
        "info" => kept(vector, &host),
        "" | "unload" | "event" => Ok(()),
        _ => ended(vector, &outcome),
    }
}

fn drive(host: &mut Host<'_>, vector: &Vector) -> Result<Option<Outcome>, RunError> {
    let given = &vector.given;
    let text = |key: &str| given[key].as_str().unwrap_or_default().to_owned();
    Ok(match vector.op() {
        "statement" => Some(host.dispatch(&statement(given), given["bindings"].clone())?),
        "execute" => Some(host.execute("probe", &text("action"), &given["input"])?),
        "service" => {
            let call = format!("Call the <r> from the <{}: {}> with <args>.", text("service"), text("method"));
            Some(host.run(&call, json!({ "args": given["args"] }))?)
        }
        "qualifier" => {
            let name = text("name");
            let with = if given["with"].is_object() { " with <params>" } else { "" };
            let compute = format!("Compute the <x: {}> from <o>{with}.", name.trim_start_matches('.'));
            Some(host.run(&compute, json!({ "o": given["value"], "params": given["with"] }))?)
        }
        "event" => Some(host.emit(&text("type"), &given["data"])),
        "object_read" => Some(host.object_read("probe", &text("identifier"), &text("qualifier"))?),
        "object_write" => Some(host.object_write("probe", &text("identifier"), &text("qualifier"), &given["value"])?),
        "unload" => {
            // One that is unloaded already is not there, and nothing is called.
            let _ = host.unload("probe");
            None
        }
        _ => None,
    })
}

fn statement(given: &Value) -> ActionStatement {
    let texts =
        |value: &Value| value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect();
    let descriptor = |value: &Value| {
        let mut descriptor = Descriptor::new(value["base"].as_str().unwrap());
        descriptor.specifiers = texts(&value["specifiers"]);
        descriptor
    };
    let text = |key: &str| given[key].as_str().unwrap();
    let mut statement = ActionStatement::new(
        text("verb"),
        descriptor(&given["result"]),
        text("preposition"),
        descriptor(&given["object"]),
    );
    statement.with = given.get("with").cloned();
    statement.expression = given.get("expression").cloned();
    statement
}

fn ended(vector: &Vector, outcome: &Result<Option<Outcome>, RunError>) -> Result<(), String> {
    let real = &vector.outcome;
    if let Some(error) = real.get("error") {
        return match outcome {
            Err(RunError::UnknownVerb { .. }) if error["type"] == "ARORuntime.ActionError" => Ok(()),
            Ok(Some(outcome)) if outcome.thrown().is_some() => {
                let key = if error["type"] == "Foundation.NSError" { "localized" } else { "description" };
                compare::values("thrown", &error[key], &json!(outcome.thrown().unwrap().message))
            }
            other => Err(format!("the real host threw {error}, here {other:?}")),
        };
    }
    let outcome = outcome.as_ref().map_err(ToString::to_string)?.as_ref().unwrap();
    if let Some(thrown) = outcome.thrown() {
        return Err(format!("the real host threw nothing, here {thrown}"));
    }
    if let Some(note) = real["note"].as_str() {
        assert!(note.starts_with("not a registered qualifier"), "{note}");
        // The program goes on with the value as it was.
        assert!(outcome.notes()[0].starts_with("no plugin has"), "{:?}", outcome.notes());
        return compare::values("unchanged", &vector.given["value"], outcome.value().unwrap());
    }
    let value = real.get("bound").unwrap_or(&real["returned"]);
    compare::values("value", &value["value"], outcome.value().unwrap_or(&Value::Null))?;
    let events: Vec<Value> = outcome.events().iter().map(event).collect();
    compare::values("events", real.get("events").unwrap_or(&json!([])), &events.into())
}

fn event(event: &Event) -> Value {
    json!({ "type": event.event_type, "data": event.data })
}

/// What the host read of the metadata.
fn kept(vector: &Vector, host: &Host<'_>) -> Result<(), String> {
    let real = vector.outcome.get("info").unwrap_or(&vector.outcome["kept"]);
    let here = serde_json::to_value(host.registered()).unwrap();
    // `http` is the host's own; the older loaders tell neither plugin nor metadata of a verb; the
    // handle is plugin.yaml's.
    let services: Vec<&Value> =
        real["registered_services"].as_array().unwrap().iter().filter(|name| *name != "http").collect();
    let older = vector.host_path.starts_with("legacy");
    let strip = |list: &Value| -> Value {
        let strip = |verb: &Value| {
            let mut verb = verb.clone();
            let members = verb.as_object_mut().unwrap();
            if older {
                members.remove("plugin");
            }
            match members.get_mut("metadata").map(Value::take) {
                Some(Value::Object(mut metadata)) => {
                    metadata.remove("handle");
                    members.insert("metadata".to_owned(), metadata.into());
                }
                _ => drop(members.remove("metadata")),
            }
            verb
        };
        list.as_array().unwrap().iter().map(strip).collect()
    };
    compare::values("verbs", &strip(&real["registered_verbs"]), &strip(&here["verbs"]))?;
    compare::values("qualifiers", &real["qualifiers"], &here["qualifiers"])?;
    compare::values("services", &json!(services), &here["services"])?;
    for key in ["subscribes", "system_objects"] {
        if let Some(real) = real.get(key) {
            compare::values(key, real, &here[key])?;
        }
    }
    Ok(())
}
