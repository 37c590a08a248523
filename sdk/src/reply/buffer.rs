//! The memory of a reply.

use memchr::memchr;

use super::put;

const RETRY: &[u8] = aro_abi::RETRY_TEXT.as_bytes();

/// What stands in front of a reply's text: its buffer's capacity, so that giving it back needs
/// nothing else.
pub(crate) const HEADER: usize = size_of::<usize>();

/// A reply in the buffer that will be handed to the host: a header, then the JSON text.
#[derive(Debug)]
pub struct Reply {
    buffer: Vec<u8>,
}

/// Room for a usual reply.
const USUAL: usize = 320;

impl Reply {
    /// With room for a usual reply.
    pub(crate) fn usual() -> Self {
        Self::with_capacity(USUAL)
    }

    #[inline]
    pub(crate) fn with_capacity(text: usize) -> Self {
        let mut buffer = Vec::with_capacity(HEADER + text + 1);
        buffer.extend_from_slice(&[0; HEADER]);
        Self { buffer }
    }

    /// The buffer; the text is what stands behind the header.
    pub(crate) fn text_mut(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[HEADER..]
    }

    /// The finished buffer: header with the capacity, text, NUL.
    ///
    /// The interpreter would run the action again if it found its retry text anywhere in the reply
    /// (ABI, section 4), so the colon is written as an escape there: the text can only stand inside
    /// a JSON string.
    #[inline]
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // Its first letter is rare, and a search for one byte costs next to nothing. The header,
        // which is zeros so far, makes even the shortest reply long enough for the quick way.
        if aro_json_scan::contains(&self.buffer, RETRY[0]) {
            self.avoid_retry();
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

    /// In one pass, however often the text stands there. Not by `memmem`: its searchers would be
    /// ten kilobytes in every plugin.
    #[cold]
    fn avoid_retry(&mut self) {
        let mut escaped = Vec::new();
        let (mut done, mut from) = (0, HEADER);
        while let Some(found) = memchr(RETRY[0], &self.buffer[from..]) {
            let at = from + found;
            from = at + 1;
            if self.buffer[at..].starts_with(RETRY) {
                let colon = at + RETRY.len() - 1;
                put(&mut escaped, &self.buffer[done..colon]);
                put(&mut escaped, b"\\u003a");
                done = colon + 1;
            }
        }
        if done > 0 {
            put(&mut escaped, &self.buffer[done..]);
            self.buffer = escaped;
        }
    }
}

/// A text in the form of a reply that is never given back: its header says capacity 0.
#[derive(Debug)]
pub(crate) struct Lasting {
    block: Vec<u8>,
}

impl Lasting {
    pub(crate) fn of(text: Reply) -> Self {
        let mut block = text.buffer;
        block.push(0);
        Self { block }
    }

    pub(crate) fn text(&self) -> &str {
        // It was made of `str`s.
        std::str::from_utf8(&self.block[HEADER..self.block.len() - 1]).unwrap_or_default()
    }

    /// Header, text and NUL.
    pub(crate) fn block(&self) -> &[u8] {
        &self.block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &str) -> String {
        let mut reply = Reply::with_capacity(1);
        reply.text_mut().extend_from_slice(text.as_bytes());
        let buffer = reply.finish();
        assert_eq!(buffer.last(), Some(&0));
        String::from_utf8(buffer[HEADER..buffer.len() - 1].to_vec()).unwrap()
    }

    #[test]
    fn the_retry_text_never_stands_in_a_reply() {
        let text = r#"{"a":"Unknown action: x Unknown action:Unknown action:","Unknown action:":1}"#;
        let out = finished(text);
        assert!(!out.contains(aro_abi::RETRY_TEXT), "{out}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&out), value(text));
    }

    #[test]
    fn the_retry_text_a_million_times_is_escaped_in_one_pass() {
        let out = finished(&format!("\"{}\"", "UUnknown action:".repeat(1_000_000)));
        assert_eq!(out, format!("\"{}\"", "UUnknown action\\u003a".repeat(1_000_000)));
    }
}
