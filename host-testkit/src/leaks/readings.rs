//! Evaluates the readings of one measurement.

use super::Measure;
use super::memory;

/// How much more than the bound resident memory may grow where the heap is measured exactly:
/// allocators take pages in steps.
const RESIDENT_SLACK: usize = 1 << 20;

/// The readings of one measurement. The heap is read after every round; resident memory only at the
/// beginning and the end, since that is slower.
#[derive(Debug)]
pub(super) struct Readings {
    heap: Vec<Option<usize>>,
    resident: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Within the bound.
    Within,
    /// Above the bound, by growth in most rounds.
    Steady,
    /// Above the bound, by growth in a few rounds.
    Leaps,
}

impl Readings {
    pub(super) fn begin(rounds: usize) -> Self {
        let resident = memory::resident();
        let mut heap = Vec::with_capacity(rounds + 1);
        heap.push(memory::heap());
        Self { heap, resident }
    }

    pub(super) fn after_round(&mut self) {
        self.heap.push(memory::heap());
    }

    /// Compares the growth with the bound. Returns the verdict, the measure and the growth; `None`
    /// without any measure.
    pub(super) fn judge(&self, bound: usize) -> Option<(Verdict, Measure, usize)> {
        let heap = self.heap.iter().copied().collect::<Option<Vec<_>>>();
        let resident = self.resident.zip(memory::resident()).map(|(before, after)| after.saturating_sub(before));
        judge(heap.as_deref(), resident, bound)
    }
}

fn judge(heap: Option<&[usize]>, resident: Option<usize>, bound: usize) -> Option<(Verdict, Measure, usize)> {
    let slack = if heap.is_some() { RESIDENT_SLACK } else { 0 };
    let pages = |verdict, bytes| (verdict, Measure::Resident, bytes);
    match (heap.map(grown), resident) {
        (Some((steady, _)), _) if steady > bound => Some((Verdict::Steady, Measure::Heap, steady)),
        (Some((_, whole)), _) if whole > bound => Some((Verdict::Leaps, Measure::Heap, whole)),
        (_, Some(resident)) if resident > bound.saturating_add(slack) => Some(pages(Verdict::Leaps, resident)),
        (Some((steady, whole)), _) => Some((Verdict::Within, Measure::Heap, whole.max(steady))),
        (None, Some(resident)) => Some(pages(Verdict::Within, resident)),
        (None, None) => None,
    }
}

/// The growth of a typical round times the number of rounds, and the whole growth.
///
/// The typical round is the interquartile mean: rounds in which another thread allocates or frees
/// much do not count, and those in which memory goes up and down by turns make up for each other.
fn grown(readings: &[usize]) -> (usize, usize) {
    let signed = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX);
    let mut rounds: Vec<i64> = readings.windows(2).map(|pair| signed(pair[1]) - signed(pair[0])).collect();
    rounds.sort_unstable();
    let outer = rounds.len() / 4;
    let inner = &rounds[outer..rounds.len() - outer];
    let sum: i64 = inner.iter().sum();
    let steady = sum * signed(rounds.len()) / signed(inner.len()).max(1);
    let whole = match readings {
        [first, .., last] => last.saturating_sub(*first),
        _ => 0,
    };
    (usize::try_from(steady).unwrap_or(0), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_somebody_else_frees_does_not_hide_a_leak() {
        assert_eq!(grown(&[1000, 1100, 1200, 300, 400, 500]), (500, 0));
        let readings = [1000, 1100, 1200, 300, 400, 500];
        assert_eq!(judge(Some(&readings), Some(0), 100), Some((Verdict::Steady, Measure::Heap, 500)));
    }

    #[test]
    fn memory_that_goes_up_and_down_by_turns_is_no_leak() {
        let readings: Vec<usize> = (0..65).map(|round| 10_000 + round % 2 * 544).collect();
        assert_eq!(grown(&readings), (0, 0));
        let growing: Vec<usize> = (0..65).map(|round| 10_000 + round % 2 * 544 + round * 100).collect();
        assert_eq!(grown(&growing), (6400, 6400));
        assert_eq!((grown(&[]), grown(&[5]), grown(&[5, 9])), ((0, 0), (0, 0), (4, 4)));
    }

    #[test]
    fn memory_that_grows_in_leaps_is_seen() {
        let readings = [1000, 1000, 1000, 9000, 9000];
        assert_eq!(judge(Some(&readings), None, 100), Some((Verdict::Leaps, Measure::Heap, 8000)));
        assert_eq!(judge(Some(&[1000, 1000, 900]), None, 0), Some((Verdict::Within, Measure::Heap, 0)));
    }

    #[test]
    fn pages_are_allowed_more_than_bytes() {
        assert_eq!(judge(Some(&[0, 10]), Some(100_000), 100), Some((Verdict::Within, Measure::Heap, 10)));
        assert_eq!(judge(Some(&[0, 10]), Some(2 << 20), 100), Some((Verdict::Leaps, Measure::Resident, 2 << 20)));
        assert_eq!(judge(None, Some(101), 100), Some((Verdict::Leaps, Measure::Resident, 101)));
        assert_eq!(judge(None, None, 100), None);
    }
}
