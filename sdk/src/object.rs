//! System objects.

use std::ffi::c_char;

use crate::call::{Call, Field};
use crate::error::{Error, Result};
use crate::plugin::{Json, Plugin, Run};
use crate::reply::Reply;

/// What `#[aro_system_object]` says: one object with the methods that it has.
pub struct SystemObject {
    /// What programs call it.
    pub identifier: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// `readable`.
    pub read: Option<Run>,
    /// `writable`.
    pub write: Option<Run>,
    /// `enumerable`.
    pub list: Option<Run>,
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &SystemObject),
    /// [`access`](crate::__private::access), for all system objects of the plugin.
    pub access: unsafe fn(&'static Plugin, Access, &[*const c_char]) -> *mut c_char,
}

/// What a host asks of a plugin's system objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By identifier and qualifier.
    Read,
    /// By identifier, qualifier and value.
    Write,
    /// By a pattern.
    List,
}

/// Does what is asked. `run` is told of the object that does it.
#[inline]
pub(crate) fn answer(
    plugin: &'static Plugin,
    access: Access,
    texts: [&str; 3],
    run: &dyn Fn(&'static str),
) -> Result<Reply> {
    let [identifier, qualifier, value] = texts;
    if access == Access::List {
        return list(plugin, identifier);
    }
    let object = plugin.find_object(identifier)?;
    run(object.identifier);
    let qualifier = Field { name: "qualifier", text: qualifier, json: false };
    if access == Access::Read {
        return object.call(plugin, object.read, "read", qualifier, None);
    }
    let value = Field { name: "value", text: value, json: true };
    object.call(plugin, object.write, "written", qualifier, Some(value))
}

/// What matches `pattern`: the host does not say of which object, so each that can be listed is asked.
#[inline]
fn list(plugin: &'static Plugin, pattern: &str) -> Result<Reply> {
    let list = |object: &SystemObject| {
        object.call(plugin, object.list, "listed", Field { name: "pattern", text: pattern, json: false }, None)
    };
    let listable: Vec<&SystemObject> = plugin.objects().filter(|object| object.list.is_some()).collect();
    match listable[..] {
        [] => return Err(plugin.nothing_to_list()),
        [only] => return list(only),
        _ => {}
    }
    let mut lists = Reply::with_capacity(0);
    lists.text_mut().push(b'{');
    for object in listable {
        lists.add_member(object.identifier, &list(object)?);
    }
    lists.text_mut().push(b'}');
    Ok(lists)
}

impl SystemObject {
    /// The capabilities, in the words of the ABI (section 7).
    #[inline]
    pub(crate) fn capabilities(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        for (method, word) in &[(self.read, "readable"), (self.write, "writable"), (self.list, "enumerable")] {
            if method.is_some() {
                words.push(*word);
            }
        }
        words
    }

    /// Calls `method` with what came from outside and, behind it, the identifier.
    #[inline]
    fn call(
        &self,
        plugin: &'static Plugin,
        method: Option<Run>,
        what: &str,
        first: Field<'_>,
        second: Option<Field<'_>>,
    ) -> Result<Reply> {
        let Some(method) = method else { return Err(self.cannot(what)) };
        let mut fields = Vec::with_capacity(3);
        fields.push(first);
        if let Some(second) = second {
            fields.push(second);
        }
        fields.push(Field { name: "identifier", text: self.identifier, json: false });
        method(&Call::of_object(plugin, self.identifier, &fields))
    }

    #[inline]
    fn cannot(&self, what: &str) -> Error {
        let mut words = String::new();
        for word in self.capabilities() {
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(word);
        }
        Error::unsupported(format!("the system object \"{}\" cannot be {what}: it is {words}", self.identifier))
    }
}
