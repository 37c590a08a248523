//! How errors look in a test that fails.

/// Lets `Debug` write what `Display` writes, so that `unwrap()` in a test shows the message as it
/// is meant to be read, line breaks included.
macro_rules! debug_like_display {
    ($($error:ty),+) => {$(
        impl ::std::fmt::Debug for $error {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self, f)
            }
        }
    )+};
}
