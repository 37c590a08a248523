//! Slices that C passes: elements in memory, with an address and a length that fit or do not.

use std::ptr;

use arbitrary::Arbitrary;

#[derive(Arbitrary, Debug)]
pub(crate) enum Address {
    /// The elements' own.
    Whole,
    /// Their own, and no element of them.
    Empty,
    Null {
        length: u64,
    },
    /// Between two elements.
    Misaligned {
        by: u8,
        length: u64,
    },
    /// Any, with the length 0.
    Nowhere {
        address: u64,
    },
    /// Their own, with a length that no memory has.
    TooLong {
        beyond: u64,
    },
    /// So near to the end of memory that the elements would be beyond it.
    AtTheEnd {
        before: u8,
        length: u32,
    },
}

/// The elements, aligned to 8 bytes, and how many bytes of them there are.
#[derive(Default)]
pub(crate) struct Elements(Vec<u64>, usize);

impl Elements {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let words = bytes.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_ne_bytes(word)
        });
        Self(words.collect(), bytes.len())
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|word| word.to_ne_bytes()).take(self.1).collect()
    }

    /// At most `count` elements of `N` bytes.
    pub(crate) fn first<const N: usize>(&self, count: usize) -> Vec<[u8; N]> {
        self.bytes().chunks_exact(N).take(count).filter_map(|chunk| chunk.try_into().ok()).collect()
    }

    /// At most `length` bytes, if they are UTF-8.
    pub(crate) fn text(&self, length: usize) -> Option<String> {
        let mut bytes = self.bytes();
        bytes.truncate(length);
        String::from_utf8(bytes).ok()
    }

    /// A pointer and a length for elements of a type of this size and alignment, and whether they
    /// are those of a slice.
    pub(crate) fn at(&self, address: &Address, size: usize, align: usize) -> (*const u8, usize, bool) {
        let own = self.0.as_ptr().cast::<u8>();
        let most = isize::MAX.cast_unsigned() / size;
        match *address {
            Address::Whole => (own, self.1 / size, true),
            Address::Empty => (own, 0, true),
            Address::Null { length } => (ptr::null(), length as usize, length == 0),
            Address::Misaligned { by, length } if align > 1 => {
                let by = 1 + usize::from(by) % (align - 1);
                (own.wrapping_add(by), length as usize, length == 0)
            }
            Address::Nowhere { address } => (ptr::without_provenance(address as usize), 0, true),
            Address::TooLong { beyond } => (own, most.saturating_add(1).saturating_add(beyond as usize), false),
            Address::Misaligned { length, .. } => (ptr::null(), length as usize, length == 0),
            Address::AtTheEnd { before, length } => {
                let before = usize::from(before) / align * align;
                let start = (usize::MAX - (align - 1)) - before;
                (ptr::without_provenance(start), before + align + length as usize, false)
            }
        }
    }
}
