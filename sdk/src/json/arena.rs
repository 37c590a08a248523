//! Strings that live as long as a call.
//!
//! A parameter of the type `&str` borrows from the envelope. Where the envelope has the string
//! escaped (ARO writes `/` as `\/`, so every URL is), there is nothing to borrow: the unescaped
//! string is kept here until the call ends.
//!
//! Not a crate for arenas: those allocate for the first string, and most calls have one at most.

use std::cell::{Cell, OnceCell};

/// Strings that are lent for as long as the arena lives. The first has its place in the arena
/// itself, so it costs no allocation beyond its own.
#[derive(Default)]
pub(crate) struct Arena {
    first: OnceCell<String>,
    more: OnceCell<Box<Chunk>>,
}

/// Places for strings. A place is filled once and never moves: that is why [`Arena::keep`] can lend
/// the string although it takes `&self`.
struct Chunk {
    places: Vec<OnceCell<String>>,
    filled: Cell<usize>,
    /// Twice as big, so that the number of chunks stays small.
    next: OnceCell<Box<Chunk>>,
}

const FIRST_CHUNK: usize = 8;

impl Arena {
    /// Takes `string` and lends it for as long as the arena lives.
    pub(crate) fn keep(&self, string: String) -> &str {
        let free = match self.first.get() {
            None => &self.first,
            Some(_) => self.more.get_or_init(|| Chunk::new(FIRST_CHUNK)).free_place(),
        };
        free.get_or_init(|| string)
    }
}

impl Chunk {
    fn new(places: usize) -> Box<Self> {
        let places = std::iter::repeat_with(OnceCell::new).take(places).collect();
        Box::new(Self { places, filled: Cell::new(0), next: OnceCell::new() })
    }

    fn free_place(&self) -> &OnceCell<String> {
        let mut chunk = self;
        loop {
            let filled = chunk.filled.get();
            if let Some(place) = chunk.places.get(filled) {
                chunk.filled.set(filled + 1);
                return place;
            }
            chunk = chunk.next.get_or_init(|| Self::new(2 * filled));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_that_is_kept_stays_where_it_is() {
        let arena = Arena::default();
        let kept: Vec<&str> = (0..1000).map(|n| arena.keep(n.to_string())).collect();
        for (n, string) in kept.iter().enumerate() {
            assert_eq!(*string, n.to_string());
        }
    }
}
