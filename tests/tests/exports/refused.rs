//! Addresses and lengths that no slice can have.

use std::ptr;

use crate::library::{c, typed};

fn sum(numbers: *const i64, length: usize) -> (i64, i32, String) {
    let _ = typed().last_error();
    let sum = c!(typed(), "sum"(numbers => *const i64, length => usize) -> i64);
    let (code, message) = typed().last_error();
    (sum, code, message)
}

fn count_chars(text: *const u8, length: usize) -> (u64, i32, String) {
    let _ = typed().last_error();
    let count = c!(typed(), "count_chars"(text => *const u8, length => usize) -> u64);
    let (code, message) = typed().last_error();
    (count, code, message)
}

#[test]
fn null_with_the_length_0_is_an_empty_slice() {
    assert_eq!(sum(ptr::null(), 0).0, 0);
    assert_eq!(count_chars(ptr::null(), 0).1, 0);
    // Neither is the address of an empty slice used.
    assert_eq!(sum(ptr::without_provenance(1), 0).1, 0);
}

#[test]
fn null_with_a_length_is_refused() {
    let expected = |name: &str, length: usize| {
        format!("{name} is NULL, and its length is {length}: pass NULL only with the length 0")
    };
    assert_eq!(sum(ptr::null(), 1), (0, 1, expected("numbers", 1)));
    assert_eq!(count_chars(ptr::null(), 3), (0, 1, expected("text", 3)));
}

#[test]
fn a_misaligned_slice_is_refused() {
    let numbers = [1_i64, 2, 3];
    for offset in 1..8 {
        let address = numbers.as_ptr().wrapping_byte_add(offset);
        let (result, code, message) = sum(address, 1);
        assert_eq!((result, code), (0, 1));
        let expected =
            format!("numbers is at the address {:#x}: its elements must be aligned to 8 bytes", address.addr());
        assert_eq!(message, expected);
    }
    assert_eq!(sum(numbers.as_ptr(), 3).0, 6);
}

#[test]
fn a_length_beyond_memory_is_refused() {
    const MAX: usize = isize::MAX.cast_unsigned();
    let numbers = [1_i64];
    for length in [MAX / 8 + 1, MAX, usize::MAX] {
        let (result, code, message) = sum(numbers.as_ptr(), length);
        assert_eq!((result, code), (0, 1));
        let expected =
            format!("numbers has the length {length}, which is more than memory can hold: pass the number of elements");
        assert_eq!(message, expected);
    }
    assert_eq!(count_chars(b"a".as_ptr(), MAX + 1).1, 1);
    // The end would be beyond the last address.
    assert_eq!(count_chars(ptr::without_provenance(usize::MAX - 5), 10).1, 1);
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    for (bytes, offset) in [(&b"ab\xff"[..], 2), (b"\x80", 0), (b"a\xc3", 1), (b"\xed\xa0\x80", 0), (b"\xc0\x80", 0)] {
        let (count, code, message) = count_chars(bytes.as_ptr(), bytes.len());
        assert_eq!((count, code), (0, 1), "{bytes:?}");
        assert_eq!(message, format!("text is not valid UTF-8: the byte at offset {offset} is wrong"));
    }
    let text = "größer\0 日本";
    assert_eq!(count_chars(text.as_ptr(), text.len()).0, 10);
}

#[test]
fn a_boolean_in_a_list_other_than_0_and_1_is_refused() {
    let count = |flags: &[u8]| c!(typed(), "count_true"(flags.as_ptr() => *const u8, flags.len() => usize) -> u32);
    assert_eq!(count(&[1, 0, 1]), 2);
    assert_eq!(count(&[1, 0, 2]), 0);
    assert_eq!(typed().last_error(), (1, "flags[2]: 2 is no boolean: pass 0 or 1".to_owned()));
}

#[test]
fn a_success_leaves_the_last_error_and_reading_clears_it() {
    let _ = sum(ptr::null(), 1);
    c!(typed(), "same_bool"(7 => u8) -> u8);
    assert_eq!(c!(typed(), "same_bool"(1 => u8) -> u8), 1);
    let expected = "value: 7 is no boolean: pass 0 or 1";
    assert_eq!(typed().last_error(), (1, expected.to_owned()));
    assert_eq!(typed().last_error(), (0, expected.to_owned()), "the message stays until the next error");
    // Nobody has to take any of it.
    c!(typed(), "same_bool"(7 => u8) -> u8);
    assert_eq!(c!(typed(), "last_error"(ptr::null_mut() => *mut *const u8, ptr::null_mut() => *mut usize) -> i32), 1);
}

#[test]
fn each_thread_has_its_own_last_error() {
    c!(typed(), "same_bool"(7 => u8) -> u8);
    std::thread::spawn(|| {
        assert_eq!(typed().last_error(), (0, String::new()));
        c!(typed(), "same_bool"(8 => u8) -> u8);
        assert!(typed().last_error().1.contains('8'));
    })
    .join()
    .unwrap();
    assert!(typed().last_error().1.contains('7'));
}

#[test]
fn a_text_is_lent_and_not_copied() {
    let text = "x".repeat(1024);
    assert_eq!(c!(typed(), "address"(text.as_ptr() => *const u8, text.len() => usize) -> usize), text.as_ptr().addr());
}

#[test]
fn every_slice_element_type_is_read() {
    let bytes = [1_u8, 2, 255];
    assert_eq!(c!(typed(), "sum_bytes"(bytes.as_ptr() => *const u8, bytes.len() => usize) -> u64), 258);
}
