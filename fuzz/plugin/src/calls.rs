//! The calls of the targets: raw bytes become C strings, and the replies are judged.
//!
//! The bytes are strings with NUL between them. A name of one byte is one of the names that the
//! plugin has, so that mutations of the bytes seldom make a name that nothing has. A string that is
//! missing is NULL.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use aro_abi::{SERVICE_PREFIX, normal_form};
use serde_json::{Value, json};

use crate::bound::{Bound, Fault, Kind};
use crate::entry_points::ENTRY_POINTS;
use crate::events::take_heard;
use crate::expected::{answered_by_host, called, qualified, read_object, write_object};
use crate::json::{code, taken};

unsafe extern "C" {
    fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char;
    fn aro_plugin_qualifier(name: *const c_char, input: *const c_char) -> *mut c_char;
    fn aro_plugin_on_event(kind: *const c_char, payload: *const c_char);
    fn aro_object_read(identifier: *const c_char, qualifier: *const c_char) -> *mut c_char;
    fn aro_object_write(identifier: *const c_char, qualifier: *const c_char, value: *const c_char) -> *mut c_char;
    fn aro_object_list(pattern: *const c_char) -> *mut c_char;
    fn aro_plugin_set_invoke(invoke: Option<extern "C" fn(*const c_char, *const c_char) -> *mut c_char>);
    fn strdup(text: *const c_char) -> *mut c_char;
}

const ACTIONS: [&str; 21] = [
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
    "Perhaps",
    "Usually",
];

/// The last but one is none.
const METHODS: [&str; 6] =
    ["service:ping", "service:ask", "service:add", "service:HostKeys", "service:desk.ask", "service:host-keys"];

/// What `aro_plugin_execute` finds, beside the actions.
const OTHERS: [&str; 4] = ["Ask", "service:ask", "service:add", "service:HostKeys"];

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

/// A string that the plugin is given. NULL, and what is not UTF-8, is an error with code 1.
fn text(text: &Option<CString>) -> Result<&str, Fault> {
    text.as_ref().and_then(|text| text.to_str().ok()).ok_or(Fault::Code(1))
}

/// The normal form of a name that is one of `names`. Any other is an error with code 2.
fn known<'n>(name: &Option<CString>, names: impl IntoIterator<Item = &'n &'n str>) -> Result<String, Fault> {
    let form = normal_form(text(name)?);
    let is_known = names.into_iter().any(|name| normal_form(name) == form);
    if is_known { Ok(form) } else { Err(Fault::Code(2)) }
}

/// The reply has to be this value, or an error with this code.
///
/// Input that is no JSON may all the same give a value: what the scan of the envelope does not
/// refuse, it refuses only if a parameter reads it, or not at all.
fn judge(input: &Option<CString>, reply: &Value, expected: Result<Value, Fault>) {
    assert!(reply.is_object(), "the reply is no object: {reply}");
    let is_json = text(input).is_ok_and(|text| serde_json::from_str::<Value>(text).is_ok());
    match expected {
        _ if code(reply) == Some(1) && !is_json => {}
        Ok(expected) => assert_eq!(*reply, expected),
        Err(fault) => assert_failed(reply, &fault),
    }
}

fn assert_failed(reply: &Value, fault: &Fault) {
    if let Fault::Code(expected) = fault {
        assert_eq!(code(reply), Some(*expected), "{reply}");
    }
}

/// An action, by the function for all, and by its entry point.
pub fn execute(input: &[u8]) {
    run(input, &ACTIONS);
}

/// A method of a service.
pub fn service(input: &[u8]) {
    run(input, &METHODS);
}

fn run(input: &[u8], names: &[&str]) {
    let mut strings = Strings::new(input);
    let (name, input) = (strings.name(names), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_execute(pointer(&name), pointer(&input)) });
    let name = match known(&name, ACTIONS.iter().chain(&OTHERS)) {
        Ok(name) => name,
        Err(fault) => return assert_failed(&reply, &fault),
    };
    let kind = if name.starts_with(SERVICE_PREFIX) { Kind::Service } else { Kind::Action };
    let by_entry_point = ENTRY_POINTS.iter().find(|(action, _)| *action == name).map(|(_, entry_point)| {
        // SAFETY: as above.
        taken(unsafe { entry_point(pointer(&input)) })
    });
    let bound = Bound::new(input.as_ref().map_or(b"", |input| input.to_bytes()), kind);
    if let (Ok(_) | Err(Fault::Unknown), "count", Some(count)) = (&bound, &*name, reply["count"].as_u64()) {
        assert_eq!(by_entry_point, Some(json!({ "count": count + 1 })));
        return;
    }
    let expected = bound.and_then(|mut bound| called(&name, &mut bound));
    if let Some(same) = by_entry_point {
        assert_eq!(reply, same, "the entry point gives another reply");
    }
    judge(&input, &reply, expected);
}

/// A qualifier.
pub fn qualifier(input: &[u8]) {
    let mut strings = Strings::new(input);
    let (name, input) = (strings.name(&QUALIFIERS), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe { aro_plugin_qualifier(pointer(&name), pointer(&input)) });
    let name = match known(&name, &QUALIFIERS) {
        Ok(name) => name,
        Err(fault) => return assert_failed(&reply, &fault),
    };
    let bound = Bound::new(input.as_ref().map_or(b"", |input| input.to_bytes()), Kind::Qualifier);
    judge(&input, &reply, bound.and_then(|mut bound| qualified(&name, &mut bound)));
}

/// A system object: read, write or list, by the first byte.
pub fn system_object(input: &[u8]) {
    let Some((access, input)) = input.split_first() else { return };
    let mut strings = Strings::new(input);
    let (name, qualifier, value) = (strings.name(&OBJECTS), strings.next(), strings.next());
    // SAFETY: NULL or C strings that live during the call.
    let reply = taken(unsafe {
        match access % 4 {
            0 => aro_object_read(pointer(&name), pointer(&qualifier)),
            1 => aro_object_list(pointer(&name)),
            _ => aro_object_write(pointer(&name), pointer(&qualifier), pointer(&value)),
        }
    });
    let expected = || {
        Ok(match access % 4 {
            0 => {
                let (_, qualifier) = (text(&name)?, text(&qualifier)?);
                read_object(&known(&name, &OBJECTS)?, qualifier)?
            }
            // All objects that can be listed are.
            1 => json!({ "shelf": { "result": [text(&name)?] }, "numbers": { "result": [1, 2] } }),
            _ => {
                let (_, qualifier, value) = (text(&name)?, text(&qualifier)?, text(&value)?);
                write_object(&known(&name, &OBJECTS)?, qualifier, value)?
            }
        })
    };
    match expected() {
        Ok(expected) => assert_eq!(reply, expected),
        Err(fault) => assert_failed(&reply, &fault),
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
    match answered_by_host(answered.as_ref().map(|answer| answer.to_bytes()), action == c"AskForText") {
        Ok(expected) => assert_eq!(reply, expected),
        Err(fault) => assert_failed(&reply, &fault),
    }
}
