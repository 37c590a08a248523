//! Numbers, booleans, structs and enums by value.

use crate::library::{AroError, c, take_list, typed};

#[test]
fn numbers_of_every_size_pass_unchanged() {
    macro_rules! same {
        ($($name:literal: $ty:ty = $($value:expr),*;)*) => {
            $($(assert_eq!(c!(typed(), $name($value => $ty) -> $ty), $value);)*)*
        };
    }
    same! {
        "same_i8": i8 = i8::MIN, -1, i8::MAX;
        "same_i16": i16 = i16::MIN, -1, i16::MAX;
        "same_i32": i32 = i32::MIN, -1, i32::MAX;
        "same_i64": i64 = i64::MIN, -1, i64::MAX;
        "same_isize": isize = isize::MIN, -1, isize::MAX;
        "same_u8": u8 = 0, u8::MAX;
        "same_u16": u16 = 0, u16::MAX;
        "same_u32": u32 = 0, u32::MAX;
        "same_u64": u64 = 0, u64::MAX;
        "same_usize": usize = 0, usize::MAX;
        "same_f32": f32 = f32::MIN, 0.5, f32::INFINITY;
        "same_f64": f64 = f64::MIN, 0.5, f64::NEG_INFINITY;
        "same_bool": u8 = 0, 1;
    }
    assert!(c!(typed(), "same_f64"(f64::NAN => f64) -> f64).is_nan());
    assert_eq!(c!(typed(), "add"(2 => i32, i32::MAX => i32) -> i32), i32::MIN + 1);
}

#[test]
fn a_boolean_other_than_0_and_1_is_refused() {
    for value in [2_u8, 7, 255] {
        assert_eq!(c!(typed(), "same_bool"(value => u8) -> u8), 0);
        assert_eq!(typed().last_error(), (1, format!("value: {value} is no boolean: pass 0 or 1")));
    }
}

/// `Mixed` as a C compiler lays it out.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mixed {
    small: u8,
    large: f64,
    flag: u8,
    color: i32,
    inner: Inner,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Inner {
    number: u16,
    flag: u8,
}

pub(crate) const MIXED: Mixed = Mixed { small: 1, large: 2.5, flag: 1, color: -5, inner: Inner { number: 3, flag: 0 } };
pub(crate) const ZERO: Mixed = Mixed { small: 0, large: 0.0, flag: 0, color: 0, inner: Inner { number: 0, flag: 0 } };

#[test]
fn structs_pass_by_value_in_both_directions() {
    assert_eq!(c!(typed(), "same_mixed"(MIXED => Mixed) -> Mixed), MIXED);
    let inner = Inner { number: 65535, flag: 1 };
    assert_eq!(c!(typed(), "same_inner"(inner => Inner) -> Inner), inner);
}

#[test]
fn a_struct_with_an_invalid_field_is_refused_with_the_field_s_name() {
    let wrong = |mixed: Mixed| {
        assert_eq!(c!(typed(), "same_mixed"(mixed => Mixed) -> Mixed), ZERO);
        typed().last_error().1
    };
    assert_eq!(wrong(Mixed { flag: 2, ..MIXED }), "value: flag: 2 is no boolean: pass 0 or 1");
    assert_eq!(
        wrong(Mixed { color: 4, ..MIXED }),
        "value: color: 4 is no Color: pass the number of one of its variants"
    );
    let inner = Inner { number: 3, flag: 9 };
    assert_eq!(wrong(Mixed { inner, ..MIXED }), "value: inner: _1: 9 is no boolean: pass 0 or 1");
}

#[test]
fn the_numbers_of_an_enum_s_variants_pass_and_any_other_is_refused() {
    for color in [1, 2, -5] {
        assert_eq!(c!(typed(), "same_color"(color => i32) -> i32), color);
    }
    for color in [0, 3, -4, i32::MIN, i32::MAX] {
        assert_eq!(c!(typed(), "same_color"(color => i32) -> i32), 0);
        let message = format!("value: {color} is no Color: pass the number of one of its variants");
        assert_eq!(typed().last_error(), (1, message));
    }
    let mut out = 99_u8;
    let mut small = |value: u8| {
        let status =
            c!(typed(), "same_small"(value => u8, &mut out => *mut u8, std::ptr::null_mut() => *mut AroError) -> i32);
        (status, out)
    };
    assert_eq!(small(0), (0, 0));
    assert_eq!(small(255), (0, 255));
    assert_eq!(small(254), (1, 0));
}

#[test]
fn structs_in_lists_are_checked_one_by_one_and_copied_out() {
    let sum = |list: &[Mixed]| c!(typed(), "sum_large"(list.as_ptr() => *const Mixed, list.len() => usize) -> f64);
    assert_eq!(sum(&[MIXED; 3]), 7.5);
    assert_eq!(sum(&[MIXED, MIXED, Mixed { flag: 3, ..MIXED }]), 0.0);
    assert_eq!(typed().last_error().1, "values[2]: flag: 3 is no boolean: pass 0 or 1");

    let (mut list, mut length) = (std::ptr::null_mut(), 0);
    let status = c!(typed(), "repeated"(
        MIXED => Mixed, 3 => u8,
        &mut list => *mut *mut Mixed, &mut length => *mut usize, std::ptr::null_mut() => *mut AroError,
    ) -> i32);
    assert_eq!((status, take_list(typed(), list, length)), (0, vec![MIXED; 3]));
}
