//! Results that are written element by element, without a collection in memory.

use std::cell::Cell;
use std::fmt;
use std::mem::ManuallyDrop;

use serde::ser::{Error as _, Serialize, SerializeSeq, Serializer};

use crate::error::Error;

thread_local! {
    /// The error that ended a stream. It bypasses serde, whose errors are strings. `ManuallyDrop`,
    /// so that the thread-local needs no destructor, which would keep the library mapped after
    /// `dlclose` ([ABI, section 8](aro_abi::reference#8-loading)).
    static FAILURE: Cell<Option<ManuallyDrop<Error>>> = const { Cell::new(None) };
}

/// The error that ended the stream that was written last, if one ended early.
pub(crate) fn take_failure() -> Option<Error> {
    FAILURE.take().map(ManuallyDrop::into_inner)
}

/// An iterator as a result: its items are written into the reply one by one, as a list, and never
/// held all at once.
///
/// As the result of an action it is under `result` (or the key that the attribute names); as a
/// field of a struct, under the field's name. The iterator is used up by being written, once.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// /// The numbers up to a limit.
/// #[aro_action(verbs = ["CountUp"], returns = "numbers")]
/// fn count_up(limit: u64) -> Streamed<impl Iterator<Item = u64>> {
///     Streamed::new(1..=limit)
/// }
///
/// /// The lines of a text as numbers; the first that is none ends it.
/// #[aro_action(verbs = ["ReadNumbers"], returns = "numbers")]
/// fn read_numbers(text: &str) -> TryStreamed<impl Iterator<Item = Result<i64>>> {
///     TryStreamed::new(text.lines().map(|line| Ok(line.trim().parse()?)))
/// }
/// ```
pub struct Streamed<I>(Cell<Option<I>>);

impl<I: Iterator> Streamed<I> {
    /// Takes the iterator.
    pub fn new(items: impl IntoIterator<IntoIter = I>) -> Self {
        Self(Cell::new(Some(items.into_iter())))
    }
}

impl<I: Iterator<Item: Serialize>> Serialize for Streamed<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.0.take().ok_or_else(|| S::Error::custom("a stream can be written only once"))?;
        let mut list = serializer.serialize_seq(None)?;
        for item in items {
            list.serialize_element(&item)?;
        }
        list.end()
    }
}

/// The same for an iterator whose items may be errors: the first error becomes the reply, with its
/// code and details, and what was written before it is thrown away.
pub struct TryStreamed<I>(Cell<Option<I>>);

impl<I: Iterator> TryStreamed<I> {
    /// Takes the iterator.
    pub fn new(items: impl IntoIterator<IntoIter = I>) -> Self {
        Self(Cell::new(Some(items.into_iter())))
    }
}

impl<T: Serialize, E: Into<Error>, I: Iterator<Item = Result<T, E>>> Serialize for TryStreamed<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.0.take().ok_or_else(|| S::Error::custom("a stream can be written only once"))?;
        let mut list = serializer.serialize_seq(None)?;
        for item in items {
            match item {
                Ok(item) => list.serialize_element(&item)?,
                Err(error) => {
                    let error: Error = error.into();
                    let serde_error = S::Error::custom(error.message());
                    drop(take_failure());
                    FAILURE.set(Some(ManuallyDrop::new(error)));
                    return Err(serde_error);
                }
            }
        }
        list.end()
    }
}

impl<I> fmt::Debug for Streamed<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").finish_non_exhaustive()
    }
}

impl<I> fmt::Debug for TryStreamed<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TryStreamed").finish_non_exhaustive()
    }
}
