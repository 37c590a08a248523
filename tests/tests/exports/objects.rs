//! Objects: handles that are right, old, foreign and made up.
//!
//! Tests that count objects would disturb each other in one library, so each has its own.

use std::ffi::c_char;
use std::ptr;

use crate::library::{AroError, Handle, Library, c, copied, other_typed, take_string, typed};

pub(crate) fn counter(library: &Library, start: u64) -> Handle {
    let mut handle = Handle { slot: 99, tag: 99 };
    let status = c!(library, "counter_new"(
        start => u64, &mut handle => *mut Handle, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!(status, 0);
    handle
}

pub(crate) fn add(library: &Library, handle: Handle) -> u64 {
    c!(library, "counter_add"(handle => Handle) -> u64)
}

pub(crate) fn free(library: &Library, handle: Handle) {
    c!(library, "counter_free"(handle => Handle));
}

fn live(library: &Library) -> i64 {
    c!(library, "live"() -> i64)
}

const FREED: &str = "the Counter of this handle was freed";

#[test]
fn an_object_is_made_used_and_freed() {
    let (_folder, library) = other_typed();
    let handle = counter(&library, 5);
    assert_eq!((add(&library, handle), add(&library, handle)), (6, 7));
    c!(library, "counter_set_step"(handle => Handle, 10 => u64));
    assert_eq!(add(&library, handle), 17);
    let (mut out, mut length) = (ptr::null_mut(), 0);
    let status = c!(library, "counter_show"(
        handle => Handle, b"n=".as_ptr() => *const u8, 2 => usize,
        &mut out => *mut *mut c_char, &mut length => *mut usize, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!((status, take_string(&library, out, length)), (0, "n=17".to_owned()));
    assert_eq!(c!(library, "counter_under_another_name"(handle => Handle) -> u64), 10);
    assert_eq!(c!(library, "counter_largest"() -> u64), u64::MAX);
    assert_eq!(live(&library), 1);
    free(&library, handle);
    assert_eq!(live(&library), 0);
}

#[test]
fn a_constructor_may_fail_and_then_writes_a_handle_of_zeros() {
    let (_folder, library) = other_typed();
    let parse = |text: &str| {
        let (mut handle, mut error) = (Handle { slot: 99, tag: 99 }, AroError::garbage());
        let status = c!(library, "counter_parse"(
            text.as_ptr() => *const u8, text.len() => usize, &mut handle => *mut Handle, &mut error => *mut AroError,
        ) -> i32);
        (status, handle, error.take(&library).1)
    };
    let (status, handle, _) = parse("7");
    assert_eq!((status, add(&library, handle)), (0, 8));
    assert_eq!(parse("x"), (6, Handle::ZERO, Some("invalid digit found in string".to_owned())));

    let mut none = Handle { slot: 99, tag: 99 };
    let status = c!(library, "counter_positive"(
        0 => u64, &mut none => *mut Handle, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!((status, none), (-1, Handle::ZERO));
    assert_eq!(add(&library, Handle::ZERO), 0);
    let (code, message) = library.last_error();
    assert!(code == 1 && message.contains("all of it is zero"), "{message}");
    free(&library, Handle::ZERO);
    assert_eq!(library.last_error().0, 0, "to free a handle of zeros does nothing");
}

#[test]
fn a_method_may_return_another_object() {
    let (_folder, library) = other_typed();
    let first = counter(&library, 5);
    let mut second = Handle::ZERO;
    let status = c!(library, "counter_fork"(
        first => Handle, &mut second => *mut Handle, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!(status, 0);
    assert_ne!(first, second);
    assert_eq!((add(&library, first), add(&library, first), add(&library, second)), (6, 7, 6));
    free(&library, first);
    assert_eq!((add(&library, second), live(&library)), (7, 1));
}

#[test]
fn a_handle_that_is_used_after_free_is_refused() {
    let handle = counter(typed(), 5);
    free(typed(), handle);
    assert_eq!(add(typed(), handle), 0);
    assert_eq!(typed().last_error(), (7, FREED.to_owned()));
    // Its place has another object now.
    let second = counter(typed(), 50);
    assert_eq!(add(typed(), handle), 0);
    assert_eq!(typed().last_error(), (7, FREED.to_owned()));
    assert_eq!(add(typed(), second), 51);
}

#[test]
fn a_double_free_is_refused_and_frees_nothing() {
    let (_folder, library) = other_typed();
    let handle = counter(&library, 5);
    free(&library, handle);
    let second = counter(&library, 50);
    free(&library, handle);
    assert_eq!(library.last_error(), (7, FREED.to_owned()));
    assert_eq!((add(&library, second), live(&library)), (51, 1));
}

#[test]
fn a_handle_of_another_type_is_refused() {
    let mut meeting = Handle::ZERO;
    c!(typed(), "meeting_open"(&mut meeting => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
    let handle = counter(typed(), 5);
    assert_eq!(add(typed(), meeting), 0);
    assert!(typed().last_error().1.contains("it is of another type"));
    free(typed(), meeting);
    assert!(typed().last_error().1.contains("it is of another type"));
    assert_eq!(c!(typed(), "meeting_present"(handle => Handle) -> u32), 0);
    assert_eq!(typed().last_error().0, 1);
    assert_eq!(c!(typed(), "meeting_present"(meeting => Handle) -> u32), 0);
    assert_eq!(typed().last_error().0, 0);
}

#[test]
fn a_handle_of_another_library_or_of_another_load_of_the_same_one_is_refused() {
    let (_folder, library) = other_typed();
    let (_other_folder, other) = other_typed();
    // The same slot in both.
    let (one, two) = (counter(&library, 5), counter(&other, 50));
    assert_eq!(one.slot, two.slot);
    assert_ne!(one.tag, two.tag);
    assert_eq!(add(&other, one), 0);
    assert!(other.last_error().1.contains("another library"));
    free(&library, two);
    assert!(library.last_error().1.contains("earlier load"));
    assert_eq!((add(&library, one), add(&other, two)), (6, 51));
}

#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn a_handle_from_before_the_library_was_unloaded_is_refused() {
    let (_folder, path) = copied("fixtures/typed");
    let library = Library::open(&path, "typed");
    let before = counter(&library, 5);
    library.close();
    let library = Library::open(&path, "typed");
    let after = counter(&library, 50);
    assert_eq!(before.slot, after.slot);
    assert_eq!(add(&library, before), 0);
    assert_eq!(library.last_error().0, 1);
    assert_eq!(add(&library, after), 51);
}

#[test]
fn made_up_handles_are_refused() {
    let handle = counter(typed(), 5);
    for slot in [1 << 31, u64::from(u32::MAX), 1 << 62, u64::MAX] {
        assert_eq!(add(typed(), Handle { slot, ..handle }), 0, "{slot}");
        assert_eq!(typed().last_error().0, 7);
    }
    for tag in [0, 1, handle.tag ^ 2, u64::MAX] {
        assert_eq!(add(typed(), Handle { tag, ..handle }), 0, "{tag}");
        assert_eq!(typed().last_error().0, 1);
    }
}

#[test]
fn an_object_survives_a_panic_in_its_method() {
    let (_folder, library) = other_typed();
    let handle = counter(&library, 5);
    let mut error = AroError::garbage();
    assert_eq!(c!(library, "counter_fail"(handle => Handle, &mut error => *mut AroError) -> i32), 6);
    assert!(error.take(&library).1.unwrap().ends_with(": half-way"));
    assert_eq!(add(&library, handle), 5, "the step is zero, and the lock is not poisoned for C");
    c!(library, "counter_set_step"(handle => Handle, 1 => u64));
    assert_eq!(add(&library, handle), 6);
    free(&library, handle);
    assert_eq!(live(&library), 0);
}

#[test]
fn a_panic_in_a_drop_ends_in_free() {
    let mut fragile = Handle::ZERO;
    c!(typed(), "fragile_make"(&mut fragile => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
    c!(typed(), "fragile_free"(fragile => Handle));
    let (code, message) = typed().last_error();
    assert!(code == 6 && message.ends_with(": dropped Fragile"), "{message}");
    c!(typed(), "fragile_free"(fragile => Handle));
    assert_eq!(typed().last_error(), (7, "the Fragile of this handle was freed".to_owned()));
}
