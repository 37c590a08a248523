//! Writes the objects and lists of the metadata, member by member.
//!
//! Not by `serde`: the serializer for replies is compiled once for each type and inlined into its
//! fields, which pays off on the hot path. The metadata is written once.

use crate::json::{put, write_key, write_string};

/// An object that is being written.
pub(super) struct ObjectWriter<'w> {
    out: &'w mut Vec<u8>,
    is_first: bool,
}

impl ObjectWriter<'_> {
    /// Writes an object with the members that `members` adds.
    pub(super) fn write(out: &mut Vec<u8>, members: impl FnOnce(&mut ObjectWriter<'_>)) {
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
    pub(super) fn string(&mut self, key: &str, value: &str) {
        write_string(self.key(key), value);
    }

    /// Adds a string, unless it is absent or empty.
    pub(super) fn optional_string(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.string(key, value);
        }
    }

    /// Adds an item's description, unless it is empty.
    ///
    /// One that begins with a line break is made of the author's constants, such as
    /// `include_str!("…")`, so it is trimmed here.
    pub(super) fn description(&mut self, description: &str) {
        if !description.starts_with('\n') {
            return self.optional_string("description", Some(description));
        }
        let lines: Vec<&str> = description.lines().map(str::trim_end).collect();
        self.optional_string("description", Some(lines.join("\n").trim()));
    }

    /// Adds `true` or `false`.
    pub(super) fn boolean(&mut self, key: &str, value: bool) {
        self.raw(key, if value { "true" } else { "false" });
    }

    /// Adds a value that is JSON already.
    pub(super) fn raw(&mut self, key: &str, json: &str) {
        put(self.key(key), json.as_bytes());
    }

    /// Adds a list of strings.
    pub(super) fn strings(&mut self, key: &str, values: &[&str]) {
        write_list(self.key(key), values.iter(), |out, value| write_string(out, value));
    }

    /// Adds an object with the members that `members` adds.
    pub(super) fn object(&mut self, key: &str, members: impl FnOnce(&mut ObjectWriter<'_>)) {
        ObjectWriter::write(self.key(key), members);
    }

    /// Adds a list of objects, one for each item.
    pub(super) fn objects<T>(
        &mut self,
        key: &str,
        items: impl Iterator<Item = T>,
        members: impl Fn(&mut ObjectWriter<'_>, T),
    ) {
        write_list(self.key(key), items, |out, item| ObjectWriter::write(out, |object| members(object, item)));
    }

    /// Adds a list of objects, unless there are no items.
    pub(super) fn objects_if_any<T>(
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
