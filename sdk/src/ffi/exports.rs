//! The functions of the ABI ([ABI, section 1](aro_abi::reference#1-exported-functions)).

#![allow(unsafe_code)]

use std::ffi::c_char;

use super::c_string::CString;
use super::memory::{hand_out, lend};
use crate::call::{Call, Kind, invalid_envelope};
use crate::context::{Invoke, catch, logging, remove_panic_hook};
use crate::error::Result;
use crate::export::ExportLibrary;
use crate::plugin::{Access, Action, Callee, Library, Plugin, access, handle_event, plugin_of};

/// `aro_plugin_info`.
pub fn info(plugin: &'static Plugin) -> *mut c_char {
    lend(plugin.metadata())
}

/// `aro_plugin_register` and `aro_plugin_init`. A host calls either, both or neither, so either of
/// them starts the plugin. After a shutdown it is a new life.
pub fn start(plugin: &'static Plugin) {
    plugin.revive();
    // Every later call gets the error of a failure.
    let _ = catch(plugin.context(), "init", |_| plugin.ensure_ready());
}

/// `aro_plugin_shutdown`.
pub fn shutdown(plugin: &'static Plugin) {
    plugin.shut_down();
}

/// The end of the library or of the process.
///
/// Not [`shutdown`]: identical-code folding may merge two functions with the same body, `atexit`
/// would then call the exported one by its name, and under `RTLD_GLOBAL` that name may be another
/// plugin's.
pub fn end(plugin: &'static Plugin, typed: &'static ExportLibrary) {
    if plugin.end() {
        remove_panic_hook();
        // SAFETY: `atexit` calls this when the library is unloaded or the process ends. The host
        // has shut the plugin down, so it does not use the metadata any more, and nothing of the
        // last life runs. Hosts shut a plugin down only to unload it, and make no call after that
        // (ABI, section 8); a library is not unloaded while a call is in it. A host that shuts a
        // plugin down, and ends the process while another thread still calls it, breaks that rule.
        unsafe { plugin.clear_caches() };
        // SAFETY: as above; who calls typed functions of a plugin is its host, or ends before it.
        unsafe { typed.clear() };
    }
}

/// `aro_plugin_set_invoke`. NULL removes the callback.
///
/// # Safety
///
/// As long as it is set, `invoke` takes two NUL-terminated strings and returns NULL or a
/// NUL-terminated string that `malloc` allocated and that is the plugin's to free ([ABI, section
/// 1](aro_abi::reference#1-exported-functions)).
pub unsafe fn set_invoke(plugin: &'static Plugin, invoke: Option<Invoke>) {
    plugin.context().set_invoke(invoke);
}

/// `aro_plugin_execute`.
///
/// # Safety
///
/// Each pointer is NULL or points to a NUL-terminated string that nobody changes during the call.
pub unsafe fn execute(plugin: &'static Plugin, action: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise; the value does not outlive the call.
    let name = unsafe { CString::new(action) };
    // SAFETY: as above.
    unsafe { call(plugin, Target::Name(name), input) }
}

/// An action's own entry point. Never inlined: the exported wrapper passes the action on, and with
/// this reference the linker keeps the action's object file.
///
/// # Safety
///
/// As for [`execute`].
#[inline(never)]
pub unsafe fn call_action(plugin: &'static Plugin, action: &'static Action, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { call(plugin, Target::Action(action), input) }
}

/// An action's own entry point, in a library. The plugin is the one that uses the library.
///
/// # Safety
///
/// As for [`execute`].
#[inline(never)]
pub unsafe fn call_shared_action(
    library: &'static Library,
    action: &'static Action,
    input: *const c_char,
) -> *mut c_char {
    match plugin_of(library) {
        // SAFETY: the caller's promise.
        Ok(plugin) => unsafe { call(plugin, Target::Action(action), input) },
        Err(error) => hand_out(Err(error)),
    }
}

/// `aro_plugin_qualifier`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn qualifier(plugin: &'static Plugin, name: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise; the value does not outlive the call.
    let name = unsafe { CString::new(name) };
    // SAFETY: as above.
    unsafe { call(plugin, Target::Qualifier(name), input) }
}

