//! System objects: which of them a request is for.

use super::Plugin;
use super::descriptors::{Run, SystemObject};
use crate::call::{Call, Field};
use crate::context::ThreadContext;
use crate::error::{Error, Result};
use crate::json::{put, write_key};
use crate::reply::Reply;

/// What a host wants of a plugin's system objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// By identifier and qualifier.
    Read,
    /// By identifier, qualifier and value.
    Write,
    /// By a pattern.
    List,
}

/// Answers a request. `arguments` are those of the ABI's function, in its order.
pub(crate) fn access(
    plugin: &'static Plugin,
    thread: &ThreadContext,
    access: Access,
    arguments: [&str; 3],
) -> Result<Reply> {
    let [identifier, qualifier, value] = arguments;
    if access == Access::List {
        return list(plugin, identifier);
    }
    let object = plugin.find_object(identifier)?;
    thread.set_running(plugin.context(), object.identifier);
    let qualifier = Field { name: "qualifier", text: qualifier, json: false };
    if access == Access::Read {
        return object.call(plugin, object.read, "read", &[qualifier]);
    }
    let value = Field { name: "value", text: value, json: true };
    object.call(plugin, object.write, "written", &[qualifier, value])
}

/// Lists what matches `pattern`. The host does not say in which object, so every object that can be
/// listed is.
fn list(plugin: &'static Plugin, pattern: &str) -> Result<Reply> {
    let list = |object: &SystemObject| {
        object.call(plugin, object.list, "listed", &[Field { name: "pattern", text: pattern, json: false }])
    };
    let listable: Vec<&SystemObject> = plugin.objects().filter(|object| object.list.is_some()).collect();
    match listable[..] {
        [] => return Err(plugin.nothing_to_list()),
        [only] => return list(only),
        _ => {}
    }
    let mut lists = Reply::usual();
    put(lists.json_mut(), b"{");
    for (index, object) in listable.into_iter().enumerate() {
        write_key(lists.json_mut(), index == 0, object.identifier);
        put(lists.json_mut(), list(object)?.json());
    }
    put(lists.json_mut(), b"}");
    Ok(lists)
}

impl SystemObject {
    /// The capabilities, in the terms of the ABI (section 7).
    pub(super) fn capabilities(&self) -> Vec<&'static str> {
        [(self.read, "readable"), (self.write, "writable"), (self.list, "enumerable")]
            .into_iter()
            .filter_map(|(method, capability)| method.map(|_| capability))
            .collect()
    }

    /// Calls `method` with `fields` and, after them, the identifier.
    fn call(&self, plugin: &'static Plugin, method: Option<Run>, access: &str, fields: &[Field<'_>]) -> Result<Reply> {
        let Some(method) = method else {
            return Err(Error::unsupported(format!(
                "the system object \"{}\" cannot be {access}: it is {}",
                self.identifier,
                self.capabilities().join(", ")
            )));
        };
        let identifier = Field { name: "identifier", text: self.identifier, json: false };
        let fields = [fields, &[identifier]].concat();
        method(&Call::of_object(plugin.context(), self.identifier, &fields))
    }
}
