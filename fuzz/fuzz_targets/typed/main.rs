//! Typed C functions: addresses and lengths that no slice has, elements that are no values of their
//! type, handles that are none, out-parameters that are NULL.
//!
//! What a function may be given is in the rules of `aro_sdk::aro_export`: NULL, a misaligned
//! address or an impossible length is refused; any other pointer points to what its length says.
#![no_main]

mod elements;

use std::ffi::{c_char, c_void};
use std::fmt::Debug;
use std::ptr;

use arbitrary::Arbitrary;
use aro_sdk::aro_export;
use elements::{Address, Elements};
use libfuzzer_sys::fuzz_target;

aro_sdk::exports! {}

#[aro_export]
fn sum(numbers: &[i64]) -> i64 {
    numbers.iter().fold(0, |sum, number| sum.wrapping_add(*number))
}

#[aro_export]
fn count_chars(text: &str) -> u64 {
    text.chars().count() as u64
}

#[aro_export]
fn count_true(flags: &[bool]) -> u64 {
    flags.iter().filter(|flag| **flag).count() as u64
}

#[aro_export]
#[repr(C)]
#[derive(Clone, Copy)]
struct Mixed {
    small: u8,
    large: f64,
    flag: bool,
    color: Color,
}

#[aro_export]
#[repr(C)]
#[derive(Clone, Copy)]
enum Color {
    Red = 1,
    Blue = -5,
}

#[aro_export]
fn count_blue(values: &[Mixed]) -> u64 {
    values.iter().filter(|value| value.flag && matches!(value.color, Color::Blue)).count() as u64
}

#[aro_export]
fn is_red(color: Color, flag: bool) -> bool {
    flag && matches!(color, Color::Red)
}

#[aro_export]
fn shout(text: &str) -> Result<String, String> {
    if text.starts_with('!') { Err(text.to_owned()) } else { Ok(text.to_uppercase()) }
}

#[aro_export]
fn largest(numbers: &[f64]) -> Option<f64> {
    numbers.iter().copied().reduce(f64::max)
}

struct Counter(u64);

#[aro_export]
impl Counter {
    pub fn new(start: u64) -> Self {
        Self(start)
    }

    pub fn value(&self) -> u64 {
        self.0
    }

    pub fn add(&mut self, amount: u64) -> u64 {
        self.0 = self.0.wrapping_add(amount);
        self.0
    }
}

/// The colors, as C has them.
const RED: i32 = Color::Red as i32;
const BLUE: i32 = Color::Blue as i32;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Handle(u64, u64);

/// What no function takes for an object, and `free` ignores.
const ZERO: Handle = Handle(0, 0);

#[repr(C)]
struct Failure {
    code: i32,
    message: *mut c_char,
    length: usize,
}

unsafe extern "C" {
    fn typed_sum(numbers: *const i64, length: usize) -> i64;
    fn typed_count_chars(text: *const u8, length: usize) -> u64;
    fn typed_count_true(flags: *const u8, length: usize) -> u64;
    fn typed_count_blue(values: *const u64, length: usize) -> u64;
    fn typed_is_red(color: i32, flag: u8) -> u8;
    fn typed_shout(
        text: *const u8,
        length: usize,
        out: *mut *mut c_char,
        out_length: *mut usize,
        error: *mut Failure,
    ) -> i32;
    fn typed_largest(numbers: *const f64, length: usize, out: *mut f64, error: *mut Failure) -> i32;
    fn typed_counter_new(start: u64, out: *mut Handle, error: *mut Failure) -> i32;
    fn typed_counter_value(counter: Handle) -> u64;
    fn typed_counter_add(counter: Handle, amount: u64) -> u64;
    fn typed_counter_free(counter: Handle);
    fn typed_last_error(message: *mut *const c_char, length: *mut usize) -> i32;
    fn typed_free(pointer: *mut c_void);
}

#[derive(Arbitrary, Debug)]
enum Call<'b> {
    Sum(Address),
    Chars(Address),
    True(Address),
    Blue(Address),
    Red {
        color: i32,
        flag: u8,
    },
    Shout {
        address: Address,
        out: bool,
        length: bool,
        error: bool,
    },
    Largest {
        address: Address,
        out: bool,
        error: bool,
    },
    New {
        start: u64,
        out: bool,
        error: bool,
    },
    Value {
        object: u8,
        slot: i8,
        tag: i8,
    },
    Add {
        object: u8,
        amount: u64,
    },
    Free {
        object: u8,
        slot: i8,
    },
    /// The elements of the calls after it.
    Elements(&'b [u8]),
}

