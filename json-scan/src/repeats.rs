//! Values that occur again in the same text.
//!
//! Some programs write the same value under several keys, and comparing it by `memcmp` costs a
//! fraction of scanning it.

/// The length from which on a value is remembered; a shorter one is scanned as fast as it is
/// compared. Tests remember short values, too.
const MIN_LEN: usize = if cfg!(test) { 4 } else { 128 };

/// The longest and the latest of the scanned values, so that equal ones are not scanned again.
///
/// Invariant: only strings, objects and lists are remembered. They end with their own closing
/// character, whatever follows, so bytes that begin with a remembered value are an equal value.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RepeatCache {
    latest: Scanned,
    longest: Scanned,
}

/// The range of a value that was scanned; empty if there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Scanned {
    start: usize,
    end: usize,
    /// The number of brackets that may be open around an equal value.
    max_depth: u32,
}

impl RepeatCache {
    /// The end of the value that starts at `at`, if it is equal to a remembered one and, inside
    /// `depth` brackets, not nested too deep.
    #[inline(always)]
    pub(crate) fn lookup(&self, text: &[u8], at: usize, depth: u32) -> Option<usize> {
        if self.latest.end == 0 {
            return None;
        }
        self.lookup_any(text, at, depth)
    }

    #[inline(never)]
    fn lookup_any(&self, text: &[u8], at: usize, depth: u32) -> Option<usize> {
        let rest = text.get(at..)?;
        let end_of = |value: &Scanned| {
            let known = text.get(value.start..value.end)?;
            let is_same = !known.is_empty() && depth <= value.max_depth && rest.starts_with(known);
            is_same.then(|| at + known.len())
        };
        let latest = end_of(&self.latest);
        if latest.is_some() || self.latest.start == self.longest.start { latest } else { end_of(&self.longest) }
    }

    /// Remembers the value from `start` to `end`. Inside `max_depth` brackets it is not nested too
    /// deep.
    pub(crate) fn note(&mut self, start: usize, end: usize, max_depth: u32) {
        if end - start < MIN_LEN {
            return;
        }
        self.latest = Scanned { start, end, max_depth };
        if end - start > self.longest.end - self.longest.start {
            self.longest = self.latest;
        }
    }
}

#[cfg(test)]
mod tests;
