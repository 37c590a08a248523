//! The type of a handle.

/// A runtime as C sees it. Its address means nothing: it is the number of a runtime.
#[derive(Debug)]
#[repr(C)]
pub struct AroHost {
    _opaque: [u8; 0],
}
