//! Whether the processor has what the code under `avx2` needs.
//!
//! `std` asks it some dozen questions, each of which leaves a virtual machine, where that takes longer than all else that a plugin's first call does. Two tell.

use std::arch::x86_64::{__cpuid, __cpuid_count, _xgetbv};
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering::Relaxed;

const NO: u8 = 1;
const YES: u8 = 2;
static ANSWER: AtomicU8 = AtomicU8::new(0);

/// Whether it has AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT, and the system keeps the registers.
#[inline(always)]
pub(in crate::boundary) fn is_possible() -> bool {
    ANSWER.load(Relaxed) == YES || ask_once()
}

#[cold]
fn ask_once() -> bool {
    if ANSWER.load(Relaxed) == NO {
        return false;
    }
    let has_all = ask();
    ANSWER.store(if has_all { YES } else { NO }, Relaxed);
    has_all
}

/// Intel's manual, volume 1, 14.3 and 14.7: the system must use XSAVE, and must keep the registers of SSE and AVX.
fn ask() -> bool {
    const PCLMULQDQ: u32 = 1 << 1;
    const POPCNT: u32 = 1 << 23;
    const OSXSAVE: u32 = 1 << 27;
    const AVX: u32 = 1 << 28;
    const FIRST: u32 = PCLMULQDQ | POPCNT | OSXSAVE | AVX;
    const BMI1: u32 = 1 << 3;
    const AVX2: u32 = 1 << 5;
    const BMI2: u32 = 1 << 8;
    const SECOND: u32 = BMI1 | AVX2 | BMI2;
    const REGISTERS: u64 = 0b110;

    if __cpuid(1).ecx & FIRST != FIRST {
        return false;
    }
    // SAFETY: OSXSAVE says that the system has made the instruction usable, and the register 0 is always there.
    let kept = unsafe { _xgetbv(0) };
    // A processor with XSAVE has the leaf 13, so it has the leaf 7.
    kept & REGISTERS == REGISTERS && __cpuid_count(7, 0).ebx & SECOND == SECOND
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_answer_is_that_of_std() {
        let has_all = std::is_x86_feature_detected!("avx2")
            && std::is_x86_feature_detected!("bmi1")
            && std::is_x86_feature_detected!("bmi2")
            && std::is_x86_feature_detected!("pclmulqdq")
            && std::is_x86_feature_detected!("popcnt");
        assert_eq!([super::ask(), super::is_possible(), super::is_possible()], [has_all; 3]);
    }
}
