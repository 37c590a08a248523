//! A call as data: it can be sent to another process, and shown.

use std::ffi::{CStr, CString};
use std::fmt;

use aro_abi::symbols;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::protocol::Bytes;
use crate::plugin::CallError;

/// One call of a plugin's function, with the strings that it passes, byte for byte; `None` is a
/// null pointer.
///
/// ```
/// use aro_host_testkit::isolation::Call;
/// use serde_json::json;
///
/// let call = Call::execute("Greet", &json!({ "name": "Ada" })).unwrap();
/// assert_eq!(call.to_string(), r#"aro_plugin_execute("Greet", "{\"name\":\"Ada\"}")"#);
/// let call = Call::execute_raw(None, Some(c"{}"));
/// assert_eq!(call.to_string(), r#"aro_plugin_execute(NULL, "{}")"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    function: Function,
    arguments: Vec<Option<Bytes>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Function {
    Register,
    Info,
    Init,
    Shutdown,
    FreeNull,
    Execute,
    Qualifier,
    OnEvent,
    ObjectRead,
    ObjectWrite,
    ObjectList,
    EntryPoint(String),
}

impl Function {
    /// The function of this name; any other name is that of an entry point.
    pub(crate) fn of_symbol(symbol: &str) -> Self {
        match symbol {
            symbols::REGISTER => Self::Register,
            symbols::INFO => Self::Info,
            symbols::INIT => Self::Init,
            symbols::SHUTDOWN => Self::Shutdown,
            symbols::FREE => Self::FreeNull,
            symbols::EXECUTE => Self::Execute,
            symbols::QUALIFIER => Self::Qualifier,
            symbols::ON_EVENT => Self::OnEvent,
            symbols::OBJECT_READ => Self::ObjectRead,
            symbols::OBJECT_WRITE => Self::ObjectWrite,
            symbols::OBJECT_LIST => Self::ObjectList,
            other => Self::EntryPoint(other.to_owned()),
        }
    }

    pub(crate) fn symbol(&self) -> &str {
        match self {
            Self::Register => symbols::REGISTER,
            Self::Info => symbols::INFO,
            Self::Init => symbols::INIT,
            Self::Shutdown => symbols::SHUTDOWN,
            Self::FreeNull => symbols::FREE,
            Self::Execute => symbols::EXECUTE,
            Self::Qualifier => symbols::QUALIFIER,
            Self::OnEvent => symbols::ON_EVENT,
            Self::ObjectRead => symbols::OBJECT_READ,
            Self::ObjectWrite => symbols::OBJECT_WRITE,
            Self::ObjectList => symbols::OBJECT_LIST,
            Self::EntryPoint(symbol) => symbol,
        }
    }
}

impl Call {
    pub(crate) fn new(function: Function, arguments: &[Option<&CStr>]) -> Self {
        let owned = |text: &Option<&CStr>| text.map(|text| Bytes(text.to_bytes().to_vec()));
        Self { function, arguments: arguments.iter().map(owned).collect() }
    }

    /// `aro_plugin_register()`.
    #[must_use]
    pub fn register() -> Self {
        Self::new(Function::Register, &[])
    }

    /// `aro_plugin_info()`. The returned string is given back to `aro_plugin_free`.
    #[must_use]
    pub fn info() -> Self {
        Self::new(Function::Info, &[])
    }

    /// `aro_plugin_init()`.
    #[must_use]
    pub fn init() -> Self {
        Self::new(Function::Init, &[])
    }

    /// `aro_plugin_shutdown()`.
    #[must_use]
    pub fn shutdown() -> Self {
        Self::new(Function::Shutdown, &[])
    }

    /// `aro_plugin_free(NULL)`.
    #[must_use]
    pub fn free_null() -> Self {
        Self::new(Function::FreeNull, &[])
    }

    /// `aro_plugin_execute(action, input)`, with `input` as JSON.
    ///
    /// # Errors
    ///
    /// [`CallError::NulByte`] for an action string with a NUL.
    pub fn execute(action: &str, input: &Value) -> Result<Self, CallError> {
        Ok(Self::execute_raw(Some(&c_text("action", action)?), Some(&c_text("input", &input.to_string())?)))
    }

    /// `aro_plugin_execute` with these very pointers.
    #[must_use]
    pub fn execute_raw(action: Option<&CStr>, input: Option<&CStr>) -> Self {
        Self::new(Function::Execute, &[action, input])
    }

    /// `aro_plugin_qualifier(name, input)`, with `input` as JSON.
    ///
    /// # Errors
    ///
    /// [`CallError::NulByte`] for a name with a NUL.
    pub fn qualifier(name: &str, input: &Value) -> Result<Self, CallError> {
        Ok(Self::qualifier_raw(Some(&c_text("name", name)?), Some(&c_text("input", &input.to_string())?)))
    }

    /// `aro_plugin_qualifier` with these very pointers.
    #[must_use]
    pub fn qualifier_raw(name: Option<&CStr>, input: Option<&CStr>) -> Self {
        Self::new(Function::Qualifier, &[name, input])
    }

