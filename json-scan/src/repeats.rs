//! Values that occur again in the same text.

/// A shorter value is scanned as fast as it is compared. In tests the short ones count too.
const MIN_LEN: usize = if cfg!(test) { 4 } else { 128 };

/// Long values that were scanned, so that equal ones need not be.
///
/// Hosts write the same value under several names, and comparing it with `memcmp` costs a fraction
/// of scanning it. A string, an object and a list end with their own closing character, whatever
/// follows, so a text that begins with one has it for its value.
///
/// Two are remembered: the longest, and the latest.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RepeatCache {
    latest: Scanned,
    longest: Scanned,
}

/// A value that was scanned; of length zero if there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Scanned {
    start: usize,
    end: usize,
    /// So many brackets may be open around an equal value.
    max_depth: u32,
}

impl RepeatCache {
    /// Where the value that starts at `at` ends, if it is a remembered one and, inside of `depth`
    /// brackets, not nested too deep.
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

    /// Remembers the value from `start` to `end`. Inside of `max_depth` brackets it is not nested
    /// too deep.
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
