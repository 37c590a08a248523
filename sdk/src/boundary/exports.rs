//! The ABI's functions. `plugin!` generates the exported shells over these; nothing else calls them.

use std::ffi::c_char;

use super::guard::{guarded, guarded_seldom};
use super::host::Invoke;
use super::{ACTION, INPUT, QUALIFIER, bytes, hand_out};
use crate::binding;
use crate::call::{Call, Kind};
use crate::object::Access;
use crate::plugin::{Action, Found, Plugin};
use crate::reply::HEADER;

/// `aro_plugin_info`.
pub fn info(plugin: &'static Plugin) -> *mut c_char {
    // The block's header and NUL are in place; the host only reads it (and `free` leaves it alone).
    plugin.metadata().block().as_ptr().wrapping_add(HEADER).cast_mut().cast()
}

/// `aro_plugin_register` and `aro_plugin_init`: a host calls either, both or neither, so either starts the plugin.
pub fn start(plugin: &'static Plugin) {
    // A failure is what every later call answers with.
    let _ = guarded_seldom(plugin, "init", &mut |_| plugin.ready());
}

/// `aro_plugin_shutdown`.
pub fn shutdown(plugin: &'static Plugin) {
    plugin.stop();
}

/// The end of the library or the process. Not [`shutdown`]: where two functions do the same, the compiler makes one of them, and what is called at the
/// end would be the exported one by its name, which another plugin may have as well.
pub fn end(plugin: &'static Plugin) {
    plugin.end();
}

/// `aro_plugin_set_invoke`. NULL takes the callback away.
pub fn set_invoke(plugin: &'static Plugin, invoke: Option<Invoke>) {
    plugin.invoke_cell().set(invoke);
}

/// `aro_plugin_execute`.
///
/// # Safety
///
/// Each pointer is NULL or points to a text that ends with NUL and that nobody changes during the call.
pub unsafe fn execute(plugin: &'static Plugin, action: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { call(plugin, Callee::Named(action), input) }
}

/// An action's own entry point. Never inlined: the shell over it keeps its reference to the action, and by it the action's object file, because it
/// passes it on.
///
/// # Safety
///
/// As for [`execute`].
#[inline(never)]
pub unsafe fn call_action(plugin: &'static Plugin, action: &'static Action, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { call(plugin, Callee::Action(action), input) }
}

/// `aro_plugin_qualifier`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn qualifier(plugin: &'static Plugin, name: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { call(plugin, Callee::Qualifier(name), input) }
}

/// What the host calls.
#[derive(Clone, Copy)]
enum Callee {
    /// An action, by its own entry point.
    Action(&'static Action),
    /// The action or service method of this name.
    Named(*const c_char),
    /// The qualifier of this name.
    Qualifier(*const c_char),
}

/// A call with an envelope: one function for all that have one, because what guards it is compiled anew for each.
///
/// # Safety
///
/// As for [`execute`].
unsafe fn call(plugin: &'static Plugin, callee: Callee, input: *const c_char) -> *mut c_char {
    hand_out(guarded(plugin, "", |here| {
        let found = match callee {
            Callee::Action(action) => Found { name: action.name, kind: Kind::Action, run: action.run },
            Callee::Named(name) => {
                // SAFETY: the caller's promise; the text outlives the call, and `name` does not leave it.
                let name = unsafe { bytes(name, ACTION) }?;
                *plugin.find(name)?
            }
            Callee::Qualifier(name) => {
                // SAFETY: as above.
                let name = unsafe { bytes(name, QUALIFIER) }?;
                let qualifier = plugin.find_qualifier(name)?;
                Found { name: qualifier.name, kind: Kind::Qualifier, run: qualifier.run }
            }
        };
        here.name(found.name);
        // SAFETY: as above.
        let input = unsafe { bytes(input, INPUT) }?;
        let mut call = Call::new(plugin, found.name, found.kind);
        let broken = call.scan(input)?;
        plugin.ready()?;
        if let Some(text) = broken {
            return Err(binding::broken(text));
        }
        (found.run)(&call)
    }))
}

/// `aro_plugin_on_event`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn on_event(plugin: &'static Plugin, kind: *const c_char, payload: *const c_char) {
    if let Some(handler) = plugin.handlers().next() {
        // SAFETY: the caller's promise; this is [`tell`](super::seldom::tell).
        unsafe { (handler.tell)(plugin, kind, payload) }
    }
}

/// `aro_object_read`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn object_read(plugin: &'static Plugin, identifier: *const c_char, qualifier: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { object(plugin, Access::Read, &[identifier, qualifier]) }
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
    // SAFETY: the caller's promise.
    unsafe { object(plugin, Access::Write, &[identifier, qualifier, value]) }
}

/// `aro_object_list`.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn object_list(plugin: &'static Plugin, pattern: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { object(plugin, Access::List, &[pattern]) }
}

/// Asks the plugin's system objects.
///
/// # Safety
///
/// As for [`execute`].
unsafe fn object(plugin: &'static Plugin, access: Access, texts: &[*const c_char]) -> *mut c_char {
    match plugin.objects().next() {
        // SAFETY: the caller's promise; this is [`access`](super::seldom::access).
        Some(object) => unsafe { (object.access)(plugin, access, texts) },
        None => hand_out(Err(plugin.without_objects())),
    }
}

/// `aro_plugin_free`.
///
/// # Safety
///
/// `pointer` is NULL, or came from this plugin and was not given back before.
pub unsafe fn free(pointer: *mut c_char) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: whatever this plugin hands out has a header of this size in front of it, in the same allocation.
    let start = unsafe { pointer.cast::<u8>().sub(HEADER) };
    // SAFETY: the header holds a `usize`; `start` need not be aligned for one.
    let capacity = unsafe { start.cast::<usize>().read_unaligned() };
    if capacity != 0 {
        // SAFETY: `hand_out` let go of a `Vec<u8>` that begins at `start` and has this capacity; it is given back only once.
        drop(unsafe { Vec::from_raw_parts(start, 0, capacity) });
    }
}
