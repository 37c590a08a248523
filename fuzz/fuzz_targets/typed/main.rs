//! Typed C functions: addresses and lengths that no slice has, elements that are no values of their
//! type, handles that are none, out-parameters that are NULL.
//!
//! What a function may be given is in the rules of `aro_sdk::aro_export`: NULL, a misaligned
//! address or an impossible length is refused; any other pointer points to what its length says.
#![no_main]

mod elements;

use std::ffi::{c_char, c_void};
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

#[repr(C)]
#[derive(Clone, Copy)]
struct Handle(u64, u64);

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

/// An error, or none if nobody takes it.
struct Taken(Failure, bool);

impl Taken {
    fn new(is_taken: bool) -> Self {
        Self(Failure { code: 99, message: ptr::dangling_mut(), length: 99 }, is_taken)
    }

    fn pointer(&mut self) -> *mut Failure {
        if self.1 { &mut self.0 } else { ptr::null_mut() }
    }

    /// Checks it against the status, and frees its message.
    fn check(self, status: i32) {
        if !self.1 {
            return;
        }
        assert_eq!(self.0.code, status);
        assert_eq!(self.0.message.is_null(), status <= 0, "{status}");
        // SAFETY: NULL or what the library gave, freed once.
        unsafe { typed_free(self.0.message.cast()) };
    }
}

fn mixed_are_valid(elements: &Elements, count: usize) -> bool {
    let bytes = elements.bytes();
    bytes.chunks_exact(24).take(count).all(|mixed| {
        let color = i32::from_ne_bytes([mixed[20], mixed[21], mixed[22], mixed[23]]);
        mixed[16] <= 1 && [1, -5].contains(&color)
    })
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
                unsafe { typed_sum(pointer.cast(), length) };
                assert_eq!(last_error(), i32::from(!is_valid));
            }
            Call::Chars(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 1, 1);
                let bytes = elements.bytes();
                let text = if is_valid && length > 0 { std::str::from_utf8(&bytes).ok() } else { Some("") };
                // SAFETY: as above.
                let count = unsafe { typed_count_chars(pointer, length) };
                assert_eq!(last_error(), i32::from(!is_valid || text.is_none()));
                assert_eq!(count, if is_valid { text.unwrap_or_default().chars().count() as u64 } else { 0 });
            }
            Call::True(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 1, 1);
                let are_flags = length == 0 || elements.bytes().iter().all(|byte| *byte <= 1);
                // SAFETY: as above.
                unsafe { typed_count_true(pointer, length) };
                assert_eq!(last_error(), i32::from(!is_valid || !are_flags));
            }
            Call::Blue(address) => {
                let (pointer, length, is_valid) = elements.at(&address, 24, 8);
                let are_mixed = !is_valid || mixed_are_valid(&elements, length);
                // SAFETY: as above.
                unsafe { typed_count_blue(pointer.cast(), length) };
                assert_eq!(last_error(), i32::from(!is_valid || !are_mixed));
            }
            Call::Red { color, flag } => {
                // SAFETY: any values are checked.
                unsafe { typed_is_red(color, flag) };
                assert_eq!(last_error(), i32::from(flag > 1 || ![1, -5].contains(&color)));
            }
            Call::Shout { address, out, length, error } => {
                let (pointer, count, is_valid) = elements.at(&address, 1, 1);
                let (mut text, mut text_length, mut taken) = (ptr::dangling_mut(), 99, Taken::new(error));
                let to = if out { &raw mut text } else { ptr::null_mut() };
                let to_length = if length { &raw mut text_length } else { ptr::null_mut() };
                // SAFETY: as above; the others are NULL or may be written to.
                let status = unsafe { typed_shout(pointer, count, to, to_length, taken.pointer()) };
                taken.check(status);
                if !is_valid || !out || !length {
                    assert_eq!(status, 1);
                } else if status == 0 {
                    assert!(!text.is_null());
                    // SAFETY: what the library gave, freed once.
                    unsafe { typed_free(text.cast()) };
                } else {
                    assert!(text.is_null() && text_length == 0);
                }
            }
            Call::Largest { address, out, error } => {
                let (pointer, length, is_valid) = elements.at(&address, 8, 8);
                let (mut number, mut taken) = (0.0, Taken::new(error));
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
            }
            Call::New { start, out, error } => {
                let (mut handle, mut taken) = (Handle(1, 1), Taken::new(error));
                let to = if out { &raw mut handle } else { ptr::null_mut() };
                // SAFETY: NULL or may be written to.
                let status = unsafe { typed_counter_new(start, to, taken.pointer()) };
                taken.check(status);
                assert_eq!(status, i32::from(!out));
                if out {
                    handles.push((handle, Some(start)));
                }
            }
            Call::Value { object, slot, tag } => {
                let Some((Handle(place, of), value)) = chosen(&mut handles, object) else { continue };
                let handle = Handle(place.wrapping_add_signed(slot.into()), of.wrapping_add_signed(tag.into()));
                // SAFETY: any handle is checked.
                let found = unsafe { typed_counter_value(handle) };
                let code = last_error();
                if slot == 0 && tag == 0 {
                    assert_eq!((code, found), (freed(value), value.unwrap_or_default()));
                } else if tag != 0 {
                    assert_eq!(code, 1);
                }
            }
            Call::Add { object, amount } => {
                let Some((handle, value)) = chosen(&mut handles, object) else { continue };
                *value = value.map(|value| value.wrapping_add(amount));
                // SAFETY: as above.
                let sum = unsafe { typed_counter_add(*handle, amount) };
                assert_eq!((last_error(), sum), (freed(value), value.unwrap_or_default()));
            }
            Call::Free { object, slot } => {
                let Some((Handle(place, of), value)) = chosen(&mut handles, object) else { continue };
                if slot == 0 {
                    *value = None;
                    // SAFETY: any handle is checked, one of a freed object too.
                    unsafe { typed_counter_free(Handle(*place, *of)) };
                } else {
                    // SAFETY: as above; no type has the tag 0.
                    unsafe { typed_counter_free(Handle(place.wrapping_add_signed(slot.into()), 0)) };
                }
                last_error();
            }
        }
    }
    for (handle, _) in handles {
        // SAFETY: as above.
        unsafe { typed_counter_free(handle) };
    }
    last_error();
});

/// The code of a call of an object that has this value, or is freed.
fn freed(value: &Option<u64>) -> i32 {
    if value.is_some() { 0 } else { 7 }
}

fn chosen(handles: &mut [(Handle, Option<u64>)], object: u8) -> Option<&mut (Handle, Option<u64>)> {
    let count = handles.len();
    handles.get_mut(usize::from(object).checked_rem(count)?)
}
