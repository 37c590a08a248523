//! What is behind the exports for events and system objects, which few plugins have. What they register refers to it, so that it is in their libraries only.

use std::ffi::c_char;

use super::guard::guarded_seldom;
use super::{hand_out, text};
use crate::events;
use crate::logging;
use crate::object::{self, Access};
use crate::plugin::Plugin;
use crate::reply::Reply;

/// Tells the plugin's handlers of an event.
///
/// # Safety
///
/// Each pointer is NULL or points to a text that ends with NUL and that nobody changes during the call.
#[inline]
pub unsafe fn tell(plugin: &'static Plugin, kind: *const c_char, payload: *const c_char) {
    let done = guarded_seldom(plugin, "on_event", &mut |_| {
        // SAFETY: the caller's promise; the text outlives the call.
        let kind = unsafe { text(kind, "the event's type") }?;
        // SAFETY: as above.
        let payload = unsafe { text(payload, "the event's payload") }?;
        plugin.ready()?;
        events::tell_each(plugin, kind, payload);
        Ok(())
    });
    if let Err(error) = done {
        logging::report(plugin, "on_event", error.message());
    }
}

/// Does what is asked of the plugin's system objects by up to three texts.
///
/// # Safety
///
/// As for [`tell`].
#[inline]
pub unsafe fn access(plugin: &'static Plugin, access: Access, pointers: &[*const c_char]) -> *mut c_char {
    let (what, names) = match access {
        Access::List => ("list", ["the pattern", "", ""]),
        _ => ("", ["the object's identifier", "the qualifier", "the value"]),
    };
    let mut reply = Reply::with_capacity(0);
    let done = guarded_seldom(plugin, what, &mut |here| {
        let mut texts = [""; 3];
        for ((place, pointer), name) in texts.iter_mut().zip(pointers).zip(names) {
            // SAFETY: the caller's promise; the text outlives the call.
            *place = unsafe { text(*pointer, name) }?;
        }
        plugin.ready()?;
        reply = object::answer(plugin, access, texts, &|name| here.name(name))?;
        Ok(())
    });
    hand_out(done.map(|()| reply))
}
