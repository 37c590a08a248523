//! A typed library can be unloaded, whatever was called.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::fs;
use std::ptr;

use crate::library::{AroError, Library, c, copied};
use crate::objects::{add, counter, free};

/// Whether the library is mapped as code: Rust's backtraces map the file as data, and keep it.
fn is_mapped(path: &std::path::Path) -> bool {
    let path = fs::canonicalize(path).unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let is_code = |line: &str| line.split(' ').nth(1).is_some_and(|permissions| permissions.contains('x'));
    maps.lines().any(|line| is_code(line) && line.contains(path.to_str().unwrap()))
}

#[test]
fn the_library_goes_after_errors_panics_and_objects() {
    let (_folder, path) = copied("fixtures/typed");
    for _ in 0..3 {
        let library = Library::open(&path, "typed");
        assert!(is_mapped(&path));
        let work = || {
            assert_eq!(c!(library, "same_bool"(7 => u8) -> u8), 0);
            assert_eq!(c!(library, "panics"(b"x".as_ptr() => *const u8, 1 => usize) -> i64), 0);
            assert_eq!(c!(library, "explodes"() -> u8), 0);
            let handle = counter(&library, 1);
            assert_eq!(add(&library, handle), 2);
            free(&library, handle);
            let mut out = 0_i64;
            c!(library, "status_panics"(
                b"x".as_ptr() => *const u8, 1 => usize, &mut out => *mut i64, ptr::null_mut() => *mut AroError,
            ) -> i32);
        };
        work();
        std::thread::scope(|scope| {
            scope.spawn(work);
        });
        assert!(library.describe()["functions"].is_array());
        library.close();
        assert!(!is_mapped(&path), "the library stays mapped");
    }
}
