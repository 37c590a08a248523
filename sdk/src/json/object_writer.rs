//! Writes the objects and lists of the metadata and of descriptions, member by member.
//!
//! Not by `serde`: the serializer for replies is compiled once for each type and inlined into its
//! fields, which pays off on the hot path. The metadata is written once.

use std::borrow::Cow;

use super::{put, write_key, write_string};

/// An object that is being written.
pub(crate) struct ObjectWriter<'w> {
    out: &'w mut Vec<u8>,
    is_first: bool,
}

impl ObjectWriter<'_> {
    /// Writes an object with the members that `members` adds.
    pub(crate) fn write(out: &mut Vec<u8>, members: impl FnOnce(&mut ObjectWriter<'_>)) {
        out.push(b'{');
        members(&mut ObjectWriter { out, is_first: true });
        out.push(b'}');
    }

    // Not inlined: `write_key` would be compiled again for each constant key.
    #[inline(never)]
    fn key(&mut self, key: &str) -> &mut Vec<u8> {
        write_key(self.out, self.is_first, key);
        self.is_first = false;
        self.out
    }

    /// Adds a string.
    #[inline(never)]
    pub(crate) fn string(&mut self, key: &str, value: &str) {
        write_string(self.key(key), value);
    }

    /// Adds a string, unless it is absent or empty.
    pub(crate) fn optional_string(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.string(key, value);
        }
    }

    /// Adds an item's description, unless it is empty.
    pub(crate) fn description(&mut self, description: &str) {
        self.optional_string("description", Some(&trimmed(description)));
    }

    /// Adds the documentation of an item, also if it is empty.
    pub(crate) fn docs(&mut self, docs: &str) {
        self.string("docs", &trimmed(docs));
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, key: &str, value: usize) {
        self.raw(key, &value.to_string());
    }

    /// Adds `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &str, value: bool) {
        self.raw(key, if value { "true" } else { "false" });
    }

    /// Adds a value that is JSON already.
    pub(crate) fn raw(&mut self, key: &str, json: &str) {
        put(self.key(key), json.as_bytes());
    }

    /// Adds a list of strings.
    pub(crate) fn strings(&mut self, key: &str, values: &[&str]) {
        write_list(self.key(key), values.iter(), |out, value| write_string(out, value));
    }

    /// Adds an object with the members that `members` adds.
    pub(crate) fn object(&mut self, key: &str, members: impl FnOnce(&mut ObjectWriter<'_>)) {
        ObjectWriter::write(self.key(key), members);
    }

    /// Adds a list of objects, one for each item.
    pub(crate) fn objects<T>(
        &mut self,
        key: &str,
        items: impl Iterator<Item = T>,
        members: impl Fn(&mut ObjectWriter<'_>, T),
    ) {
        write_list(self.key(key), items, |out, item| ObjectWriter::write(out, |object| members(object, item)));
    }

    /// Adds a list of objects, unless there are no items.
    pub(crate) fn objects_if_any<T>(
        &mut self,
        key: &str,
        items: impl Iterator<Item = T>,
        members: impl Fn(&mut ObjectWriter<'_>, T),
    ) {
        let mut items = items.peekable();
        if items.peek().is_some() {
            self.objects(key, items, members);
        }
    }
}

/// A doc comment. One that begins with a line break is made of the author's constants, such as
/// `include_str!("…")`, so it is trimmed here.
fn trimmed(docs: &str) -> Cow<'_, str> {
    if !docs.starts_with('\n') {
        return Cow::Borrowed(docs);
    }
    let lines: Vec<&str> = docs.lines().map(str::trim_end).collect();
    Cow::Owned(lines.join("\n").trim().to_owned())
}

fn write_list<T>(out: &mut Vec<u8>, items: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}
