//! Compares every operation of every backend with the same operation byte by byte.

use std::io::Write;

use proptest::prelude::*;

use super::{Backend, portable::Portable};
use crate::block::{BLOCK_LEN, Block, InstructionSet, PADDED_LEN, PaddedBlock, block_of, escaped};

/// A check that runs on each backend.
trait Check {
    fn check<I: InstructionSet>(&self, name: Backend, isa: I) -> Result<(), TestCaseError>;
}

/// Runs a check on all backends that this processor has.
fn on_each_backend(check: &impl Check) -> Result<(), TestCaseError> {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(avx2) = super::avx2::Avx2::detect() {
            check.check(Backend::Avx2, avx2)?;
        }
        check.check(Backend::Sse2, super::sse2::Sse2)?;
    }
    #[cfg(target_arch = "aarch64")]
    check.check(Backend::Neon, super::neon::Neon)?;
    check.check(Backend::Portable, Portable)
}

/// A bit for each byte of the block for which `is` holds.
fn mask(padded: &PaddedBlock, is: impl Fn(u8) -> bool) -> u64 {
    padded[..BLOCK_LEN].iter().rev().fold(0, |mask, byte| mask << 1 | u64::from(is(*byte)))
}

fn is_stop(byte: u8) -> bool {
    !(b' '..0x80).contains(&byte) || matches!(byte, b'"' | b'\\')
}

/// Checks the masks of two blocks. The last field has the bytes to search for.
struct Masks<'w>(&'w PaddedBlock, &'w PaddedBlock, &'w [u8]);

impl Check for Masks<'_> {
    fn check<I: InstructionSet>(&self, name: Backend, isa: I) -> Result<(), TestCaseError> {
        let Masks(padded, other, wanted) = *self;
        let block = isa.load(block_of(padded));
        for &byte in wanted {
            let expected = mask(padded, |found| found == byte);
            prop_assert_eq!(block.equal(byte), expected, "{:?}: equal({})", name, byte);
            prop_assert_eq!(block.contains(byte), expected != 0, "{:?}: contains({})", name, byte);
        }
        prop_assert_eq!(block.non_ascii(), mask(padded, |byte| byte > 127), "{:?}: non_ascii", name);
        prop_assert_eq!(block.stops(), mask(padded, is_stop), "{:?}: stops", name);
        let brackets = [[b'{', b'['], [b'}', b']']].map(|kind| mask(padded, |byte| kind.contains(&byte)));
        prop_assert_eq!(<[u64; 2]>::from(block.brackets()), brackets, "{:?}: brackets", name);
        if brackets != [0, 0] || mask(padded, |byte| byte == b'\\') != 0 {
            prop_assert!(block.may_have_brackets(), "{:?}: may_have_brackets", name);
        }
        let mut both = *padded;
        both.iter_mut().zip(other).for_each(|(byte, other)| *byte |= other);
        let or = block.or(isa.load(block_of(other)));
        for &byte in both[..BLOCK_LEN].iter().step_by(9) {
            prop_assert_eq!(or.equal(byte), mask(&both, |found| found == byte), "{:?}: or", name);
        }
        prop_assert_eq!(or.non_ascii(), mask(&both, |byte| byte > 127), "{:?}: or", name);
        Ok(())
    }
}

struct PrefixXor(u64);

impl Check for PrefixXor {
    fn check<I: InstructionSet>(&self, name: Backend, isa: I) -> Result<(), TestCaseError> {
        let mut expected = 0;
        for bit in 0..BLOCK_LEN {
            expected |= u64::from((self.0 & (u64::MAX >> (63 - bit))).count_ones() % 2) << bit;
        }
        prop_assert_eq!(isa.prefix_xor(self.0), expected, "{:?}: prefix_xor({:x})", name, self.0);
        Ok(())
    }
}

/// Padded blocks of random bytes, or of bytes that are mostly of a few kinds.
fn padded_block() -> impl Strategy<Value = PaddedBlock> {
    let byte = prop_oneof![
        4 => prop::sample::select(&b"\"\\{}[]a \x00\x1f\x20\x21\x7f\x80\xff\xa2\xdc\xfb\xfd\x02\x5d"[..]),
        1 => any::<u8>(),
    ];
    prop_oneof![prop::collection::vec(byte, PADDED_LEN), prop::collection::vec(any::<u8>(), PADDED_LEN)]
        .prop_map(|bytes| bytes.try_into().expect("the length of a padded block"))
}