/// What the host calls.
enum Target {
    /// An action, by its own entry point.
    Action(&'static Action),
    /// The action or the service method of this name.
    Name(CString),
    /// The qualifier of this name.
    Qualifier(CString),
}

impl Target {
    #[inline]
    fn find(&self, plugin: &'static Plugin) -> Result<Callee> {
        match self {
            Target::Action(action) => Ok(Callee { name: action.name, kind: Kind::Action, run: action.run }),
            Target::Name(name) => plugin.find(name.bytes("the action's name")?).copied(),
            Target::Qualifier(name) => plugin.find_qualifier(name.bytes("the qualifier's name")?).copied(),
        }
    }
}

/// A call with an envelope.
///
/// # Safety
///
/// As for [`execute`].
unsafe fn call(plugin: &'static Plugin, target: Target, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise; the value does not outlive the call.
    let input = unsafe { CString::new(input) };
    hand_out(catch(plugin.context(), "", |thread| {
        let callee = target.find(plugin)?;
        thread.set_running(plugin.context(), callee.name);
        let mut call = Call::with_envelope(plugin.context(), callee.name, callee.kind);
        let invalid = call.index(input.bytes("the input")?)?;
        plugin.ensure_ready()?;
        if let Some(text) = invalid {
            return Err(invalid_envelope(text));
        }
        (callee.run)(&call)
    }))
}

/// `aro_plugin_on_event`. A failure goes to the log, because no reply can carry it.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn on_event(plugin: &'static Plugin, kind: *const c_char, payload: *const c_char) {
    if plugin.handlers().next().is_none() {
        return;
    }
    // SAFETY: the caller's promise; the value does not outlive the call.
    let kind = unsafe { CString::new(kind) };
    // SAFETY: as above.
    let payload = unsafe { CString::new(payload) };
    let result = catch(plugin.context(), "on_event", |_| {
        let (kind, payload) = (kind.as_str("the event's type")?, payload.as_str("the event's payload")?);
        plugin.ensure_ready()?;
        handle_event(plugin, kind, payload);
        Ok(())
    });
    if let Err(error) = result {
        logging::report(plugin.context(), "on_event", error.message());
    }
}

/// `aro_object_read`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn object_read(plugin: &'static Plugin, identifier: *const c_char, qualifier: *const c_char) -> *mut c_char {
    let arguments = [(identifier, IDENTIFIER), (qualifier, QUALIFIER), (c"".as_ptr(), "")];
    // SAFETY: the caller's promise; the constant is a C string.
    unsafe { object(plugin, Access::Read, arguments) }
}

/// `aro_object_write`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn object_write(
    plugin: &'static Plugin,
    identifier: *const c_char,
    qualifier: *const c_char,
    value: *const c_char,
) -> *mut c_char {
    let arguments = [(identifier, IDENTIFIER), (qualifier, QUALIFIER), (value, "the value")];
    // SAFETY: the caller's promise.
    unsafe { object(plugin, Access::Write, arguments) }
}

/// `aro_object_list`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn object_list(plugin: &'static Plugin, pattern: *const c_char) -> *mut c_char {
    let arguments = [(pattern, "the pattern"), (c"".as_ptr(), ""), (c"".as_ptr(), "")];
    // SAFETY: the caller's promise; the constants are C strings.
    unsafe { object(plugin, Access::List, arguments) }
}

const IDENTIFIER: &str = "the object's identifier";
const QUALIFIER: &str = "the qualifier";

/// A request to the plugin's system objects: each argument, and what it is.
///
/// # Safety
///
/// As for [`execute`].
unsafe fn object(plugin: &'static Plugin, kind: Access, arguments: [(*const c_char, &'static str); 3]) -> *mut c_char {
    if plugin.objects().next().is_none() {
        return hand_out(Err(plugin.without_objects()));
    }
    // SAFETY: the caller's promise; the values do not outlive the call.
    let arguments = arguments.map(|(pointer, what)| (unsafe { CString::new(pointer) }, what));
    hand_out(catch(plugin.context(), if kind == Access::List { "list" } else { "" }, |thread| {
        let [first, second, third] = &arguments;
        let arguments = [first.0.as_str(first.1)?, second.0.as_str(second.1)?, third.0.as_str(third.1)?];
        plugin.ensure_ready()?;
        access(plugin, thread, kind, arguments)
    }))
}
