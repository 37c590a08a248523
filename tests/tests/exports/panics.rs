//! Panics end in the function that C has called.

use std::ptr;

use crate::library::{AroError, c, typed};

fn panics(message: &str) -> (i32, String) {
    assert_eq!(c!(typed(), "panics"(message.as_ptr() => *const u8, message.len() => usize) -> i64), 0);
    typed().last_error()
}

#[test]
fn a_panic_returns_zero_and_its_message_file_and_line_are_the_last_error() {
    let (code, message) = panics("oh no");
    assert_eq!(code, 6);
    assert_eq!(without_folder(&message), "the function panicked at failures.rs:8: oh no");
}

/// The message with the file's name alone.
fn without_folder(message: &str) -> String {
    let (before, rest) = message.split_once(" at ").unwrap();
    let (path, rest) = rest.split_once(':').unwrap();
    format!("{before} at {}:{rest}", path.rsplit(['/', '\\']).next().unwrap())
}

#[test]
fn a_panic_in_the_status_form_is_an_error() {
    let (mut out, mut error) = (99_i64, AroError::garbage());
    let status = c!(typed(), "status_panics"(
        b"oh".as_ptr() => *const u8, 2 => usize, &mut out => *mut i64, &mut error => *mut AroError,
    ) -> i32);
    assert_eq!((status, out), (6, 0));
    let (code, message) = error.take(typed());
    assert_eq!(
        (code, without_folder(&message.unwrap())),
        (6, "the function panicked at failures.rs:19: oh".to_owned())
    );
}

#[test]
fn a_payload_whose_drop_panics_ends_in_the_function_too() {
    for _ in 0..3 {
        assert_eq!(c!(typed(), "explodes"() -> u8), 0);
        let (code, message) = typed().last_error();
        assert!(code == 6 && message.ends_with(": a payload that is not a string"), "{message}");
    }
}

#[test]
fn a_long_message_is_cut() {
    c!(typed(), "panics_at_length"(3000 => usize) -> f64);
    let (_, message) = typed().last_error();
    assert!(message.ends_with("ä…") && (990..1000).contains(&message.len()), "{}", message.len());
    let (mut out, mut error) = (0_i64, AroError::garbage());
    let text = "x".repeat(5000);
    c!(typed(), "status_panics"(
        text.as_ptr() => *const u8, text.len() => usize, &mut out => *mut i64, &mut error => *mut AroError,
    ) -> i32);
    assert!(error.take(typed()).1.unwrap().ends_with(&text), "an `AroError` has the whole message");
}

#[test]
fn what_the_operating_system_or_the_compiler_checks_is_a_panic() {
    assert_eq!(c!(typed(), "divide"(6 => i32, 3 => i32) -> i32), 2);
    for (a, b) in [(1, 0), (i32::MIN, -1)] {
        assert_eq!(c!(typed(), "divide"(a => i32, b => i32) -> i32), 0);
        assert!(typed().last_error().1.contains("attempt to divide"));
    }
}

#[test]
fn a_function_may_catch_its_own_panics() {
    let _ = typed().last_error();
    assert_eq!(c!(typed(), "catches"() -> i32), 1);
    assert_eq!(typed().last_error().0, 0);
    assert!(panics("later").1.ends_with("failures.rs:8: later"));
    // Nobody has asked for the place of the one that was caught, and it is not that of another one.
    assert_eq!(c!(typed(), "catches"() -> i32), 1);
    assert_eq!(c!(typed(), "resumes"() -> i64), 0);
    assert_eq!(typed().last_error(), (6, "the function panicked: resumed".to_owned()));
    assert_eq!(c!(typed(), "nothing"() -> ()), ());
    let _ = ptr::null::<u8>();
}
