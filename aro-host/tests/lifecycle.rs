//! Creating and destroying runtimes: handles, the configuration, the last error.

mod support;

use std::ffi::{CStr, c_void};
use std::ptr::null_mut;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use support::*;

#[test]
fn a_runtime_is_created_and_destroyed_and_its_handle_is_not_used_again() {
    let first = Host::new();
    assert_eq!(first.plugins(), serde_json::json!([]));
    assert_eq!(first.destroy(), OK);
    let second = Host::new();
    assert_ne!(first, second);
    assert_eq!(second.destroy(), OK);
}

#[test]
fn null_a_destroyed_runtime_and_a_foreign_pointer_are_detected_by_every_function() {
    let destroyed = Host::new();
    assert_eq!(destroyed.destroy(), OK);
    let live = Host::new();
    let (mut on_the_stack, boxed) = (0_u64, Box::new(7_u64));
    let foreign = [
        0,
        1,
        2,
        3,
        8,
        usize::MAX,
        destroyed.0,
        live.0 + 1,
        live.0 - 1,
        live.0 + (1 << 20),
        std::ptr::from_mut(&mut on_the_stack).addr(),
        std::ptr::from_ref(&*boxed).addr(),
        (main as fn()) as usize,
    ];
    for handle in foreign {
        let host = Host(handle);
        let refused = |answer: Answer| {
            let (status, message) = answer.unwrap_err();
            assert_eq!(status, INVALID_HANDLE, "{handle:#x}");
            assert!(message.contains("aro_host_create"), "{message}");
        };
        let no_text = |answer: Result<(), (i32, String)>| refused(answer.map(|()| String::new()));
        assert_eq!(host.destroy(), INVALID_HANDLE, "{handle:#x}");
        refused(host.load("x".as_ref()));
        refused(host.load_all("x".as_ref()));
        no_text(host.reload("x"));
        refused(host.reload_changed());
        no_text(host.unload("x"));
        refused(host.call("x", "y", ""));
        refused(host.qualify("x", "1", ""));
        refused(host.call_service("x", "y", ""));
        refused(host.run_statement("x", ""));
        refused(host.run_program("x"));
        no_text(host.emit("x", ""));
        no_text(host.unsubscribe(1));
        no_text(host.reply("1"));
        no_text(host.on_invoke(None, &()));
        refused(host.subscribe("x", ignore_event, &()).map(|_| String::new()));
    }
    assert_eq!(live.plugins(), serde_json::json!([]), "the live one was not touched");
    assert_eq!((on_the_stack, *boxed), (0, 7));
    assert_eq!(live.destroy(), OK);
    assert_eq!(live.destroy(), INVALID_HANDLE);
}

unsafe extern "C" fn ignore_event(
    _: *mut c_void,
    _: Handle,
    _: *const std::ffi::c_char,
    _: usize,
    _: *const std::ffi::c_char,
    _: usize,
) {
}

fn main() {}

#[test]
fn the_handle_is_not_written_where_there_is_no_place_for_it() {
    // SAFETY: NULL is allowed for both.
    assert_eq!(unsafe { (API.create)(std::ptr::null(), null_mut()) }, INVALID_ARGUMENT);
    assert!(Host(0).last_error().contains("the place for the handle is NULL"));
}

/// A configuration of this size, with the fields that fit and a tail of these bytes.
fn sized(size: usize, config: Config, tail: u8) -> Result<Host, i32> {
    let mut bytes = vec![tail; 8192];
    // SAFETY: the buffer is large enough, and a byte has no alignment.
    unsafe { bytes.as_mut_ptr().cast::<Config>().write_unaligned(Config { size, ..config }) };
    let mut handle = null_mut();
    // SAFETY: 8192 bytes can be read.
    let status = unsafe { (API.create)(bytes.as_ptr().cast(), &mut handle) };
    if status == OK { Ok(Host(handle.addr())) } else { Err(status) }
}

#[test]
fn a_smaller_configuration_is_that_of_an_earlier_version_and_what_it_lacks_is_zero() {
    // The rest of the bytes would be refused, if it were read.
    let nonsense = Config { compatibility: 9, hot_reload: 9, reload_interval_ms: 9, reserved: 9, ..Config::new() };
    let ends = [
        (std::mem::offset_of!(Config, compatibility), nonsense),
        (std::mem::offset_of!(Config, hot_reload), Config { compatibility: 1, ..nonsense }),
        (std::mem::offset_of!(Config, on_reload), Config { compatibility: 0, hot_reload: 1, ..nonsense }),
        (std::mem::offset_of!(Config, reload_interval_ms), Config { compatibility: 0, hot_reload: 1, ..nonsense }),
        (std::mem::offset_of!(Config, reserved), Config { reserved: 9, ..Config::new() }),
        (size_of::<Config>(), Config::new()),
    ];
    for (size, config) in ends {
        let host = sized(size, config, 0xFF).unwrap_or_else(|status| panic!("{size}: {status}"));
        assert_eq!(host.destroy(), OK);
    }
}

