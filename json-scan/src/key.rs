//! Prepared keys, by which members are looked up.
//!
//! A member is stored with the first eight bytes of its key and closing quote as one number. A
//! look-up of a key of at most seven bytes compares this number, under a mask, and reads no text.

use crate::plain;

/// The number of bytes of a key that are stored with its member.
pub(crate) const PREFIX: usize = size_of::<u64>();

/// The prefix of a key that contains an escape. No other key has it, since the byte 255 does not
/// occur in UTF-8.
pub(crate) const ESCAPED: u64 = u64::MAX;

/// The name of a member, prepared for look-ups. [`Key::new`] is a `const fn`.
///
/// ```
/// use aro_json_scan::Key;
///
/// const DATA: Key<'_> = Key::new("data");
/// assert_eq!(DATA.name(), "data");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Key<'k> {
    name: &'k str,
    /// The first bytes of the name and its closing quote, as they appear in a text.
    bits: u64,
    /// All ones in the bytes of `bits` that are compared.
    mask: u64,
}

impl<'k> Key<'k> {
    /// Prepares this name, which is unescaped and without quotes.
    #[must_use]
    pub const fn new(name: &'k str) -> Self {
        let bytes = name.as_bytes();
        let (mut bits, mut mask, mut at) = (0_u64, 0_u64, 0);
        while at < PREFIX && at <= bytes.len() {
            let byte = if at < bytes.len() { bytes[at] } else { b'"' };
            if at < bytes.len() && (byte < b' ' || byte == b'"' || byte == b'\\') {
                // In a JSON text this name has an escape, so no prefix is equal.
                return Self { name, bits: 1, mask: 0 };
            }
            bits |= (byte as u64) << (8 * at);
            mask |= 0xff << (8 * at);
            at += 1;
        }
        Self { name, bits, mask }
    }

    /// As [`new`](Self::new), faster at run time.
    #[must_use]
    #[inline]
    pub fn of(name: &'k str) -> Self {
        let bytes = name.as_bytes();
        if bytes.len() >= PREFIX || !plain::is_plain(bytes) {
            return Self::new(name);
        }
        // Two words of four bytes, which overlap if the name is shorter than eight bytes.
        let bits = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4))
            }
            _ => bytes.iter().rev().fold(0, |bits, byte| bits << 8 | u64::from(*byte)),
        };
        let quote = u64::from(b'"') << (8 * bytes.len());
        Self { name, bits: bits | quote, mask: u64::MAX >> (56 - 8 * bytes.len()) }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &'k str {
        self.name
    }

    /// Whether a member with this prefix may have this key.
    #[inline(always)]
    pub(crate) const fn matches(&self, prefix: u64) -> bool {
        prefix & self.mask == self.bits
    }

    /// Whether an equal prefix is an equal key, because the prefix includes the closing quote.
    #[inline(always)]
    pub(crate) const fn is_short(&self) -> bool {
        self.name.len() < PREFIX
    }

    /// The bit of the key's first byte; see [`initial`].
    #[inline(always)]
    pub(crate) const fn initial(&self) -> u64 {
        initial(self.bits)
    }
}

/// One of 64 bits, chosen by the first byte of a prefix: a Bloom filter with one hash function.
#[inline(always)]
pub(crate) const fn initial(prefix: u64) -> u64 {
    1 << (prefix % 64)
}
