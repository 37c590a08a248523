//! A list whose first few elements need no allocation and cost nothing while they are not there.

use std::mem::MaybeUninit;

/// Up to `N` elements in place, and any number more on the heap.
pub(crate) struct Few<T, const N: usize> {
    first: [MaybeUninit<T>; N],
    /// How many of `first` are there; never more than `N`.
    filled: usize,
    more: Vec<T>,
}

impl<T: Copy, const N: usize> Few<T, N> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { first: [const { MaybeUninit::uninit() }; N], filled: 0, more: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, element: T) {
        match self.first.get_mut(self.filled) {
            Some(place) => {
                place.write(element);
                self.filled += 1;
            }
            None => self.spill(element),
        }
    }

    #[cold]
    fn spill(&mut self, element: T) {
        self.more.push(element);
    }

    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        self.filled = 0;
        self.more.clear();
    }

    /// The element that was pushed last.
    #[inline]
    pub(crate) fn last_mut(&mut self) -> Option<&mut T> {
        if !self.more.is_empty() {
            return self.more.last_mut();
        }
        let last = self.first.get_mut(..self.filled)?.last_mut()?;
        // SAFETY: `push` has filled all places that it counted.
        Some(unsafe { last.assume_init_mut() })
    }

    /// The elements in their order: the first ones, and those behind them.
    #[inline(always)]
    pub(crate) fn parts(&self) -> [&[T]; 2] {
        let first = &self.first[..self.filled.min(N)];
        // SAFETY: `push` fills the places one after the other and counts only what it has filled; `clear` counts from the beginning again. The
        // elements are `Copy`, so nothing is to be dropped, and a filled place stays filled.
        let first = unsafe { first.assume_init_ref() };
        [first, &self.more]
    }
}
