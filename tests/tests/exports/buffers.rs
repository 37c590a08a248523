//! What the library hands out, and `free`.

use std::ffi::c_char;
use std::ptr;

use crate::library::{AroError, c, take_list, take_string, typed};

fn shout(text: &str) -> String {
    let (mut out, mut length) = (ptr::dangling_mut(), 99);
    let status = c!(typed(), "shout"(
        text.as_ptr() => *const u8, text.len() => usize,
        &mut out => *mut *mut c_char, &mut length => *mut usize, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!(status, 0);
    take_string(typed(), out, length)
}

#[test]
fn a_string_has_its_length_and_ends_with_nul() {
    assert_eq!(shout("größer"), "GRÖSSER");
    assert_eq!(shout("with\0nul"), "WITH\0NUL");
    assert_eq!(shout(""), "", "an empty string is a string");
    let long = "a".repeat(1_000_000);
    assert_eq!(shout(&long).len(), long.len());
}

fn range(count: u32) -> (*mut u32, usize) {
    let (mut out, mut length) = (ptr::dangling_mut(), 99);
    let status = c!(typed(), "range"(
        count => u32, &mut out => *mut *mut u32, &mut length => *mut usize, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!(status, 0);
    (out, length)
}

#[test]
fn a_list_is_handed_out_and_an_empty_one_is_null_and_0() {
    assert_eq!(range(0), (ptr::null_mut(), 0));
    for count in [1, 2, 1000] {
        let (list, length) = range(count);
        assert_eq!(take_list(typed(), list, length), (0..count).collect::<Vec<_>>());
    }
    let numbers = [1_i16, 2];
    let (mut out, mut length) = (ptr::null_mut::<u8>(), 0);
    let status = c!(typed(), "evens"(
        numbers.as_ptr() => *const i16, 2 => usize,
        &mut out => *mut *mut u8, &mut length => *mut usize, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!((status, take_list(typed(), out, length)), (0, vec![0, 1]));
}

#[test]
fn to_free_null_does_nothing() {
    typed().free(ptr::null_mut());
}

#[test]
fn memory_is_freed_on_any_thread() {
    let (list, length) = range(1000);
    let address = list.expose_provenance();
    let freed =
        std::thread::spawn(move || take_list(typed(), ptr::with_exposed_provenance_mut::<u32>(address), length));
    assert_eq!(freed.join().unwrap().len(), 1000);
}
