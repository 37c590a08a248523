//! The two plugins. Their actions do the same.

use std::fmt::Write as _;

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    ByHand,
    WithSdk,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::ByHand => "by hand",
            Kind::WithSdk => "with the SDK",
        }
    }

    pub(crate) fn source(self, actions: usize) -> String {
        match self {
            Kind::ByHand => by_hand(actions),
            Kind::WithSdk => with_sdk(actions),
        }
    }
}

/// What changes between two incremental builds: the body of the first action.
pub(crate) const GREETING: &str = "{greeting}, {name}!";

fn with_sdk(actions: usize) -> String {
    let mut source = String::from("use aro_sdk::prelude::*;\n\naro_sdk::plugin! {}\n");
    for number in 0..actions {
        let _ = write!(
            source,
            r##"
/// Greets somebody.
#[aro_action(verbs = ["Greet{number}"], prepositions = ["from", "with"])]
fn greet{number}(name: &str, #[arg(default = "Hello")] greeting: &str, times: Option<u64>) -> Result<String> {{
    Ok(format!("{GREETING}").repeat(usize::try_from(times.unwrap_or(1))?))
}}
"##
        );
    }
    source
}

fn by_hand(actions: usize) -> String {
    let mut source = String::from(
        r##"use std::ffi::{CStr, CString, c_char};

use serde_json::{Value, json};

fn reply(value: Value) -> *mut c_char {
    CString::new(value.to_string()).unwrap().into_raw()
}

fn text<'a>(input: &'a Value, key: &str) -> Option<&'a str> {
    input.get(key).or_else(|| input.get("_with")?.get(key)).and_then(Value::as_str)
}

fn subject<'a>(input: &'a Value, key: &str) -> Option<&'a str> {
    text(input, key).or_else(|| input.get("data")?.as_str()).or_else(|| input.get("object")?.as_str())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_free(pointer: *mut c_char) {
    if !pointer.is_null() {
        drop(unsafe { CString::from_raw(pointer) });
    }
}
"##,
    );
    let (mut infos, mut arms) = (String::new(), String::new());
    for number in 0..actions {
        let _ = write!(
            source,
            r##"
fn greet{number}(input: &Value) -> Result<Value, String> {{
    let name = subject(input, "name").ok_or("Missing argument: name")?;
    let greeting = text(input, "greeting").unwrap_or("Hello");
    let times = input.get("times").and_then(Value::as_u64).unwrap_or(1);
    let times = usize::try_from(times).map_err(|error| error.to_string())?;
    Ok(json!({{ "result": format!("{GREETING}").repeat(times) }}))
}}
"##
        );
        let _ = writeln!(arms, "        \"greet{number}\" => greet{number}(&input),");
        let _ = writeln!(
            infos,
            "            {{\"name\": \"Greet{number}\", \"verbs\": [\"greet{number}\"], \"role\": \"own\", \
             \"prepositions\": [\"from\", \"with\"], \"description\": \"Greets somebody.\"}}{}",
            if number + 1 < actions { "," } else { "" }
        );
    }
    let _ = write!(
        source,
        r##"
const INFO: &str = r#"{{"name": "greeter", "version": "1.0.0", "actions": [
{infos}]}}"#;

#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {{
    CString::new(INFO).unwrap().into_raw()
}}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {{
    let action = unsafe {{ CStr::from_ptr(action) }}.to_str().unwrap_or("").to_lowercase();
    let input = unsafe {{ CStr::from_ptr(input) }}.to_str().unwrap_or("{{}}");
    let input: Value = match serde_json::from_str(input) {{
        Ok(input) => input,
        Err(error) => return reply(json!({{ "error": error.to_string() }})),
    }};
    let result = match action.as_str() {{
{arms}        _ => Err(format!("Unknown action: {{action}}")),
    }};
    reply(result.unwrap_or_else(|error| json!({{ "error": error }})))
}}
"##
    );
    source
}
