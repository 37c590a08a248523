//! A plugin without the SDK that does what no plugin should. Built as a WebAssembly module.

use std::alloc::{Layout, alloc, dealloc};
use std::ffi::{CStr, CString, c_char};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static CALLS: AtomicUsize = AtomicUsize::new(0);
static WILD_BLOCKS: AtomicBool = AtomicBool::new(false);
static FREE_TRAPS: AtomicBool = AtomicBool::new(false);

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 8).unwrap()
}

#[unsafe(no_mangle)]
pub extern "C" fn aro_alloc(size: usize) -> *mut u8 {
    if WILD_BLOCKS.swap(false, Ordering::Relaxed) {
        return 0xffff_fff0 as *mut u8;
    }
    unsafe { alloc(layout(size)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_dealloc(block: *mut u8, size: usize) {
    unsafe { dealloc(block, layout(size)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_free(text: *mut c_char) {
    if FREE_TRAPS.load(Ordering::Relaxed) {
        core::arch::wasm32::unreachable();
    }
    if !text.is_null() {
        drop(unsafe { CString::from_raw(text) });
    }
}

fn text(text: impl Into<Vec<u8>>) -> *mut c_char {
    CString::new(text).unwrap().into_raw()
}

#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let actions = ["Count", "Loop", "Grow", "Reserve", "Panic", "Trap", "Overflow", "Access"];
    let more = ["Wild", "Unterminated", "Null", "WildBlock", "FreeTraps", "Echo"];
    let list: Vec<String> =
        actions.iter().chain(&more).map(|name| format!(r#"{{"name":"{name}","verbs":["{name}"]}}"#)).collect();
    text(format!(r#"{{"name":"unruly","version":"1.0.0","actions":[{}]}}"#, list.join(",")))
}

/// Recursion that the compiler does not make a loop of.
fn deeper(depth: usize) -> usize {
    let here = std::hint::black_box([depth; 64]);
    deeper(depth + 1) + here[depth % 64]
}

fn as_pointer(address: usize) -> *const u32 {
    std::hint::black_box(address) as *const u32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    let action = unsafe { CStr::from_ptr(action) }.to_str().unwrap();
    match action {
        "Count" => text(format!(r#"{{"result":{}}}"#, CALLS.fetch_add(1, Ordering::Relaxed) + 1)),
        "Echo" => text(unsafe { CStr::from_ptr(input) }.to_bytes()),
        "Loop" => loop {
            std::hint::black_box(());
        },
        "Grow" => {
            let mut all = Vec::new();
            loop {
                all.push(std::hint::black_box(vec![1_u8; 1 << 20]));
            }
        }
        "Reserve" => match Vec::<u8>::new().try_reserve(1 << 30) {
            Ok(()) => text(r#"{"result":"granted"}"#),
            Err(_) => text(r#"{"error":"too big"}"#),
        },
        "Panic" => panic!("as asked"),
        "Trap" => core::arch::wasm32::unreachable(),
        "Overflow" => text(format!(r#"{{"result":{}}}"#, deeper(0))),
        "Access" => text(format!(r#"{{"result":{}}}"#, unsafe { as_pointer(0xffff_fff0).read_volatile() })),
        "Wild" => 0xffff_fff0 as *mut c_char,
        "Unterminated" => {
            // The last bytes of the memory, with no NUL in them.
            let end = core::arch::wasm32::memory_size(0) * 65536;
            let block = core::arch::wasm32::memory_grow(0, 1) * 65536;
            assert_eq!(block, end);
            unsafe { (block as *mut u8).write_bytes(b'x', 65536) };
            (block + 100) as *mut c_char
        }
        "Null" => std::ptr::null_mut(),
        "WildBlock" => {
            WILD_BLOCKS.store(true, Ordering::Relaxed);
            text("{}")
        }
        "FreeTraps" => {
            FREE_TRAPS.store(true, Ordering::Relaxed);
            text("{}")
        }
        other => text(format!(r#"{{"error":"Unknown action: {other}"}}"#)),
    }
}
