//! How a reply's buffer grows.
//!
//! `Vec` doubles. That is right for small replies, but of one that is as big as its argument it
//! would hold twice. Beyond [`BIG`] the buffer grows by a sixteenth: C libraries extend blocks of
//! that size in place or by remapping pages, so the many small steps cost little.

use crate::boundary::LEFT;

const BIG: usize = 1 << 20;

/// Room for so many bytes more, and in a big buffer for a few others behind them (punctuation, a
/// number), so that these never make it double.
#[inline]
pub(super) fn reserve(out: &mut Vec<u8>, more: usize) {
    let more = more + out.capacity() / (BIG / 64);
    if out.capacity() - out.len() < more {
        grow(out, more);
    }
}

#[cold]
fn grow(out: &mut Vec<u8>, more: usize) {
    // What follows a long string are a few short members, which should not make the buffer grow
    // again.
    let more = more + 4 * LEFT;
    if out.capacity() < BIG {
        out.reserve(more);
    } else {
        out.reserve_exact(more.max(out.capacity() / 16));
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;
    use serde_json::value::RawValue;

    use super::super::serializer::Top;

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
