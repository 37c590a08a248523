//! Strings that live as long as a call.

use std::cell::{Cell, OnceCell};

/// Keeps unescaped strings until the call ends, so that a parameter can borrow text that the envelope holds only escaped (ARO writes `/`
/// as `\/`, so every URL is). The first needs no memory of its own.
#[derive(Default)]
pub(crate) struct Arena {
    first: OnceCell<String>,
    more: OnceCell<Box<Chunk>>,
}

/// Places for more of them. A place is filled once and never moves, which is what lets `keep` hand out a borrow.
struct Chunk {
    places: Vec<OnceCell<String>>,
    filled: Cell<usize>,
    /// Twice as many places, so there are never many chunks.
    next: OnceCell<Box<Chunk>>,
}

impl Arena {
    /// Takes `text` and lends it for as long as the arena lives.
    pub(crate) fn keep(&self, text: String) -> &str {
        let place = if self.first.get().is_none() { &self.first } else { chunk_in(&self.more, 8).next_place() };
        // The place is free, so this is kept. Not `get_or_init`, which is more code for the same.
        let _ = place.set(text);
        place.get().map_or("", String::as_str)
    }
}

impl Chunk {
    fn next_place(&self) -> &OnceCell<String> {
        let mut chunk = self;
        loop {
            let filled = chunk.filled.get();
            if let Some(place) = chunk.places.get(filled) {
                chunk.filled.set(filled + 1);
                return place;
            }
            chunk = chunk_in(&chunk.next, 2 * filled);
        }
    }
}

#[cold]
fn chunk_in(place: &OnceCell<Box<Chunk>>, length: usize) -> &Chunk {
    place.get_or_init(|| {
        let mut places = Vec::with_capacity(length);
        while places.len() < length {
            places.push(OnceCell::new());
        }
        Box::new(Chunk { places, filled: Cell::new(0), next: OnceCell::new() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_stays_where_it_is() {
        let arena = Arena::default();
        let kept: Vec<&str> = (0..1000).map(|n| arena.keep(n.to_string())).collect();
        for (n, text) in kept.iter().enumerate() {
            assert_eq!(*text, n.to_string());
        }
    }
}
