//! How a buffer grows.
//!
//! `Vec` doubles its capacity. For a reply that is as big as its argument this would hold twice the
//! memory. From [`BIG`] on, a buffer grows by a sixteenth: C libraries extend blocks of that size
//! in place, or by remapping pages, so the many small steps cost little.

use super::TAIL_SLACK;

/// From this capacity on, in bytes, a buffer grows in small steps.
const BIG: usize = 1 << 20;

/// Makes room for `more` bytes. In a big buffer some more, so that the punctuation that follows
/// does not double it.
#[inline]
pub(crate) fn reserve(out: &mut Vec<u8>, more: usize) {
    let more = more + out.capacity() / (BIG / TAIL_SLACK);
    if out.capacity() - out.len() < more {
        grow(out, more);
    }
}

#[cold]
fn grow(out: &mut Vec<u8>, more: usize) {
    // A few short members often follow a long string; they should not make the buffer grow again.
    let more = more + 4 * TAIL_SLACK;
    if out.capacity() < BIG {
        out.reserve(more);
    } else {
        out.reserve_exact(more.max(out.capacity() / 16));
    }
}

/// Appends `bytes`.
pub(crate) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    reserve(out, bytes.len());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;
    use serde_json::value::RawValue;

    use crate::json::Top;

    fn capacity_for_each_byte(value: &impl Serialize) -> f64 {
        let mut out = Vec::with_capacity(256);
        value.serialize(Top::new(&mut out, "result")).unwrap();
        out.capacity() as f64 / out.len() as f64
    }

    #[test]
    fn a_big_reply_takes_a_tenth_more_than_its_bytes_at_most() {
        let strings: Vec<String> = (0..200_000).map(|n| format!("the \"{n}\"th line\n")).collect();
        let numbers: Vec<f64> = (0..300_000).map(|n| f64::from(n) / 3.0).collect();
        let raw: Vec<Box<RawValue>> =
            (0..3_000).map(|n| RawValue::from_string(format!("[{}{n}]", "1,".repeat(n))).unwrap()).collect();
        let objects: Vec<_> = (0..80_000).map(|n| json!({ "id": n, "name": ["a", [n]], "nothing": [] })).collect();
        for share in [
            capacity_for_each_byte(&strings),
            capacity_for_each_byte(&numbers),
            capacity_for_each_byte(&raw),
            capacity_for_each_byte(&objects),
            capacity_for_each_byte(&"\"\\".repeat(2_000_000)),
            capacity_for_each_byte(&"plain".repeat(2_000_000)),
        ] {
            assert!(share < 1.1, "{share}");
        }
    }
}