#[test]
fn a_larger_configuration_works_if_what_this_version_does_not_know_is_zero() {
    for size in [size_of::<Config>() + 1, size_of::<Config>() + 8, size_of::<Config>() + 64, 4096] {
        assert_eq!(sized(size, Config::new(), 0).unwrap().destroy(), OK);
        assert_eq!(sized(size, Config::new(), 1), Err(INVALID_CONFIG));
        assert!(Host(0).last_error().contains("the caller wants something that this version cannot do"));
    }
}

#[test]
fn a_size_that_no_version_has_is_refused_with_the_size_that_is_wanted() {
    for size in [0, 1, 4, 7, 9, 11, 13, 15, 17, 20, 25, 33, 37, 4097, 1 << 20, usize::MAX / 2, usize::MAX] {
        assert_eq!(sized(size, Config::new(), 0), Err(INVALID_CONFIG), "{size}");
        let message = Host(0).last_error();
        assert!(message.contains(&size.to_string()) && message.contains("sizeof(AroHostConfig), 40"), "{message}");
    }
}

#[test]
fn a_value_that_no_field_has_is_refused_by_the_fields_name() {
    for (config, name) in [
        (Config { compatibility: 2, ..Config::new() }, "`compatibility` is 2"),
        (Config { compatibility: -1, ..Config::new() }, "`compatibility` is -1"),
        (Config { hot_reload: 2, ..Config::new() }, "`hot_reload` is 2"),
        (Config { reserved: 1, ..Config::new() }, "`reserved` is 1"),
        (Config { reload_interval_ms: 5, ..Config::new() }, "`reload_interval_ms` is 5 and `hot_reload` is 0"),
    ] {
        assert_eq!(Host::create(Some(&config)), Err(INVALID_CONFIG));
        assert!(Host(0).last_error().contains(name), "{}", Host(0).last_error());
    }
}

#[test]
fn the_last_error_is_that_of_the_runtime_and_has_the_length_0_on_a_fresh_one() {
    let (one, other) = (Host::new(), Host::new());
    assert_eq!(one.last_error(), "");
    assert_eq!(one.unload("nobody").unwrap_err().0, NOT_FOUND);
    let message = "no plugin `nobody` is loaded; the plugins are none";
    assert_eq!((one.last_error().as_str(), other.last_error().as_str()), (message, ""));
    one.plugins();
    assert_eq!(one.last_error(), message, "a success does not clear it");
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(one.last_error(), message)).join().unwrap();
    });
    assert_eq!((one.destroy(), other.destroy()), (OK, OK));
}

#[test]
fn the_last_error_is_cut_between_characters_and_is_never_longer_than_the_buffer() {
    let host = Host::new();
    host.unload("naïve-ü-€-😀").unwrap_err();
    let whole = host.last_error();
    for capacity in 0..=whole.len() + 2 {
        let mut buffer = vec![0xAA_u8; whole.len() + 8];
        // SAFETY: the buffer has at least this capacity.
        let length = unsafe { (API.last_error)(host.handle(), buffer.as_mut_ptr().cast(), capacity) };
        assert_eq!(length, whole.len());
        assert!(buffer[capacity..].iter().all(|byte| *byte == 0xAA), "nothing is written beyond {capacity}");
        if capacity > 0 {
            let written = CStr::from_bytes_until_nul(&buffer).unwrap().to_str().unwrap();
            assert!(whole.starts_with(written) && written.len() + 4 >= capacity.min(whole.len() + 1));
        }
    }
    // SAFETY: NULL is allowed.
    assert_eq!(unsafe { (API.last_error)(host.handle(), null_mut(), 10) }, whole.len());
    assert_eq!(host.destroy(), OK);
}

#[test]
fn runtimes_are_created_and_destroyed_by_many_threads_at_the_same_time() {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..200 {
                    let host = Host::new();
                    assert_eq!(host.last_error(), "");
                    assert_eq!(host.destroy(), OK);
                    assert_eq!(host.destroy(), INVALID_HANDLE);
                }
            });
        }
    });
}

#[test]
fn of_many_threads_that_destroy_one_runtime_one_succeeds_and_callers_get_a_status() {
    for _ in 0..50 {
        let (host, destroyed, start) = (Host::new(), AtomicUsize::new(0), Barrier::new(8));
        thread::scope(|scope| {
            for index in 0..8 {
                let (destroyed, start) = (&destroyed, &start);
                scope.spawn(move || {
                    start.wait();
                    if index % 2 == 0 {
                        match host.destroy() {
                            OK => drop(destroyed.fetch_add(1, Ordering::SeqCst)),
                            status => assert_eq!(status, INVALID_HANDLE),
                        }
                    } else {
                        let status = host.run_statement("Create the <x> with 1.", "").map_err(|(status, _)| status);
                        assert!(status.is_ok() || status == Err(INVALID_HANDLE), "{status:?}");
                    }
                });
            }
        });
        assert_eq!(destroyed.into_inner(), 1);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    // SAFETY: it takes nothing.
    let version = unsafe { (API.version)() };
    // SAFETY: it ends with a NUL.
    let version = unsafe { CStr::from_ptr(version) };
    assert_eq!(version.to_str(), Ok(env!("CARGO_PKG_VERSION")));
}
