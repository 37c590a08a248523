//! Typed C functions, with the SDK and by hand.

use std::path::Path;

use libloading::Library;

/// One typed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedCall {
    /// Adds two integers.
    Add,
    /// Takes a text of this many bytes.
    Length(usize),
}

/// A loaded function, ready to be called.
#[derive(Debug)]
pub struct Typed {
    function: Function,
    text: String,
    // Dropped after the function pointers into it.
    _library: Library,
}

#[derive(Debug)]
enum Function {
    Add(unsafe extern "C" fn(i32, i32) -> i32),
    Length(unsafe extern "C" fn(*const u8, usize) -> u64),
}

impl Typed {
    /// Loads a function and calls it once, so that one-time work is not measured.
    ///
    /// # Panics
    ///
    /// If it cannot be loaded, or returns something wrong.
    #[must_use]
    pub fn new(path: &Path, call: TypedCall, by_hand: bool) -> Self {
        let prefix = if by_hand { "by_hand" } else { "bench_typed" };
        // SAFETY: the library does nothing when it is loaded.
        let library = unsafe { Library::new(path) }.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let missing = |error| -> ! { panic!("{}: {error}", path.display()) };
        let (function, text) = match call {
            TypedCall::Add => {
                // SAFETY: this is the function's signature.
                let function = unsafe { library.get(format!("{prefix}_add")) }.unwrap_or_else(|error| missing(error));
                (Function::Add(*function), String::new())
            }
            TypedCall::Length(bytes) => {
                // SAFETY: this is the function's signature.
                let function =
                    unsafe { library.get(format!("{prefix}_length")) }.unwrap_or_else(|error| missing(error));
                (Function::Length(*function), "x".repeat(bytes))
            }
        };
        let typed = Self { function, text, _library: library };
        let expected = if call == TypedCall::Add { 5 } else { typed.text.len() as u64 };
        assert_eq!(typed.call(), expected);
        typed
    }

    /// Calls it.
    #[inline(never)]
    #[must_use]
    pub fn call(&self) -> u64 {
        match self.function {
            // SAFETY: the function takes any numbers.
            Function::Add(add) => unsafe { add(2, 3) }.cast_unsigned().into(),
            // SAFETY: the address and the length are those of a string.
            Function::Length(length) => unsafe { length(self.text.as_ptr(), self.text.len()) },
        }
    }
}