/// The last error of this thread, which is then none.
fn last_error() -> i32 {
    let (mut message, mut length) = (ptr::null(), 0);
    // SAFETY: both may be written to.
    let code = unsafe { typed_last_error(&mut message, &mut length) };
    if !message.is_null() {
        // SAFETY: the message stays until the next error, and has this length.
        let message = unsafe { std::slice::from_raw_parts(message.cast::<u8>(), length) };
        assert!(std::str::from_utf8(message).is_ok());
    }
    code
}

/// A string that the library gave, which is then freed.
fn taken_text(text: *mut c_char, length: usize) -> String {
    assert!(!text.is_null());
    // SAFETY: the text has this length, and a NUL after it.
    let mut bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length + 1) }.to_vec();
    // SAFETY: what the library gave, freed once.
    unsafe { typed_free(text.cast()) };
    assert_eq!(bytes.pop(), Some(0));
    String::from_utf8(bytes).expect("a string is UTF-8")
}

/// An error, or none if nobody takes it.
struct Taken(Failure, bool);

impl Taken {
    fn new(is_taken: bool) -> Self {
        Self(Failure { code: 99, message: ptr::dangling_mut(), length: 99 }, is_taken)
    }

    fn pointer(&mut self) -> *mut Failure {
        if self.1 { &mut self.0 } else { ptr::null_mut() }
    }

    /// Checks it against the status, and gives its message.
    fn check(self, status: i32) -> Option<String> {
        let Self(Failure { code, message, length }, is_taken) = self;
        if !is_taken {
            return None;
        }
        assert_eq!(code, status);
        assert_eq!(message.is_null(), status <= 0, "{status}");
        if message.is_null() {
            assert_eq!(length, 0);
            return None;
        }
        Some(taken_text(message, length))
    }
}

/// How many of the values are blue and have their flag; `None` if one is no value of its type.
fn count_blue_in(values: &[[u8; 24]]) -> Option<u64> {
    values.iter().try_fold(0, |count, value| {
        let color = i32::from_ne_bytes([value[20], value[21], value[22], value[23]]);
        let is_valid = value[16] <= 1 && [RED, BLUE].contains(&color);
        is_valid.then_some(count + u64::from(value[16] == 1 && color == BLUE))
    })
}

/// The result of a plain function is this, or zero and the error with code 1.
fn assert_plain<T: Copy + Default + PartialEq + Debug>(found: T, expected: Option<T>) {
    assert_eq!((last_error(), found), (i32::from(expected.is_none()), expected.unwrap_or_default()));
}

