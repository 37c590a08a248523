//! NULL for every pointer of every function of the fixture, and zeros for every handle, alone and
//! together with others.

use std::ffi::{c_char, c_void};
use std::ptr;

use serde_json::Value;

use crate::library::{AroError, Handle, Library, c, other_typed};
use crate::objects::counter;
use crate::values::{MIXED, Mixed, ZERO};

/// What C passes that may be NULL, or a handle of zeros.
#[derive(Clone, Copy, Debug)]
enum Passed {
    /// The address of elements: the parameter's name, and how many.
    Lent(&'static str, usize),
    /// A handle of this type.
    Handle(&'static str),
    Out,
    Error,
}

/// One call. A bit in `nulls` says that what is passed at this place is NULL.
struct Call<'a> {
    library: &'a Library,
    nulls: u32,
    passed: Vec<Passed>,
}

/// What came of it.
#[derive(Debug)]
struct Came {
    code: i32,
    message: Option<String>,
}

impl Call<'_> {
    fn is_null(&mut self, passed: Passed) -> bool {
        self.passed.push(passed);
        self.nulls & 1 << (self.passed.len() - 1) != 0
    }

    fn lent<T>(&mut self, name: &'static str, elements: &[T]) -> *const T {
        let is_null = self.is_null(Passed::Lent(name, elements.len()));
        if is_null { ptr::null() } else { elements.as_ptr() }
    }

    fn handle(&mut self, ty: &'static str, handle: Handle) -> Handle {
        if self.is_null(Passed::Handle(ty)) { Handle::ZERO } else { handle }
    }

    fn out<T>(&mut self, variable: &mut T) -> *mut T {
        if self.is_null(Passed::Out) { ptr::null_mut() } else { variable }
    }

    /// A call in the plain form.
    fn plain<T: PartialEq>(&self, zero: T, work: impl FnOnce(&Library) -> T) -> Came {
        let _ = self.library.last_error();
        let is_zero = work(self.library) == zero;
        let (code, message) = self.library.last_error();
        assert!(is_zero || code == 0, "a failure returns zero: {message}");
        Came { code, message: (code != 0).then_some(message) }
    }

    /// A call in the status form without out-parameters.
    fn status(&mut self, work: impl FnOnce(&Library, *mut AroError) -> i32) -> Came {
        let mut error = AroError::garbage();
        let is_null = self.is_null(Passed::Error);
        let code = work(self.library, if is_null { ptr::null_mut() } else { &mut error });
        if is_null {
            return Came { code, message: None };
        }
        let (same, message) = error.take(self.library);
        assert_eq!(same, code);
        Came { code, message }
    }

    /// The same with one.
    fn value<T: PartialEq>(
        &mut self,
        zero: T,
        mut out: T,
        work: impl FnOnce(&Library, *mut T, *mut AroError) -> i32,
    ) -> Came {
        let address = self.out(&mut out);
        let came = self.status(|library, error| work(library, address, error));
        assert!(came.code == 0 || address.is_null() || out == zero, "a failure clears what is there: {came:?}");
        came
    }

    /// The same with two, an address and a length.
    fn buffer<T>(&mut self, work: impl FnOnce(&Library, *mut *mut T, *mut usize, *mut AroError) -> i32) -> Came {
        let (mut out, mut length) = (ptr::dangling_mut::<T>(), 99);
        let addresses = (self.out(&mut out), self.out(&mut length));
        let came = self.status(|library, error| work(library, addresses.0, addresses.1, error));
        let is_cleared = (addresses.0.is_null() || out.is_null()) && (addresses.1.is_null() || length == 0);
        assert!(came.code == 0 || is_cleared, "a failure clears what is there: {came:?}");
        if came.code == 0 {
            self.library.free(out.cast::<c_void>());
        }
        came
    }