/// Random bits: half of them set, few, many, or in runs.
fn bits() -> impl Strategy<Value = u64> {
    let run = (0..64_u32, 1..64_u32).prop_map(|(start, length)| (u64::MAX >> (64 - length)) << start);
    prop_oneof![
        any::<u64>(),
        (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(a, b, c)| a & b & c),
        (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(a, b, c)| a | b | c),
        prop::collection::vec(run, 1..5).prop_map(|runs| runs.into_iter().fold(0, |all, run| all ^ run)),
    ]
}

/// As [`escaped`], bit by bit.
fn escaped_one_by_one(backslashes: u64, carry: u64) -> (u64, u64) {
    let (mut found, mut is_escaped) = (0, carry == 1);
    for bit in 0..BLOCK_LEN {
        found |= u64::from(is_escaped) << bit;
        is_escaped = !is_escaped && backslashes >> bit & 1 == 1;
    }
    (found, u64::from(is_escaped))
}

fn config() -> ProptestConfig {
    let cases = std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn masks_are_what_a_bytewise_search_finds(padded in padded_block(), other in padded_block(), wanted in any::<[u8; 4]>()) {
        let wanted = [wanted[0], wanted[1], padded[5], padded[63], b'"', b'\\', b'{', b'\0'];
        on_each_backend(&Masks(&padded, &other, &wanted))?;
    }

    #[test]
    fn the_prefix_xor_is_the_parity_that_counting_gives(bits in bits()) {
        on_each_backend(&PrefixXor(bits))?;
    }

    #[test]
    fn escaped_bytes_are_those_that_are_found_bit_by_bit(backslashes in bits(), carry in 0..2_u64) {
        prop_assert_eq!(escaped(backslashes, carry), escaped_one_by_one(backslashes, carry), "{:x} {}", backslashes, carry);
    }
}

#[test]
fn every_byte_gets_its_masks_at_every_position() {
    for fill in [b'a', b'"', 0x00, 0xff] {
        for at in 0..PADDED_LEN {
            for byte in 0..=255 {
                let mut padded = [fill; PADDED_LEN];
                padded[at] = byte;
                let wanted = [byte, byte ^ 1, byte ^ 0x80, byte.wrapping_add(1), fill];
                on_each_backend(&Masks(&padded, &[byte; PADDED_LEN], &wanted))
                    .unwrap_or_else(|fault| panic!("{byte} at {at}: {fault}"));
            }
        }
    }
}

#[test]
fn the_prefix_xor_of_every_pair_of_bits_is_right() {
    for first in 0..BLOCK_LEN {
        for second in 0..BLOCK_LEN {
            let bits = 1 << first | 1 << second;
            on_each_backend(&PrefixXor(bits)).unwrap_or_else(|fault| panic!("{fault}"));
            on_each_backend(&PrefixXor(!bits)).unwrap_or_else(|fault| panic!("{fault}"));
        }
    }
}

#[test]
fn a_run_of_backslashes_escapes_by_its_length_at_every_position() {
    for start in 0..BLOCK_LEN {
        for length in 0..=BLOCK_LEN - start {
            let run = ((1_u128 << length) - 1) as u64;
            for carry in 0..2 {
                let backslashes = run << start;
                assert_eq!(escaped(backslashes, carry), escaped_one_by_one(backslashes, carry), "{length} at {start}");
            }
        }
    }
}

/// The example of the crate's page: the mask of each row, computed by each backend.
#[test]
fn the_example_on_the_page_of_the_crate_has_the_masks_that_it_shows() {
    struct Example;
    impl Check for Example {
        fn check<I: InstructionSet>(&self, name: Backend, isa: I) -> Result<(), TestCaseError> {
            let (_, page) = include_str!("../lib.rs").split_once("```text").expect("an example");
            let row = |name: &str| {
                let row = page.lines().find_map(|line| line.strip_prefix("//! ")?.strip_prefix(name)).expect("a row");
                row.trim_start()
            };
            let text = row("block ").as_bytes();
            let mut bytes = [b' '; BLOCK_LEN];
            bytes[..text.len()].copy_from_slice(text);
            let block = isa.load(&bytes);
            let (quotes, backslashes) = (block.equal(b'"'), block.equal(b'\\'));
            let (escaped, _) = escaped(backslashes, 0);
            let inside = isa.prefix_xor(quotes & !escaped);
            let (opening, closing) = block.brackets();
            for (row_name, mask) in [
                ("quote", quotes),
                ("backslash", backslashes),
                ("escaped", escaped),
                ("unescaped", quotes & !escaped),
                ("inside", inside),
                ("opening", opening & !inside),
                ("closing", closing & !inside),
                ("stop", block.stops()),
            ] {
                let expected = row(&format!("{row_name} ")).bytes().take(text.len()).enumerate();
                let expected = expected.fold(0, |bits, (at, byte)| bits | u64::from(byte == b'1') << at);
                prop_assert_eq!(mask, expected, "{:?}: {}", name, row_name);
            }
            Ok(())
        }
    }
    on_each_backend(&Example).unwrap_or_else(|fault| panic!("{fault}"));
}

