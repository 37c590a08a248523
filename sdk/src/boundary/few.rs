//! A list whose first few elements need no allocation and cost nothing while they are not there.

use std::mem::MaybeUninit;
use std::slice;

/// Up to `N` elements in place, and any number more on the heap. In this order, so that the places are found without an addition.
#[repr(C)]
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

    /// Whether it is in place.
    #[inline(always)]
    pub(crate) fn push(&mut self, element: T) -> bool {
        let in_place = self.fill().push(element);
        if !in_place {
            spill(&mut self.more, element);
        }
        in_place
    }

    /// For many elements, of those that are in place: what has been pushed is counted when the loan ends.
    #[inline(always)]
    pub(crate) fn fill(&mut self) -> Filling<'_, T, N> {
        let Self { first, filled, .. } = self;
        let (_, free) = first.split_at_mut(*filled);
        Filling { free: free.iter_mut(), filled }
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
        // SAFETY: it is one of those that are counted, and they are filled, as said in `parts`.
        Some(unsafe { last.assume_init_mut() })
    }

    /// The elements in their order: the first ones, and those behind them.
    #[inline(always)]
    pub(crate) fn parts(&self) -> [&[T]; 2] {
        // SAFETY: `Filling::push` counts only places of `first` that it has filled, one after the other from what was counted before, and `clear` counts
        // from the beginning again; so there are as many.
        let first = unsafe { self.first.get_unchecked(..self.filled) };
        // SAFETY: as above, they are filled; the elements are `Copy`, so nothing is to be dropped, and a filled place stays filled.
        let first = unsafe { first.assume_init_ref() };
        [first, &self.more]
    }
}

/// A list that is being filled.
pub(crate) struct Filling<'f, T: Copy, const N: usize> {
    free: slice::IterMut<'f, MaybeUninit<T>>,
    filled: &'f mut usize,
}

impl<T: Copy, const N: usize> Filling<'_, T, N> {
    /// Whether there was a place.
    #[inline(always)]
    pub(crate) fn push(&mut self, element: T) -> bool {
        let Some(place) = self.free.next() else { return false };
        place.write(element);
        true
    }
}

impl<T: Copy, const N: usize> Drop for Filling<'_, T, N> {
    #[inline(always)]
    fn drop(&mut self) {
        *self.filled = N - self.free.len();
    }
}

#[cold]
fn spill<T>(more: &mut Vec<T>, element: T) {
    more.push(element);
}
