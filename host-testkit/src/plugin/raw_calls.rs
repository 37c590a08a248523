//! Calls with exact pointers, for tests of a plugin's boundary: `None` is a null pointer, and a
//! `CStr` need not be UTF-8.

use std::ffi::CStr;

use super::{CallError, Plugin, Reply};
use crate::library::{self, DeclaredSymbols, InvokeFn};

/// The first argument, which identifies the call. The others are often long.
fn shown(first: Option<&CStr>, more: bool) -> String {
    let first = first.map_or_else(|| "NULL".to_owned(), |text| format!("{:?}", text.to_string_lossy()));
    format!("({first}{})", if more { ", …" } else { "" })
}

impl Plugin {
    /// Calls `aro_plugin_execute` with exactly these pointers; `None` is a null pointer, and a
    /// string need not be UTF-8.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), aro_host_testkit::CallError> {
    /// # let plugin = aro_host_testkit::plugin!();
    /// let reply = plugin.execute_raw(None, Some(c"\xff"))?;
    /// assert!(reply.error().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`].
    pub fn execute_raw(&self, action: Option<&CStr>, input: Option<&CStr>) -> Result<Reply, CallError> {
        let returned = self.library.text2(&library::EXECUTE, action, input);
        self.reply(&library::EXECUTE, returned, || shown(action, true))
    }

    /// Calls `aro_plugin_qualifier` with exactly these pointers; `None` is a null pointer, and a
    /// string need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`].
    pub fn qualifier_raw(&self, name: Option<&CStr>, input: Option<&CStr>) -> Result<Reply, CallError> {
        let returned = self.library.text2(&library::QUALIFIER, name, input);
        self.reply(&library::QUALIFIER, returned, || shown(name, true))
    }

    /// Calls `aro_plugin_on_event` with exactly these pointers; `None` is a null pointer, and a
    /// string need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn on_event_raw(&self, event_type: Option<&CStr>, payload: Option<&CStr>) -> Result<(), CallError> {
        self.done(&library::ON_EVENT, self.library.notice(&library::ON_EVENT, event_type, payload))
    }

    /// Calls `aro_object_read` with exactly these pointers; `None` is a null pointer, and a string
    /// need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`].
    pub fn object_read_raw(&self, identifier: Option<&CStr>, qualifier: Option<&CStr>) -> Result<Reply, CallError> {
        let returned = self.library.text2(&library::OBJECT_READ, identifier, qualifier);
        self.reply(&library::OBJECT_READ, returned, || shown(identifier, true))
    }

    /// Calls `aro_object_write` with exactly these pointers; `None` is a null pointer, and a string
    /// need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`].
    pub fn object_write_raw(
        &self,
        identifier: Option<&CStr>,
        qualifier: Option<&CStr>,
        value: Option<&CStr>,
    ) -> Result<Reply, CallError> {
        let returned = self.library.text3(&library::OBJECT_WRITE, [identifier, qualifier, value]);
        self.reply(&library::OBJECT_WRITE, returned, || shown(identifier, true))
    }

    /// Calls `aro_object_list` with exactly this pointer; `None` is a null pointer, and the string
    /// need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`].
    pub fn object_list_raw(&self, pattern: Option<&CStr>) -> Result<Reply, CallError> {
        let returned = self.library.text1(&library::OBJECT_LIST, pattern);
        self.reply(&library::OBJECT_LIST, returned, || shown(pattern, false))
    }

    /// Calls the C entry point of a single action, `char *f(const char *input_json)`; `None` is a
    /// null pointer, and the string need not be UTF-8.
    ///
    /// One of the plugin's actions has to declare the name under `symbol`. That declaration vouches
    /// for the function's signature; without it, this safe function could call any function of any
    /// library with the wrong one. The first call reads the plugin's metadata for it.
    ///
    /// # Errors
    ///
    /// [`CallError::UndeclaredEntryPoint`]; [`CallError::MissingSymbol`] when the name is declared
    /// and not exported; [`CallError::NullReply`]; and those of [`Plugin::info_json`].
    pub fn entry_point(&self, symbol: &str, input: Option<&CStr>) -> Result<Reply, CallError> {
        let declared = match self.entry_points.get() {
            Some(declared) => declared,
            None => {
                let read = DeclaredSymbols::read(&self.info_json()?);
                self.entry_points.get_or_init(|| read)
            }
        };
        let found = declared.find(symbol).ok_or_else(|| CallError::UndeclaredEntryPoint {
            symbol: symbol.to_owned(),
            declared: declared.names().to_vec(),
        })?;
        self.named_reply(symbol, self.library.entry_point(&found, input), || shown(input, false))
    }

    /// Calls `aro_plugin_set_invoke` with this function, or with a null pointer for `None`.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn set_invoke_raw(&self, callback: Option<InvokeFn>) -> Result<(), CallError> {
        self.done(&library::SET_INVOKE, self.library.set_invoke(callback))
    }

    /// Calls `aro_plugin_free` with a null pointer. No host does, but a plugin should accept it.
    pub fn free_null(&self) {
        self.library.free_null();
    }
}