    /// `aro_plugin_on_event(event_type, payload)`, with `payload` as JSON.
    ///
    /// # Errors
    ///
    /// [`CallError::NulByte`] for a type with a NUL.
    pub fn on_event(event_type: &str, payload: &Value) -> Result<Self, CallError> {
        let (event_type, payload) = (c_text("event type", event_type)?, c_text("payload", &payload.to_string())?);
        Ok(Self::on_event_raw(Some(&event_type), Some(&payload)))
    }

    /// `aro_plugin_on_event` with these very pointers.
    #[must_use]
    pub fn on_event_raw(event_type: Option<&CStr>, payload: Option<&CStr>) -> Self {
        Self::new(Function::OnEvent, &[event_type, payload])
    }

    /// `aro_object_read` with these very pointers.
    #[must_use]
    pub fn object_read_raw(identifier: Option<&CStr>, qualifier: Option<&CStr>) -> Self {
        Self::new(Function::ObjectRead, &[identifier, qualifier])
    }

    /// `aro_object_write` with these very pointers.
    #[must_use]
    pub fn object_write_raw(identifier: Option<&CStr>, qualifier: Option<&CStr>, value: Option<&CStr>) -> Self {
        Self::new(Function::ObjectWrite, &[identifier, qualifier, value])
    }

    /// `aro_object_list` with this very pointer.
    #[must_use]
    pub fn object_list_raw(pattern: Option<&CStr>) -> Self {
        Self::new(Function::ObjectList, &[pattern])
    }

    /// The C entry point of a single action. As with
    /// [`Plugin::entry_point`](crate::Plugin::entry_point), the function is called only if the
    /// plugin's metadata declare it.
    #[must_use]
    pub fn entry_point(symbol: &str, input: Option<&CStr>) -> Self {
        Self::new(Function::EntryPoint(symbol.to_owned()), &[input])
    }

    /// The exported name of the function.
    #[must_use]
    pub fn symbol(&self) -> &str {
        self.function.symbol()
    }

    pub(crate) fn function(&self) -> &Function {
        &self.function
    }

    /// The arguments as C strings. They were C strings before they went through the pipe, so none
    /// contains a NUL.
    pub(crate) fn arguments(&self) -> Vec<Option<CString>> {
        let text = |bytes: &Bytes| CString::new(bytes.0.as_slice()).unwrap_or_default();
        self.arguments.iter().map(|argument| argument.as_ref().map(text)).collect()
    }

    /// The arguments without their NULs.
    #[cfg(feature = "wasm")]
    pub(crate) fn bytes(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.arguments.iter().map(|argument| argument.as_ref().map(|Bytes(bytes)| bytes.as_slice()))
    }
}

fn c_text(argument: &'static str, text: &str) -> Result<CString, CallError> {
    CString::new(text).map_err(|error| CallError::NulByte { argument, position: error.nul_position() })
}

/// How many bytes of a long argument are shown at its beginning and at its end.
const SHOWN: usize = 160;

fn shown(argument: &Option<Bytes>) -> String {
    let Some(Bytes(bytes)) = argument else { return "NULL".to_owned() };
    let quoted = |bytes: &[u8]| format!("\"{}\"", bytes.escape_ascii());
    match std::str::from_utf8(bytes) {
        _ if bytes.len() > 2 * SHOWN => {
            let (head, tail) = (&bytes[..SHOWN], &bytes[bytes.len() - SHOWN / 4..]);
            format!("{}…{} ({} bytes)", quoted(head), quoted(tail), bytes.len())
        }
        Ok(text) => format!("{text:?}"),
        Err(_) => quoted(bytes),
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.function == Function::FreeNull {
            return write!(f, "{}(NULL)", self.symbol());
        }
        let arguments: Vec<String> = self.arguments.iter().map(shown).collect();
        write!(f, "{}({})", self.symbol(), arguments.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_survives_the_way_through_the_pipe_whatever_its_bytes() {
        for call in [
            Call::execute_raw(Some(c"\xff\x80\xc3"), None),
            Call::object_write_raw(None, Some(c""), Some(c"\"raw\"")),
            Call::entry_point("p__a", Some(c"{}")),
            Call::free_null(),
        ] {
            let there = serde_json::to_string(&call).unwrap();
            assert_eq!(serde_json::from_str::<Call>(&there).unwrap(), call);
        }
    }

    #[test]
    fn stray_bytes_and_long_texts_are_shown_so_that_they_can_be_written_again() {
        assert_eq!(Call::execute_raw(Some(c"\xff"), None).to_string(), r#"aro_plugin_execute("\xff", NULL)"#);
        let long = Call::execute("A", &"x".repeat(1000).into()).unwrap().to_string();
        assert!(long.len() < 400 && long.contains("(1002 bytes)"), "{long}");
        assert_eq!(Call::free_null().to_string(), "aro_plugin_free(NULL)");
    }
}
