//! Objects from many threads at once.

use std::ptr;
use std::sync::Barrier;
use std::thread;

use crate::library::{AroError, Handle, c, other_typed};
use crate::objects::{add, counter, free};

const THREADS: u64 = 8;
const ROUNDS: u64 = 500;

#[test]
fn methods_with_a_shared_reference_run_at_the_same_time() {
    let (_folder, library) = other_typed();
    let mut meeting = Handle::ZERO;
    c!(library, "meeting_open"(&mut meeting => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
    // Each waits inside of the method until all are there.
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let present = c!(library, "meeting_wait_for"(meeting => Handle, THREADS as u32 => u32) -> u32);
                assert_eq!(present, THREADS as u32);
            });
        }
    });
}

#[test]
fn an_object_that_is_freed_during_a_call_lives_until_the_call_returns() {
    let (_folder, library) = other_typed();
    let mut meeting = Handle::ZERO;
    c!(library, "meeting_open"(&mut meeting => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
    let live = || c!(library, "live"() -> i64);
    thread::scope(|scope| {
        let call = scope.spawn(|| c!(library, "meeting_wait_at_gate"(meeting => Handle) -> u32));
        while c!(library, "waiting"() -> u32) == 0 {
            thread::yield_now();
        }
        c!(library, "meeting_free"(meeting => Handle));
        assert_eq!(live(), 1, "a call still uses it");
        assert_eq!(c!(library, "meeting_present"(meeting => Handle) -> u32), 0);
        assert_eq!(library.last_error().0, 7, "no other call gets it");
        c!(library, "open_gate"());
        assert_eq!(call.join().unwrap(), 1);
    });
    assert_eq!(live(), 0);
}

/// A second panic during the first would end the process.
#[test]
fn a_panic_in_a_method_whose_object_was_freed_and_panics_too_ends_in_the_function() {
    let (_folder, library) = other_typed();
    let mut fragile = Handle::ZERO;
    c!(library, "fragile_make"(&mut fragile => *mut Handle, ptr::null_mut() => *mut AroError) -> i32);
    thread::scope(|scope| {
        let call = scope.spawn(|| {
            c!(library, "fragile_panic_at_gate"(fragile => Handle));
            library.last_error()
        });
        while c!(library, "waiting"() -> u32) == 0 {
            thread::yield_now();
        }
        c!(library, "fragile_free"(fragile => Handle));
        c!(library, "open_gate"());
        let (code, message) = call.join().unwrap();
        assert!(code == 6 && message.ends_with(": after the gate"), "{message}");
    });
}

#[test]
fn threads_that_make_use_and_free_objects_at_once_never_get_those_of_others() {
    let (_folder, library) = other_typed();
    let start = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (library, start) = (&library, &start);
            scope.spawn(move || {
                start.wait();
                let mut old = Vec::new();
                for round in 0..ROUNDS {
                    let value = number * ROUNDS * 10 + round;
                    let handle = counter(library, value);
                    assert_eq!(add(library, handle), value + 1);
                    free(library, handle);
                    old.push(handle);
                    let random = old[(round as usize * 7) % old.len()];
                    assert_eq!(add(library, random), 0, "an old handle is refused while others are made");
                    assert_eq!(library.last_error().0, 7);
                }
            });
        }
    });
    assert_eq!(c!(library, "live"() -> i64), 0);
}

#[test]
fn of_many_frees_at_once_one_frees_and_all_others_are_refused() {
    let (_folder, library) = other_typed();
    for _ in 0..ROUNDS {
        let handle = counter(&library, 1);
        let start = Barrier::new(THREADS as usize);
        let refused: i32 = thread::scope(|scope| {
            let frees: Vec<_> = (0..THREADS)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        let _ = library.last_error();
                        free(&library, handle);
                        i32::from(library.last_error().0 == 7)
                    })
                })
                .collect();
            frees.into_iter().map(|free| free.join().unwrap()).sum()
        });
        assert_eq!(refused, THREADS as i32 - 1);
    }
    assert_eq!(c!(library, "live"() -> i64), 0);
}

#[test]
fn methods_with_a_mutable_reference_run_alone() {
    let (_folder, library) = other_typed();
    let handle = counter(&library, 0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let library = &library;
            scope.spawn(move || {
                for _ in 0..ROUNDS {
                    assert_eq!(c!(library, "counter_alone"(handle => Handle) -> u8), 1);
                }
            });
        }
    });
}
