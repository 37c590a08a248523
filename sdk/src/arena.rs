//! Strings that live as long as a call.

use std::cell::{Cell, OnceCell};

/// Keeps unescaped strings until the call ends, so that a parameter can borrow text that the envelope holds only escaped (ARO writes `/`
/// as `\/`, so every URL is).
///
/// Chunk `n` has `8 << n` places; a place is filled once and never moves, which is what lets `keep` hand out a borrow.
#[derive(Default)]
pub(crate) struct Arena {
    first: OnceCell<String>,
    more: OnceCell<Box<Chunks>>,
}

type Chunk = Box<[OnceCell<String>]>;

struct Chunks {
    chunks: [OnceCell<Chunk>; 32],
    filled: Cell<usize>,
}

impl Arena {
    /// Takes `text` and lends it for as long as the arena lives.
    pub(crate) fn keep(&self, text: String) -> &str {
        match self.first.get() {
            None => self.first.get_or_init(|| text),
            Some(_) => self.more.get_or_init(|| Box::new(Chunks::new())).keep(text),
        }
    }
}

impl Chunks {
    fn new() -> Self {
        Self { chunks: [const { OnceCell::new() }; 32], filled: Cell::new(0) }
    }

    fn keep(&self, text: String) -> &str {
        let index = self.filled.get();
        self.filled.set(index + 1);
        let number = (index / 8 + 1).ilog2();
        let start = 8 * ((1 << number) - 1);
        let chunk = self.chunks[number as usize].get_or_init(|| (0..8 << number).map(|_| OnceCell::new()).collect());
        chunk[index - start].get_or_init(|| text)
    }
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
