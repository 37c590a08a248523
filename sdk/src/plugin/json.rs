//! Writing JSON text. Its functions are called from many places, and none is in a hurry: so they
//! are not inlined.

use crate::json::write_string;
use crate::reply::Reply;

/// A text in the making. Commas come by themselves.
pub struct Json {
    reply: Reply,
}

impl Json {
    pub(super) fn with_room(room: usize) -> Self {
        Self { reply: Reply::with_capacity(room) }
    }

    pub(super) fn finish(self) -> Reply {
        self.reply
    }

    #[inline]
    fn separate(&mut self) {
        let text = self.reply.json_mut();
        if !matches!(text.last(), Some(b'{' | b'[' | b':' | 0)) {
            text.push(b',');
        }
    }

    /// `{` or `[`.
    #[inline(never)]
    pub(super) fn open(&mut self, bracket: u8) {
        self.separate();
        self.reply.json_mut().push(bracket);
    }

    /// `}` or `]`.
    pub(super) fn close(&mut self, bracket: u8) {
        self.reply.json_mut().push(bracket);
    }

    #[inline(never)]
    pub(super) fn text(&mut self, text: &str) {
        self.separate();
        write_string(self.reply.json_mut(), text);
    }

    /// Text that is JSON already.
    #[inline(never)]
    pub(super) fn raw(&mut self, json: &str) {
        self.separate();
        self.reply.json_mut().extend_from_slice(json.as_bytes());
    }

    /// The same without a comma.
    #[inline(never)]
    pub(super) fn append(&mut self, json: &str) {
        self.reply.json_mut().extend_from_slice(json.as_bytes());
    }

    /// The key of what comes next.
    #[inline(never)]
    pub(super) fn key(&mut self, key: &str) {
        self.text(key);
        self.reply.json_mut().push(b':');
    }

    #[inline(never)]
    pub(super) fn truth(&mut self, key: &str, value: bool) {
        self.key(key);
        self.raw(if value { "true" } else { "false" });
    }

    /// A member, unless there is nothing to say. `key` is a key with its colon.
    pub(super) fn member(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.always(key, text);
        }
    }

    #[inline(never)]
    pub(super) fn always(&mut self, key: &str, text: &str) {
        self.raw(key);
        write_string(self.reply.json_mut(), text);
    }

    #[inline(never)]
    pub(super) fn texts(&mut self, key: &str, texts: &[&str]) {
        self.key(key);
        self.open(b'[');
        for text in texts {
            self.text(text);
        }
        self.close(b']');
    }
}