    /// Whether the call had to be refused, and it was; otherwise `code` has to come.
    fn was_refused(&self, symbol: &str, code: i32, came: &Came) -> bool {
        let is_null = |index: usize| self.nulls & 1 << index != 0;
        let nulls: Vec<Passed> =
            self.passed.iter().enumerate().filter(|(index, _)| is_null(*index)).map(|(_, passed)| *passed).collect();
        let input = nulls.iter().find(|passed| matches!(passed, Passed::Lent(..) | Passed::Handle(_)));
        let message = match input {
            _ if nulls.iter().any(|passed| matches!(passed, Passed::Out)) => {
                "an out-parameter is NULL: pass the address of a variable for the result".to_owned()
            }
            Some(Passed::Lent(name, length)) => {
                format!("{name} is NULL, and its length is {length}: pass NULL only with the length 0")
            }
            Some(Passed::Handle(ty)) => {
                format!("this is no handle of a {ty}, all of it is zero: has the constructor failed?")
            }
            _ => {
                assert_eq!(came.code, code, "{symbol}, {nulls:?}: {came:?}");
                return false;
            }
        };
        assert_eq!(came.code, 1, "{symbol}, {nulls:?}: {came:?}");
        if !nulls.iter().any(|passed| matches!(passed, Passed::Error)) {
            assert_eq!(came.message.as_ref(), Some(&message), "{symbol}, {nulls:?}");
        }
        true
    }
}

/// A function, the code that it returns if nothing is NULL, and a call of it.
type Case = (&'static str, i32, fn(&mut Call<'_>, Handle) -> Came);

/// A method without other parameters that returns nothing, or a number.
macro_rules! method {
    ($ty:literal, $symbol:literal $(-> $output:ty)?) => {
        |call, object| {
            let object = call.handle($ty, object);
            call.plain(Default::default(), |l| c!(l, $symbol(object => Handle) $(-> $output)?))
        }
    };
}

/// A function that lends a slice, and returns a number.
macro_rules! reader {
    ($symbol:literal($name:literal: $element:ty = $elements:expr) -> $output:ty) => {
        |call, _| {
            let elements: &[$element] = $elements;
            let lent = call.lent($name, elements);
            call.plain(<$output>::default(), |l| {
                c!(l, $symbol(lent => *const $element, elements.len() => usize) -> $output)
            })
        }
    };
}

/// A function that may lend a slice, and writes one value.
macro_rules! writer {
    ($symbol:literal($name:literal: $element:ty = $elements:expr), $zero:expr => $out:ty = $garbage:expr) => {
        |call, _| {
            let elements: &[$element] = $elements;
            let lent = call.lent($name, elements);
            call.value::<$out>($zero, $garbage, |l, out, error| {
                c!(l, $symbol(
                    lent => *const $element, elements.len() => usize, out => *mut $out, error => *mut AroError,
                ) -> i32)
            })
        }
    };
    ($symbol:literal($($value:expr => $ty:ty)?), $zero:expr => $out:ty = $garbage:expr) => {
        |call, _| {
            call.value::<$out>($zero, $garbage, |l, out, error| {
                c!(l, $symbol($($value => $ty,)? out => *mut $out, error => *mut AroError) -> i32)
            })
        }
    };
}

/// A function that lends a slice, and hands out a list or a string.
macro_rules! maker {
    ($symbol:literal($name:literal: $element:ty = $elements:expr), $out:ty) => {
        |call, _| {
            let elements: &[$element] = $elements;
            let lent = call.lent($name, elements);
            call.buffer::<$out>(|l, out, length, error| {
                c!(l, $symbol(
                    lent => *const $element, elements.len() => usize,
                    out => *mut *mut $out, length => *mut usize, error => *mut AroError,
                ) -> i32)
            })
        }
    };
}

/// A function that takes a number, and returns only a status.
macro_rules! checker {
    ($symbol:literal) => {
        |call, _| call.status(|l, error| c!(l, $symbol(1 => u8, error => *mut AroError) -> i32))
    };
}

const GARBAGE: Handle = Handle { slot: 99, tag: 99 };

