//! Whether a text is ASCII, as nearly all are: such a text is UTF-8 without a further look.

/// Whether every byte is ASCII.
#[inline]
pub(crate) fn is_ascii(bytes: &[u8]) -> bool {
    // A short text is two words, which overlap where it is not as long as both.
    if bytes.len() < 32 {
        return match (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
            (Some(first), Some(last)) => (u128::from_ne_bytes(*first) | u128::from_ne_bytes(*last)) & HIGH == 0,
            _ => is_short_ascii(bytes),
        };
    }
    #[cfg(target_arch = "x86_64")]
    if super::is_possible() {
        // SAFETY: the processor has it, which was just asked.
        return unsafe { avx2::is_ascii(bytes) };
    }
    bytes.is_ascii()
}

/// The highest bit of each byte.
const HIGH: u128 = u128::from_ne_bytes([0x80; 16]);

/// Of less than sixteen bytes.
fn is_short_ascii(bytes: &[u8]) -> bool {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH as u64 == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last)) & HIGH as u32 == 0;
    }
    bytes.iter().all(u8::is_ascii)
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{_mm256_movemask_epi8, _mm256_or_si256};

    use crate::boundary::skip::avx2::load;

    #[target_feature(enable = "avx2")]
    pub(super) fn is_ascii(bytes: &[u8]) -> bool {
        // The last bytes overlap with what is before them, so nothing is left over.
        let Some(last) = bytes.last_chunk::<256>() else {
            let Some(last) = bytes.last_chunk::<32>() else { return bytes.is_ascii() };
            return are_ascii(bytes.as_chunks().0, last);
        };
        let one_by_one = |block: &[u8; 256]| are_ascii(block.as_chunks().0, &[0; 32]);
        one_by_one(last) && bytes.as_chunks().0.iter().all(one_by_one)
    }

    /// Whether all are.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn are_ascii(blocks: &[[u8; 32]], last: &[u8; 32]) -> bool {
        let mut all = load(last);
        for block in blocks {
            all = _mm256_or_si256(all, load(block));
        }
        _mm256_movemask_epi8(all) == 0
    }
}
