//! The status form: `Option`, `Result`, out-parameters and `AroError`.

use std::ffi::c_char;
use std::ptr;

use aro_abi::ErrorCode;

use crate::library::{AroError, c, take_string, typed};

/// Calls a function from a text to a number: status, number, code and message.
fn parse(name: &str, text: &str) -> (i32, i64, i32, Option<String>) {
    type Parse = unsafe extern "C" fn(*const u8, usize, *mut i64, *mut AroError) -> i32;
    let (mut number, mut error) = (99, AroError::garbage());
    // SAFETY: the signature is that of the C header.
    let status = unsafe { typed().function::<Parse>(name)(text.as_ptr(), text.len(), &mut number, &mut error) };
    let (code, message) = error.take(typed());
    (status, number, code, message)
}

#[test]
fn a_result_is_written_or_its_error_is_described() {
    assert_eq!(parse("parse", "-12"), (0, -12, 0, None));
    assert_eq!(parse("parse", "x"), (6, 0, 6, Some("invalid digit found in string".to_owned())));
}

#[test]
fn none_is_a_status_of_its_own() {
    let largest = |numbers: &[f64]| {
        let (mut out, mut error) = (99.0, AroError::garbage());
        let status = c!(typed(), "largest"(
            numbers.as_ptr() => *const f64, numbers.len() => usize,
            &mut out => *mut f64, &mut error => *mut AroError,
        ) -> i32);
        (status, out, error.take(typed()))
    };
    assert_eq!(largest(&[1.0, 3.0, 2.0]), (0, 3.0, (0, None)));
    assert_eq!(largest(&[]), (-1, 0.0, (-1, None)));
}

#[test]
fn options_and_results_can_be_inside_of_each_other() {
    assert_eq!(parse("parse_maybe", "5"), (0, 5, 0, None));
    assert_eq!(parse("parse_maybe", ""), (-1, 0, -1, None));
    assert_eq!(parse("parse_maybe", "x").0, 6);

    let maybe_parse = |text: &str| {
        let (mut out, mut length, mut error) = (ptr::dangling_mut(), 99, AroError::garbage());
        let status = c!(typed(), "maybe_parse"(
            text.as_ptr() => *const u8, text.len() => usize,
            &mut out => *mut *mut c_char, &mut length => *mut usize, &mut error => *mut AroError,
        ) -> i32);
        let text = (!out.is_null()).then(|| take_string(typed(), out, length));
        (status, text, error.take(typed()).1)
    };
    assert_eq!(maybe_parse("a"), (0, Some("a\0a".to_owned()), None));
    assert_eq!(maybe_parse(""), (-1, None, None));
    assert_eq!(maybe_parse("!"), (2, None, Some("nothing is called !".to_owned())));
}

#[test]
fn a_result_without_a_value_has_no_out_parameter() {
    let mut error = AroError::garbage();
    assert_eq!(c!(typed(), "check"(1 => u8, &mut error => *mut AroError) -> i32), 0);
    assert_eq!((error.code, error.message), (0, ptr::null_mut()));
    assert_eq!(c!(typed(), "check"(0 => u8, &mut error => *mut AroError) -> i32), 6);
    assert_eq!(error.take(typed()), (6, Some("it is not fine".to_owned())));
    assert_eq!(c!(typed(), "formatted"(0 => u8, ptr::null_mut() => *mut AroError) -> i32), 6);
    assert_eq!(c!(typed(), "formatted"(1 => u8, ptr::null_mut() => *mut AroError) -> i32), 0);
    assert_eq!(c!(typed(), "exists"(1 => u8, ptr::null_mut() => *mut AroError) -> i32), 0);
    assert_eq!(c!(typed(), "exists"(0 => u8, ptr::null_mut() => *mut AroError) -> i32), -1);
}

#[test]
fn an_error_s_code_is_the_status_and_never_that_of_a_success() {
    for code in ErrorCode::ALL {
        let (mut out, mut error) = (99_u8, AroError::garbage());
        let status =
            c!(typed(), "fail_with"(code.number() => u8, &mut out => *mut u8, &mut error => *mut AroError) -> i32);
        let expected = if *code == ErrorCode::Success { ErrorCode::ExecutionFailed } else { *code };
        assert_eq!((status, out), (i32::from(expected.number()), 0));
        assert_eq!(error.take(typed()), (status, Some(format!("failed with {code}"))));
    }
}

#[test]
fn nobody_has_to_take_the_error() {
    let mut out = 99_i64;
    let status = c!(typed(), "parse"(
        b"x".as_ptr() => *const u8, 1 => usize, &mut out => *mut i64, ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!((status, out), (6, 0));
}

#[test]
fn a_status_function_leaves_the_thread_s_last_error_alone() {
    let _ = typed().last_error();
    assert_eq!(parse("parse", "x").0, 6);
    assert_eq!(typed().last_error().0, 0);
}

#[test]
fn an_out_parameter_that_is_null_is_refused_before_the_function_runs() {
    let mut error = AroError::garbage();
    let status = c!(typed(), "parse"(
        b"1".as_ptr() => *const u8, 1 => usize, ptr::null_mut() => *mut i64, &mut error => *mut AroError,
    ) -> i32);
    let (code, message) = error.take(typed());
    assert_eq!((status, code), (1, 1));
    assert!(message.unwrap().starts_with("an out-parameter is NULL"));

    let (mut out, mut length) = (ptr::dangling_mut::<c_char>(), 99);
    let mut shout = |no_text: bool, no_length: bool| {
        c!(typed(), "shout"(
            b"a".as_ptr() => *const u8, 1 => usize,
            if no_text { ptr::null_mut() } else { &mut out } => *mut *mut c_char,
            if no_length { ptr::null_mut() } else { &mut length } => *mut usize,
            ptr::null_mut() => *mut AroError,
        ) -> i32)
    };
    assert_eq!(shout(true, false), 1);
    assert_eq!(shout(false, true), 1);
    assert_eq!(shout(true, true), 1);
}

#[test]
fn out_parameters_need_not_be_aligned() {
    #[repr(C, packed)]
    struct Packed {
        byte: u8,
        number: i64,
        error: AroError,
    }
    let mut packed = Packed { byte: 7, number: 99, error: AroError::garbage() };
    let status = c!(typed(), "parse"(
        b"12".as_ptr() => *const u8, 2 => usize,
        &raw mut packed.number => *mut i64, &raw mut packed.error => *mut AroError,
    ) -> i32);
    assert_eq!((status, packed.byte, { packed.number }), (0, 7, 12));
}

#[test]
fn a_refused_argument_is_an_error_in_the_status_form_too() {
    let mut out = 99_i64;
    let mut error = AroError::garbage();
    let status = c!(typed(), "parse"(
        ptr::null() => *const u8, 2 => usize, &mut out => *mut i64, &mut error => *mut AroError,
    ) -> i32);
    assert_eq!((status, out), (1, 0));
    assert!(error.take(typed()).1.unwrap().starts_with("text is NULL"));
}

/// An out-parameter inside of the input is written after the input is read.
#[test]
fn an_out_parameter_may_be_inside_of_the_input() {
    let mut numbers = [4.0_f64, 9.0, 1.0];
    for (index, expected) in [(1, [4.0, 9.0, 1.0]), (0, [9.0, 9.0, 1.0])] {
        let start = numbers.as_mut_ptr();
        let status = c!(typed(), "largest"(
            start.cast_const() => *const f64, 3 => usize,
            start.wrapping_add(index) => *mut f64, ptr::null_mut() => *mut AroError,
        ) -> i32);
        assert_eq!((status, numbers), (0, expected));
    }
}