/// Those whose parameters are slices.
const SLICES: [Case; 20] = [
    ("count_chars", 0, reader!("count_chars"("text": u8 = b"abc") -> u64)),
    ("address", 0, reader!("address"("text": u8 = b"abc") -> usize)),
    ("panics", 6, reader!("panics"("message": u8 = b"abc") -> i64)),
    ("sum_bytes", 0, reader!("sum_bytes"("data": u8 = b"ab") -> u64)),
    ("sum", 0, reader!("sum"("numbers": i64 = &[1, 2]) -> i64)),
    ("count_true", 0, reader!("count_true"("flags": u8 = &[1, 0, 1]) -> u32)),
    ("sum_large", 0, reader!("sum_large"("values": Mixed = &[MIXED]) -> f64)),
    ("aliases", 0, |call, _| {
        let (text, numbers) = (call.lent("text", b"abc"), call.lent("numbers", &[1.0_f32; 4]));
        call.plain(0.0, |l| {
            c!(l, "aliases"(
                text => *const u8, 3 => usize, numbers => *const f32, 4 => usize, 2.0 => f32,
            ) -> f32)
        })
    }),
    ("largest", 0, writer!("largest"("numbers": f64 = &[1.0]), 0.0 => f64 = 99.0)),
    ("first_flag", 0, writer!("first_flag"("flags": u8 = &[1]), 0 => u8 = 99)),
    ("first_mixed", 0, writer!("first_mixed"("values": Mixed = &[MIXED]), ZERO => Mixed = MIXED)),
    ("parse", 0, writer!("parse"("text": u8 = b"12"), 0 => i64 = 99)),
    ("parse_maybe", 0, writer!("parse_maybe"("text": u8 = b"12"), 0 => i64 = 99)),
    ("status_panics", 6, writer!("status_panics"("message": u8 = b"abc"), 0 => i64 = 99)),
    ("counter_parse", 0, writer!("counter_parse"("text": u8 = b"12"), Handle::ZERO => Handle = GARBAGE)),
    ("shout", 0, maker!("shout"("text": u8 = b"abc"), c_char)),
    ("maybe_parse", 0, maker!("maybe_parse"("text": u8 = b"abc"), c_char)),
    ("evens", 0, maker!("evens"("numbers": i16 = &[1, 2]), u8)),
    ("reversed", 0, maker!("reversed"("data": u8 = b"abc"), u8)),
    ("reversed_colors", 0, maker!("reversed_colors"("colors": i32 = &[1, 2]), i32)),
];

/// Those whose only pointers are out-parameters.
const OUTS: [Case; 11] = [
    ("fail_with", 2, writer!("fail_with"(2 => u8), 0 => u8 = 99)),
    ("same_small", 0, writer!("same_small"(255 => u8), 0 => u8 = 99)),
    ("counter_new", 0, writer!("counter_new"(5 => u64), Handle::ZERO => Handle = GARBAGE)),
    ("counter_positive", 0, writer!("counter_positive"(5 => u64), Handle::ZERO => Handle = GARBAGE)),
    ("fragile_make", 0, writer!("fragile_make"(), Handle::ZERO => Handle = GARBAGE)),
    ("meeting_open", 0, writer!("meeting_open"(), Handle::ZERO => Handle = GARBAGE)),
    ("check", 0, checker!("check")),
    ("formatted", 0, checker!("formatted")),
    ("exists", 0, checker!("exists")),
    ("range", 0, |call, _| {
        call.buffer::<u32>(|l, out, length, error| {
            c!(l, "range"(
                3 => u32, out => *mut *mut u32, length => *mut usize, error => *mut AroError,
            ) -> i32)
        })
    }),
    ("repeated", 0, |call, _| {
        call.buffer::<Mixed>(|l, out, length, error| {
            c!(l, "repeated"(
                MIXED => Mixed, 3 => u8, out => *mut *mut Mixed, length => *mut usize, error => *mut AroError,
            ) -> i32)
        })
    }),
];

/// Those of a `Counter`.
const COUNTER: [Case; 7] =
    [
        ("counter_add", 0, method!("Counter", "counter_add" -> u64)),
        ("counter_alone", 0, method!("Counter", "counter_alone" -> u8)),
        ("counter_under_another_name", 0, method!("Counter", "counter_under_another_name" -> u64)),
        ("counter_set_step", 0, |call, object| {
            let object = call.handle("Counter", object);
            call.plain((), |l| c!(l, "counter_set_step"(object => Handle, 1 => u64)))
        }),
        ("counter_show", 0, |call, object| {
            let (object, text) = (call.handle("Counter", object), call.lent("before", b"n="));
            call.buffer::<c_char>(|l, out, length, error| {
                c!(l, "counter_show"(
                object => Handle, text => *const u8, 2 => usize,
                out => *mut *mut c_char, length => *mut usize, error => *mut AroError,
            ) -> i32)
            })
        }),
        ("counter_fork", 0, |call, object| {
            let object = call.handle("Counter", object);
            call.value(Handle::ZERO, GARBAGE, |l, out, error| {
            c!(l, "counter_fork"(object => Handle, out => *mut Handle, error => *mut AroError) -> i32)
        })
        }),
        ("counter_fail", 6, |call, object| {
            let object = call.handle("Counter", object);
            call.status(|l, error| c!(l, "counter_fail"(object => Handle, error => *mut AroError) -> i32))
        }),
    ];

