//! The error of a thread's last call in the plain form.
//!
//! A buffer of a fixed size in the thread-local: one that owns memory would need a destructor, and
//! a thread-local with a destructor keeps the library mapped after `dlclose`
//! ([ABI, section 8](aro_abi::reference#8-loading)).

use std::cell::Cell;

use aro_abi::typed::{LAST_ERROR_CAPACITY, SUCCESS};

use super::call::code;
use crate::error::Error;

/// The end of a message that was cut.
const CUT: &str = "…";

struct LastError {
    code: Cell<i32>,
    length: Cell<usize>,
    /// Ends with NUL.
    message: [Cell<u8>; LAST_ERROR_CAPACITY],
}

thread_local! {
    static LAST: LastError = const {
        LastError {
            code: Cell::new(SUCCESS),
            length: Cell::new(0),
            message: [const { Cell::new(0) }; LAST_ERROR_CAPACITY],
        }
    };
}

/// Keeps an error. One that nobody has read is replaced.
#[cold]
pub(super) fn set(error: &Error) {
    LAST.with(|last| {
        let (kept, cut) = fitting(error.message());
        let bytes = kept.bytes().chain(cut.bytes());
        for (cell, byte) in last.message.iter().zip(bytes.chain([0])) {
            cell.set(byte);
        }
        last.length.set(kept.len() + cut.len());
        last.code.set(code(error));
    });
}

/// The beginning of the message, and what shows that it was cut.
fn fitting(message: &str) -> (&str, &'static str) {
    if message.len() < LAST_ERROR_CAPACITY {
        return (message, "");
    }
    let mut end = LAST_ERROR_CAPACITY - 1 - CUT.len();
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    (&message[..end], CUT)
}

/// The code, the message as a NUL-terminated string, and its length. Clears the code; the message
/// stays until the thread's next error.
pub(super) fn take() -> (i32, *const u8, usize) {
    LAST.with(|last| (last.code.take(), last.message.as_ptr().cast::<u8>(), last.length.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut_between_two_characters() {
        const LONGEST: usize = LAST_ERROR_CAPACITY - 1;
        for character in ["a", "ä", "€", "🦀"] {
            for before in ["", "a", "aa", "aaa"] {
                let fits = (LONGEST - before.len()) / character.len();
                for count in [fits - 1, fits, fits + 1, LAST_ERROR_CAPACITY] {
                    let message = before.to_owned() + &character.repeat(count);
                    let (kept, cut) = fitting(&message);
                    assert_eq!(cut.is_empty(), kept == message, "{count} of {character}");
                    assert_eq!(cut.is_empty(), message.len() <= LONGEST, "{count} of {character}");
                    assert!(message.starts_with(kept));
                    let length = kept.len() + cut.len();
                    let is_filled = length > LONGEST - character.len();
                    assert!(length <= LONGEST && (cut.is_empty() || is_filled), "{length} bytes of {character}");
                }
            }
        }
    }

    #[test]
    fn reading_clears_the_code() {
        set(&Error::not_found("nothing"));
        let (code, _, length) = take();
        assert_eq!((code, length), (2, 7));
        assert_eq!(take().0, SUCCESS);
    }
}
