//! The backends of the scan: by which instructions `aro-json-scan` makes its bit masks.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT.
    Avx2,
    /// SSE2 of every x86-64 processor.
    Sse2,
    /// NEON of every aarch64 processor.
    Neon,
    /// No instructions beyond those for 64-bit numbers.
    Portable,
}

impl Backend {
    /// All of them.
    pub const ALL: [Backend; 4] = [Backend::Avx2, Backend::Sse2, Backend::Neon, Backend::Portable];

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

    /// Whether the processor has the instructions. A plugin that is forced to a backend which the
    /// processor lacks takes the portable one, and does not say so.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Backend::Avx2 => has_avx2(),
            Backend::Sse2 => cfg!(target_arch = "x86_64"),
            Backend::Neon => cfg!(target_arch = "aarch64"),
            Backend::Portable => true,
        }
    }

    /// Those that this processor has.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|backend| backend.is_available())
    }
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("pclmulqdq")
        && is_x86_feature_detected!("popcnt")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}