fuzz_target!(|calls: Vec<Call<'_>>| {
    let mut elements = Elements::default();
    let mut handles: Vec<(Handle, Option<u64>)> = Vec::new();
    for call in calls {
        match call {
            Call::Elements(bytes) => elements = Elements::of(bytes),
            Call::Sum(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 8, 8);
                // SAFETY: the elements, or what the library refuses.
                let sum = unsafe { typed_sum(pointer.cast(), length) };
                let numbers = elements.first(length).into_iter().map(i64::from_ne_bytes);
                assert_plain(sum, is_valid.then(|| numbers.fold(0, i64::wrapping_add)));
            }
            Call::Chars(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 1, 1);
                // SAFETY: as above.
                let count = unsafe { typed_count_chars(pointer, length) };
                let text = is_valid.then(|| elements.text(length)).flatten();
                assert_plain(count, text.map(|text| text.chars().count() as u64));
            }
            Call::True(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 1, 1);
                // SAFETY: as above.
                let count = unsafe { typed_count_true(pointer, length) };
                let flags: Vec<[u8; 1]> = if is_valid { elements.first(length) } else { Vec::new() };
                let are_flags = is_valid && flags.iter().all(|[byte]| *byte <= 1);
                assert_plain(count, are_flags.then(|| flags.iter().map(|[byte]| u64::from(*byte)).sum()));
            }
            Call::Blue(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 24, 8);
                // SAFETY: as above.
                let count = unsafe { typed_count_blue(pointer.cast(), length) };
                assert_plain(count, is_valid.then(|| count_blue_in(&elements.first(length))).flatten());
            }
            Call::Red { color, flag } => {
                // SAFETY: any values are checked.
                let is_red = unsafe { typed_is_red(color, flag) };
                let are_valid = flag <= 1 && [RED, BLUE].contains(&color);
                assert_plain(is_red, are_valid.then(|| u8::from(flag == 1 && color == RED)));
            }
            Call::Shout { address, out, length, error } => {
                let (pointer, count, is_valid) = elements.at(&address, 1, 1);
                let (mut text, mut text_length, mut taken) = (ptr::dangling_mut(), 99, Taken::new(error));
                let to = if out { &raw mut text } else { ptr::null_mut() };
                let to_length = if length { &raw mut text_length } else { ptr::null_mut() };
                // SAFETY: as above; the others are NULL or may be written to.
                let status = unsafe { typed_shout(pointer, count, to, to_length, taken.pointer()) };
                let message = taken.check(status);
                let given = is_valid.then(|| elements.text(count)).flatten().filter(|_| out && length);
                let expected = match &given {
                    None => 1,
                    // An error that is a string has this code.
                    Some(given) if given.starts_with('!') => 6,
                    Some(_) => 0,
                };
                assert_eq!(status, expected);
                if status == 0 {
                    assert_eq!(taken_text(text, text_length), given.unwrap_or_default().to_uppercase());
                } else {
                    assert!(!out || text.is_null());
                    assert!(!length || text_length == 0);
                    if status == 6 && error {
                        assert_eq!(message, given);
                    }
                }
            }
            Call::Largest { address, out, error } => {
                let (pointer, length, is_valid) = elements.at(&address, 8, 8);
                let (mut number, mut taken) = (99.0, Taken::new(error));
                let to = if out { &raw mut number } else { ptr::null_mut() };
                // SAFETY: as above.
                let status = unsafe { typed_largest(pointer.cast(), length, to, taken.pointer()) };
                taken.check(status);
                let expected = if !is_valid || !out {
                    1
                } else if length == 0 {
                    -1
                } else {
                    0
                };
                assert_eq!(status, expected);
                if out {
                    let numbers = if status == 0 { elements.first(length) } else { Vec::new() };
                    let numbers: Vec<f64> = numbers.into_iter().map(f64::from_ne_bytes).collect();
                    let largest = numbers.iter().copied().reduce(f64::max).unwrap_or_default();
                    // What the larger of a number and a NaN is depends on the processor.
                    assert!(number == largest || numbers.iter().any(|number| number.is_nan()), "{number}: {numbers:?}");
                }
            }
            Call::New { start, out, error } => {
                let (mut handle, mut taken) = (Handle(1, 1), Taken::new(error));
                let to = if out { &raw mut handle } else { ptr::null_mut() };
                // SAFETY: NULL or may be written to.
                let status = unsafe { typed_counter_new(start, to, taken.pointer()) };
                taken.check(status);
                assert_eq!(status, i32::from(!out));
                if status == 0 {
                    handles.push((handle, Some(start)));
                }
            }
            Call::Value { object, slot, tag } => {
                let Some((Handle(place, of), _)) = chosen(&mut handles, object) else { continue };
                let handle = Handle(place.wrapping_add_signed(slot.into()), of.wrapping_add_signed(tag.into()));
                // Another slot may be that of another object.
                let value = handles.iter().find(|(known, _)| *known == handle).and_then(|(_, value)| *value);
                // SAFETY: any handle is checked.
                let found = unsafe { typed_counter_value(handle) };
                let code = if tag == 0 { freed(&value) } else { 1 };
                assert_eq!((last_error(), found), (code, value.unwrap_or_default()));
            }
            Call::Add { object, amount } => {
                let Some((handle, value)) = chosen(&mut handles, object) else { continue };
                *value = value.map(|value| value.wrapping_add(amount));
                // SAFETY: as above.
                let sum = unsafe { typed_counter_add(*handle, amount) };
                assert_eq!((last_error(), sum), (freed(value), value.unwrap_or_default()));
            }
            Call::Free { object, slot: 0 } => {
                let Some((handle, value)) = chosen(&mut handles, object) else { continue };
                // SAFETY: any handle is checked, one of a freed object too.
                unsafe { typed_counter_free(*handle) };
                assert_eq!(last_error(), freed(value));
                *value = None;
            }
            Call::Free { object, slot } => {
                let Some((Handle(place, _), _)) = chosen(&mut handles, object) else { continue };
                // No type has the tag 0.
                let handle = Handle(place.wrapping_add_signed(slot.into()), 0);
                // SAFETY: as above.
                unsafe { typed_counter_free(handle) };
                assert_eq!(last_error(), i32::from(handle != ZERO));
            }
        }
    }
    for (handle, value) in handles {
        // SAFETY: as above.
        unsafe { typed_counter_free(handle) };
        assert_eq!(last_error(), freed(&value));
    }
});

/// The code of a call of an object that has this value, or is freed.
fn freed(value: &Option<u64>) -> i32 {
    if value.is_some() { 0 } else { 7 }
}

fn chosen(handles: &mut [(Handle, Option<u64>)], object: u8) -> Option<&mut (Handle, Option<u64>)> {
    let count = handles.len();
    handles.get_mut(usize::from(object).checked_rem(count)?)
}
