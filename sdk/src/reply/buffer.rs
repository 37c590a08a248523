//! The memory of a reply.
//!
//! One allocation: a header with the capacity, the JSON, NUL. The host holds the address of the
//! JSON. So the result is serialized where it stays, and `aro_plugin_free` needs neither a length
//! nor a table: it finds the capacity in front of the address.

use aro_abi::RETRY_TEXT;
use memchr::memchr_iter;

/// The size of the header in front of the JSON, in bytes.
pub(crate) const HEADER: usize = size_of::<usize>();

/// A reply in the buffer that the host will get.
#[derive(Debug)]
pub struct Reply {
    buffer: Vec<u8>,
}

/// The capacity for a usual reply, in bytes of JSON.
const USUAL: usize = 320;

impl Reply {
    /// An empty reply with the capacity for a usual one.
    pub(crate) fn usual() -> Self {
        Self::with_capacity(USUAL)
    }

    /// An empty reply with the capacity for so many bytes of JSON.
    pub(crate) fn with_capacity(json: usize) -> Self {
        let mut buffer = Vec::with_capacity(HEADER + json + 1);
        buffer.extend_from_slice(&[0; HEADER]);
        Self { buffer }
    }

    /// The buffer, to append JSON. It begins with the header.
    pub(crate) fn json_mut(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// The JSON so far.
    pub(crate) fn json(&self) -> &[u8] {
        &self.buffer[HEADER..]
    }

    /// The finished buffer: the header with the capacity, the JSON, NUL.
    ///
    /// The interpreter runs the action again if it finds its retry text in the reply (ABI, section
    /// 4). The text can only be inside a JSON string, so its colon is written as an escape.
    #[inline]
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // A search for one byte is cheap, and this one is rare.
        if aro_json_scan::contains(&self.buffer, RETRY_TEXT.as_bytes()[0]) {
            self.escape_retry_text();
        }
        if self.buffer.len() == self.buffer.capacity() {
            // Not by doubling: a big buffer may be full to its last byte.
            self.buffer.reserve_exact(1);
        }
        self.buffer.push(0);
        let capacity = self.buffer.capacity();
        self.buffer[..HEADER].copy_from_slice(&capacity.to_ne_bytes());
        self.buffer
    }

    #[cold]
    fn escape_retry_text(&mut self) {
        let mut escaped = Vec::new();
        let mut done = 0;
        let retry_text = RETRY_TEXT.as_bytes();
        let occurrences =
            memchr_iter(retry_text[0], &self.buffer).filter(|at| self.buffer[*at..].starts_with(retry_text));
        for found in occurrences {
            let colon = found + RETRY_TEXT.len() - 1;
            escaped.extend_from_slice(&self.buffer[done..colon]);
            escaped.extend_from_slice(b"\\u003a");
            done = colon + 1;
        }
        if done > 0 {
            escaped.extend_from_slice(&self.buffer[done..]);
            self.buffer = escaped;
        }
    }
}

/// JSON in the form of a reply that the host does not give back: the header says capacity 0, which
/// `aro_plugin_free` ignores. The metadata is one.
#[derive(Debug)]
pub(crate) struct StaticReply {
    block: Vec<u8>,
}

impl StaticReply {
    pub(crate) fn new(reply: Reply) -> Self {
        let mut block = reply.buffer;
        block.push(0);
        Self { block }
    }

    /// The JSON.
    pub(crate) fn json(&self) -> &str {
        std::str::from_utf8(&self.block[HEADER..self.block.len() - 1]).unwrap_or_default()
    }

    /// Header, JSON and NUL.
    pub(crate) fn block(&self) -> &[u8] {
        &self.block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &str) -> String {
        let mut reply = Reply::with_capacity(1);
        reply.json_mut().extend_from_slice(text.as_bytes());
        let buffer = reply.finish();
        assert_eq!(buffer.last(), Some(&0));
        String::from_utf8(buffer[HEADER..buffer.len() - 1].to_vec()).unwrap()
    }

    #[test]
    fn the_retry_text_is_never_in_a_reply() {
        let text = r#"{"a":"Unknown action: x Unknown action:Unknown action:","Unknown action:":1}"#;
        let out = finished(text);
        assert!(!out.contains(RETRY_TEXT), "{out}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&out), value(text));
    }

    #[test]
    fn the_retry_text_a_million_times_is_escaped_in_one_pass() {
        let out = finished(&format!("\"{}\"", "UUnknown action:".repeat(1_000_000)));
        assert_eq!(out, format!("\"{}\"", "UUnknown action\\u003a".repeat(1_000_000)));
    }
    #[test]
    fn a_buffer_that_is_full_to_its_last_byte_grows_by_the_nul_alone() {
        let mut reply = Reply::with_capacity(1000);
        let capacity = reply.json_mut().capacity();
        reply.json_mut().resize(capacity, b' ');
        assert_eq!(reply.finish().capacity(), capacity + 1);
    }
}