/// Checks the operations on 16 bytes, of one type of vector.
macro_rules! check_16 {
    ($vector:ty, $bytes:expr, $wanted:expr) => {{
        type Vector = $vector;
        let (bytes, wanted): (&[u8; 16], u8) = ($bytes, $wanted);
        let vector = Vector::load(bytes);
        let position = |is: &dyn Fn(u8) -> bool| bytes.iter().position(|byte| is(*byte));
        let is_escaped = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\');
        let is_either = |byte: u8| byte == wanted || is_escaped(byte);
        let (equal, escaped) = (vector.equal(wanted), vector.escaped());
        for (found, expected, name) in [
            (equal, position(&|byte| byte == wanted), "equal"),
            (escaped, position(&is_escaped), "escaped"),
            (equal.or(escaped), position(&is_either), "or"),
        ] {
            assert_eq!(found.first(), expected, "{name} of {wanted}: {}", bytes.escape_ascii());
            assert_eq!(found.any(), expected.is_some(), "{name} of {wanted}: {}", bytes.escape_ascii());
        }
        assert_eq!(vector.has_high(), bytes.iter().any(|byte| *byte > 127), "{}", bytes.escape_ascii());
    }};
}

/// A processor uses one of the types of vectors, but the portable one runs on each.
#[test]
fn every_byte_among_sixteen_is_found_at_every_position() {
    for fill in [b'a', b'"', 0x1f, 0xff] {
        for at in 0..16 {
            for byte in 0..=255 {
                let mut bytes = [fill; 16];
                bytes[at] = byte;
                for wanted in [byte, byte ^ 0x80, byte.wrapping_add(1)] {
                    check_16!(super::Vector16, &bytes, wanted);
                    check_16!(super::portable::Vector16, &bytes, wanted);
                }
            }
        }
    }
}

/// Writes to stderr directly, not by `eprintln!`, which the test harness captures.
#[test]
fn which_backends_were_tested_and_which_this_machine_does_not_have() {
    struct Note(std::cell::RefCell<Vec<Backend>>);
    impl Check for Note {
        fn check<I: InstructionSet>(&self, name: Backend, _: I) -> Result<(), TestCaseError> {
            self.0.borrow_mut().push(name);
            Ok(())
        }
    }
    let tested = Note(Default::default());
    on_each_backend(&tested).expect("the check cannot fail");
    let tested = tested.0.into_inner();
    for backend in Backend::ALL {
        assert_eq!(tested.contains(&backend), backend.is_available(), "{backend:?}");
        let tested = if backend.is_available() { "tested" } else { "skipped: this processor lacks it" };
        writeln!(std::io::stderr(), "backend {backend:?}: {tested}").expect("there is a stderr");
    }
}

#[test]
fn the_name_of_a_backend_is_the_value_that_forces_it() {
    assert_eq!(Backend::ALL.map(Backend::name), ["avx2", "sse2", "neon", "portable"]);
    let forced = Backend::ALL.into_iter().find(|backend| match backend.name() {
        "avx2" => cfg!(json_scan_backend = "avx2"),
        "sse2" => cfg!(json_scan_backend = "sse2"),
        "neon" => cfg!(json_scan_backend = "neon"),
        _ => cfg!(json_scan_backend = "portable"),
    });
    if let Some(forced) = forced.filter(|_| !cfg!(miri)) {
        let expected = if forced.is_available() { forced } else { Backend::Portable };
        assert_eq!(Backend::best(), expected);
    }
}
