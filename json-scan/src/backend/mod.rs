//! The backends, and which of them the processor has.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) mod avx2;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
pub(crate) mod neon;
pub(crate) mod portable;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) mod sse2;
#[cfg(test)]
mod tests;

#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
pub(crate) use neon::Vector16;
#[cfg(not(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "aarch64", target_feature = "neon"),
)))]
pub(crate) use portable::Vector16;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use sse2::Vector16;

use crate::block::{InstructionSet, PaddedBlock};
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::small;

/// The instructions by which blocks become masks.
///
/// [`index`](crate::index()) chooses the best that the processor has. All give the same results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Backend {
    /// AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT of x86-64 processors since 2013.
    Avx2,
    /// SSE2 of every x86-64 processor.
    Sse2,
    /// NEON of every aarch64 processor.
    Neon,
    /// No instructions beyond those for 64-bit integers.
    Portable,
}

impl Backend {
    /// All of them, the best first.
    pub const ALL: [Backend; 4] = [Backend::Avx2, Backend::Sse2, Backend::Neon, Backend::Portable];

    /// The best that this processor has. With `--cfg json_scan_backend="…"` (`avx2`, `sse2`, `neon`
    /// or `portable`) it is the one that this names, or [`Portable`](Backend::Portable) if the
    /// processor does not have it. Under Miri it is `Portable`, and the processor is not queried.
    #[must_use]
    #[inline]
    pub fn best() -> Self {
        let [first, second] = if cfg!(any(miri, json_scan_backend = "portable")) {
            [Backend::Portable, Backend::Portable]
        } else if cfg!(json_scan_backend = "avx2") {
            [Backend::Avx2, Backend::Portable]
        } else if cfg!(json_scan_backend = "sse2") {
            [Backend::Sse2, Backend::Portable]
        } else if cfg!(json_scan_backend = "neon") {
            [Backend::Neon, Backend::Portable]
        } else if cfg!(all(target_arch = "x86_64", target_feature = "sse2")) {
            [Backend::Avx2, Backend::Sse2]
        } else {
            [Backend::Neon, Backend::Portable]
        };
        if first.is_available() { first } else { second }
    }

    /// Those that this processor has, the best first. `--cfg json_scan_backend` has no effect here.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|backend| backend.is_available())
    }

    /// The value of `json_scan_backend` that forces it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Backend::Avx2 => "avx2",
            Backend::Sse2 => "sse2",
            Backend::Neon => "neon",
            Backend::Portable => "portable",
        }
    }

    /// Whether the processor has the instructions.
    #[must_use]
    #[inline]
    pub fn is_available(self) -> bool {
        match self {
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Backend::Avx2 => avx2::Avx2::detect().is_some(),
            Backend::Sse2 => cfg!(all(target_arch = "x86_64", target_feature = "sse2")),
            Backend::Neon => cfg!(all(target_arch = "aarch64", target_feature = "neon")),
            Backend::Portable => true,
            #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
            Backend::Avx2 => false,
        }
    }
}

// Without AVX2, SSE2 is called and not `Portable`, so that a program on x86-64 that uses
// the best backend does not contain `Portable`.

/// As [`crate::index_with`].
#[inline]
pub(crate) fn index(backend: Backend, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()> {
    match backend {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        Backend::Avx2 => {
            if let Some(avx2) = avx2::Avx2::detect() {
                return avx2.index(text, nested, objects);
            }
            return sse2::Sse2.index(text, nested, objects);
        }
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        Backend::Sse2 => return sse2::Sse2.index(text, nested, objects),
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        Backend::Neon => return neon::Neon.index(text, nested, objects),
        _ => {}
    }
    portable::Portable.index(text, nested, objects)
}

/// As [`small::find_in_generic`].
#[inline]
pub(crate) fn find_in(backend: Backend, padded: &PaddedBlock, key: &Key<'_>) -> small::Found {
    match backend {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        Backend::Avx2 => {
            if let Some(avx2) = avx2::Avx2::detect() {
                return avx2.find_in(padded, key);
            }
            return sse2::Sse2.find_in(padded, key);
        }
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        Backend::Sse2 => return sse2::Sse2.find_in(padded, key),
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        Backend::Neon => return neon::Neon.find_in(padded, key),
        _ => {}
    }
    portable::Portable.find_in(padded, key)
}