/// Those of the other objects. What waits at the gate finds it open.
const OTHERS: [Case; 4] = [
    ("fragile_panic_at_gate", 6, method!("Fragile", "fragile_panic_at_gate")),
    ("meeting_wait_at_gate", 0, method!("Meeting", "meeting_wait_at_gate" -> u32)),
    ("meeting_present", 0, method!("Meeting", "meeting_present" -> u32)),
    ("meeting_wait_for", 0, |call, object| {
        let object = call.handle("Meeting", object);
        call.plain(0, |l| c!(l, "meeting_wait_for"(object => Handle, 0 => u32) -> u32))
    }),
];

fn try_every_null(library: &Library, (symbol, code, work): Case, object: Handle) {
    let live = || c!(library, "live"() -> i64);
    let call = |nulls| {
        let before = live();
        let mut call = Call { library, nulls, passed: Vec::new() };
        let came = work(&mut call, object);
        if call.was_refused(symbol, code, &came) {
            assert_eq!(live(), before, "{symbol} has run");
        }
        call.passed.len()
    };
    let count = call(0);
    assert!(count > 0, "{symbol} has no pointer");
    for nulls in 1..1 << count {
        call(nulls);
    }
    call(0);
}

fn made(library: &Library, constructor: &str) -> Handle {
    type Constructor = unsafe extern "C" fn(*mut Handle, *mut AroError) -> i32;
    let mut handle = GARBAGE;
    // SAFETY: the signature is that of the C header, and the address is that of a variable.
    let status = unsafe { library.function::<Constructor>(constructor)(&mut handle, ptr::null_mut()) };
    assert_eq!(status, 0);
    handle
}

#[test]
fn null_for_any_pointer_and_zeros_for_any_handle_are_refused_before_the_function_runs() {
    let (_folder, library) = other_typed();
    c!(library, "open_gate"());
    let counter = counter(&library, 5);
    for case in SLICES.into_iter().chain(OUTS).chain(COUNTER) {
        try_every_null(&library, case, counter);
    }
    let objects = [made(&library, "fragile_make"), made(&library, "meeting_open")];
    for case in OTHERS {
        try_every_null(&library, case, objects[usize::from(case.0.starts_with("meeting"))]);
    }
}

/// So that a function that the fixture gets is called above.
#[test]
fn each_function_with_a_pointer_or_a_handle_is_called_with_null() {
    let (_folder, library) = other_typed();
    let takes_pointers = |function: &Value| {
        let of_pointers = |param: &Value| param["kind"] != "value";
        function["form"] == "status" || function["params"].as_array().unwrap().iter().any(of_pointers)
    };
    let description = library.describe();
    let functions = description["functions"].as_array().unwrap();
    let expected = functions.iter().filter(|function| takes_pointers(function) && function["role"] != "free");
    let mut expected: Vec<&str> = expected.map(|function| function["symbol"].as_str().unwrap()).collect();
    let mut called: Vec<String> = SLICES
        .iter()
        .chain(&OUTS)
        .chain(&COUNTER)
        .chain(&OTHERS)
        .map(|(symbol, ..)| format!("typed_{symbol}"))
        .collect();
    called.sort_unstable();
    expected.sort_unstable();
    assert_eq!(called, expected);
}

#[test]
fn null_and_handles_of_zeros_are_nothing_to_free() {
    let (_folder, library) = other_typed();
    let counter = counter(&library, 5);
    library.free(ptr::null_mut());
    for free in ["counter_free", "fragile_free", "meeting_free"] {
        let free = library.function::<unsafe extern "C" fn(Handle)>(free);
        // SAFETY: the signature is that of the C header.
        unsafe { free(Handle::ZERO) };
        assert_eq!(library.last_error(), (0, String::new()));
    }
    assert_eq!(c!(library, "counter_add"(counter => Handle) -> u64), 6);
}
