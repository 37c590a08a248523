//! The calls of the targets: raw bytes become C strings, and the replies are judged.
//!
//! The bytes are strings with NUL between them. A name of one byte is one of the names that the
//! plugin has, so that mutations of the bytes seldom make a name that nothing has. A string that is
//! missing is NULL.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use serde_json::{Map, Value};

use crate::events::take_heard;
use crate::json::{code, pruned, taken};

unsafe extern "C" {
    fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char;
    fn aro_plugin_qualifier(name: *const c_char, input: *const c_char) -> *mut c_char;
    fn aro_plugin_on_event(kind: *const c_char, payload: *const c_char);
    fn aro_object_read(identifier: *const c_char, qualifier: *const c_char) -> *mut c_char;
    fn aro_object_write(identifier: *const c_char, qualifier: *const c_char, value: *const c_char) -> *mut c_char;
    fn aro_object_list(pattern: *const c_char) -> *mut c_char;
    fn aro_plugin_set_invoke(invoke: Option<extern "C" fn(*const c_char, *const c_char) -> *mut c_char>);
    fn fuzz_plugin__numbers(input: *const c_char) -> *mut c_char;
    fn strdup(text: *const c_char) -> *mut c_char;
}

const ACTIONS: [&str; 19] = [
    "Echo",
    "EchoWith",
    "All",
    "Nothing",
    "Raw",
    "Numbers",
    "Lend",
    "Flatten",
    "About",
    "SendOut",
    "Binary",
    "GiveText",
    "Fail",
    "Pour",
    "Count",
    "service:ping",
    "AskForText",
    "Kinds",
    "Raise",
];

const METHODS: [&str; 6] =
    ["service:ping", "service:ask", "service:add", "service:HostKeys", "service:desk.ask", "service:host-keys"];

const QUALIFIERS: [&str; 16] = [
    "same",
    "with",
    "Pick-From",
    "text",
    "owned",
    "letter",
    "whole",
    "small",
    "real",
    "flag",
    "slice",
    "pair",
    "map",
    "point",
    "optional",
    "address",
];

const OBJECTS: [&str; 3] = ["shelf", "numbers", "board"];

const EVENTS: [&str; 3] = ["Order", "UserX", "Other"];

/// The strings in the bytes.
struct Strings<'b>(std::slice::Split<'b, u8, fn(&u8) -> bool>);

impl<'b> Strings<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self(bytes.split(|byte| *byte == 0))
    }

    fn next(&mut self) -> Option<CString> {
        self.0.next().map(|bytes| CString::new(bytes).expect("there is no NUL between two"))
    }

    /// A name. One that is shorter than any is a number among `names`.
    fn name(&mut self, names: &[&str]) -> Option<CString> {
        let name = self.next()?;
        match *name.as_bytes() {
            [byte] => Some(CString::new(names[usize::from(byte) % names.len()]).expect("a name")),
            _ => Some(name),
        }
    }
}

fn pointer(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

fn bytes(text: &Option<CString>) -> &[u8] {
    text.as_ref().map_or(&[], |text| text.as_bytes())
}

fn object_in(text: &Option<CString>) -> Result<Option<Map<String, Value>>, serde_json::Error> {
    serde_json::from_slice::<Value>(bytes(text)).map(|value| match value {
        Value::Object(members) => Some(members),
        _ => None,
    })
}

/// Whether a pointer is NULL, and so the reply an error. A name that nothing has is found first.
fn is_refused(name: &Option<CString>, input: &Option<CString>, reply: &Value) -> bool {
    match (name, input) {
        (None, _) => assert_eq!(code(reply), Some(1), "{reply}"),
        (_, None) => assert!(code(reply).is_some(), "{reply}"),
        _ => return false,
    }
    true
}

/// What every reply to an envelope has to be: an object; an error with code 1 if the input is no
/// object. What is no JSON may be inside of a value that is not read, but UTF-8 it is.
fn judge(input: &Option<CString>, reply: &Value) {
    assert!(reply.is_object(), "the reply is no object: {reply}");
    match object_in(input) {
        Ok(Some(_)) => {}
        Ok(None) => assert_eq!(code(reply), Some(1), "{reply}"),
        Err(_) if code(reply).is_some() => {}
        Err(error) => assert!(std::str::from_utf8(bytes(input)).is_ok(), "{error}: {reply}"),
    }
}

/// An action, by the function for all, and by an entry point.
pub fn execute(input: &[u8]) {
    let mut strings = Strings::new(input);
    let (name, input) = (strings.name(&ACTIONS), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_execute(pointer(&name), pointer(&input)) });
    if is_refused(&name, &input, &reply) {
        return;
    }
    match bytes(&name) {
        b"Numbers" => {
            // SAFETY: as above.
            let same = taken(unsafe { fuzz_plugin__numbers(pointer(&input)) });
            assert_eq!(reply, same, "the entry point gives another reply");
        }
        b"Nothing" | b"All" | b"Raw" => whole_envelope(&name, &input, &reply),
        b"Echo" => echoed(&input, &reply),
        b"Fail" => {
            assert!(code(&reply).is_some(), "{reply}");
            return;
        }
        _ if !ACTIONS.iter().any(|action| action.as_bytes() == bytes(&name)) => return,
        _ => {}
    }
    judge(&input, &reply);
}

/// What reads nothing, or everything, succeeds with every object.
fn whole_envelope(name: &Option<CString>, input: &Option<CString>, reply: &Value) {
    match object_in(input) {
        Ok(Some(_)) if bytes(name) == b"All" => {
            // An argument may be called `error`.
            assert!(code(reply).is_none_or(|code| code != 1), "{reply}");
        }
        Ok(Some(_)) => assert_eq!(code(reply), None, "{reply}"),
        Ok(None) => assert_eq!(code(reply), Some(1), "{reply}"),
        // All arguments are not all values: the host's own keys are not read.
        Err(_) => {}
    }
    if bytes(name) == b"Raw" && code(reply).is_none() {
        assert_eq!(reply["result"].as_str().map(str::as_bytes), Some(bytes(input)));
    }
}

/// The argument `value`, where no with-argument can replace it, is what serde_json reads.
fn echoed(input: &Option<CString>, reply: &Value) {
    let Ok(Some(envelope)) = object_in(input) else { return };
    let Some(value) = envelope.get("value").filter(|value| !value.is_null()) else { return };
    if envelope.contains_key("_with") {
        return;
    }
    let expected = pruned(value);
    let came = if expected.is_object() { reply } else { &reply["result"] };
    assert_eq!(*came, expected, "{reply}");
}

/// A method of a service.
pub fn service(input: &[u8]) {
    let mut strings = Strings::new(input);
    let (name, input) = (strings.name(&METHODS), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_execute(pointer(&name), pointer(&input)) });
    if is_refused(&name, &input, &reply) {
        return;
    }
    if METHODS[..4].iter().any(|method| method.as_bytes() == bytes(&name)) {
        judge(&input, &reply);
    }
}

/// A qualifier.
pub fn qualifier(input: &[u8]) {
    let mut strings = Strings::new(input);
    let (name, input) = (strings.name(&QUALIFIERS), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_qualifier(pointer(&name), pointer(&input)) });
    if is_refused(&name, &input, &reply) {
        return;
    }
    if !QUALIFIERS.iter().any(|qualifier| qualifier.as_bytes() == bytes(&name)) {
        assert!(reply.is_object(), "{reply}");
        return;
    }
    judge(&input, &reply);
    let value = object_in(&input).ok().flatten().and_then(|envelope| envelope.get("value").cloned());
    if let (b"same", Some(value)) = (bytes(&name), value.filter(|value| !value.is_null())) {
        assert_eq!(reply["result"], pruned(&value), "{reply}");
    }
}

/// A system object: read, write or list, by the first byte.
pub fn system_object(input: &[u8]) {
    let Some((access, input)) = input.split_first() else { return };
    let mut strings = Strings::new(input);
    let (name, qualifier, value) = (strings.name(&OBJECTS), strings.next(), strings.next());
    let is_whole = name.is_some() && qualifier.is_some();
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe {
        match access % 4 {
            0 => aro_object_read(pointer(&name), pointer(&qualifier)),
            1 => aro_object_list(pointer(&name)),
            _ => aro_object_write(pointer(&name), pointer(&qualifier), pointer(&value)),
        }
    });
    if access % 4 < 2 {
        return;
    }
    let is_text = [&name, &qualifier, &value].iter().all(|text| std::str::from_utf8(bytes(text)).is_ok());
    if !is_whole || value.is_none() || !is_text {
        assert_eq!(code(&reply), Some(1), "{reply}");
    } else if bytes(&name) == b"shelf" {
        // JSON, or else a string.
        let text = || Value::String(String::from_utf8_lossy(bytes(&value)).into_owned());
        let expected = serde_json::from_slice(bytes(&value)).unwrap_or_else(|_| text());
        let written = reply.get("value").unwrap_or(&Value::Null);
        assert_eq!(*written, pruned(&expected), "{reply}");
    }
}

/// An event. It has no reply.
pub fn event(input: &[u8]) {
    let mut strings = Strings::new(input);
    let (kind, payload) = (strings.name(&EVENTS), strings.next());
    drop(take_heard());
    // SAFETY: NULL or C strings that live during the call.
    unsafe { aro_plugin_on_event(pointer(&kind), pointer(&payload)) };
    let is_text = kind.as_ref().is_some_and(|kind| kind.to_str().is_ok());
    let expected = payload.filter(|_| is_text).and_then(|payload| serde_json::from_slice(payload.as_bytes()).ok());
    assert_eq!(take_heard(), expected);
}

static ANSWER: std::sync::Mutex<Option<CString>> = std::sync::Mutex::new(None);

/// The host's callback: answers the bytes, or NULL.
extern "C" fn answer(_set: *const c_char, _input: *const c_char) -> *mut c_char {
    let answer: Option<CString> = ANSWER.lock().ok().and_then(|answer| answer.clone());
    // SAFETY: a C string that lives during the call. The plugin frees the copy.
    answer.map_or(ptr::null_mut(), |answer| unsafe { strdup(answer.as_ptr()) })
}

/// What the host answers when the plugin runs a feature set.
pub fn invoke(input: &[u8]) {
    let Some((action, input)) = input.split_first() else { return };
    let mut strings = Strings::new(input);
    let text = strings.next();
    let answered = if *action == b'-' { None } else { text };
    // SAFETY: the function takes C strings and gives NULL or what `malloc` allocated.
    unsafe { aro_plugin_set_invoke(Some(answer)) };
    if let Ok(mut current) = ANSWER.lock() {
        current.clone_from(&answered);
    }
    let action: &CStr = if action % 2 == 0 { c"Ask" } else { c"AskForText" };
    // SAFETY: C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_execute(action.as_ptr(), c"{\"value\":1}".as_ptr()) });
    assert!(reply.is_object(), "{reply}");
    if answered.is_none() {
        assert!(code(&reply).is_some(), "{reply}");
    }
}
