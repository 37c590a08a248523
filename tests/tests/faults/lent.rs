//! What a host lends for a call is read only, no further than its NUL, and not after the call.
#![cfg(unix)]

use std::ffi::{CStr, c_void};
use std::ptr::null_mut;
use std::slice;

use aro_host_testkit::{Plugin, Reply};
use serde_json::Value;

use super::support::fresh;

/// A multiple of every page size.
const PAGE: usize = 1 << 16;

/// A string in memory of its own that cannot be written to. Its NUL is the last byte before memory
/// that cannot be read either.
struct Lent {
    start: *mut c_void,
    size: usize,
    text: *const CStr,
}

impl Lent {
    fn new(text: &CStr) -> Self {
        let bytes = text.to_bytes_with_nul();
        let size = bytes.len().next_multiple_of(PAGE);
        let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: the system chooses the address, so nothing else is there.
        let start = unsafe { libc::mmap(null_mut(), size + PAGE, access, kind, -1, 0) };
        assert_ne!(start, libc::MAP_FAILED);
        // SAFETY: the mapping has this size, it is zeros, and nothing else refers to it.
        let mapped = unsafe { slice::from_raw_parts_mut(start.cast::<u8>(), size) };
        let place = &mut mapped[size - bytes.len()..];
        place.copy_from_slice(bytes);
        let text: *const CStr = CStr::from_bytes_with_nul(place).unwrap();
        // SAFETY: this is the end of the mapping, which nothing refers to.
        let guarded = unsafe { libc::mprotect(start.wrapping_byte_add(size), PAGE, libc::PROT_NONE) };
        // SAFETY: nothing writes to the mapping from now on.
        let locked = unsafe { libc::mprotect(start, size, libc::PROT_READ) };
        assert_eq!((guarded, locked), (0, 0));
        Self { start, size, text }
    }

    fn get(&self) -> Option<&CStr> {
        // SAFETY: the mapping lives as long as `self`.
        Some(unsafe { &*self.text })
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // SAFETY: the mapping has this size, and nothing of the tests refers to it any more. That
        // nothing of the plugin does is what the test shows.
        assert_eq!(unsafe { libc::munmap(self.start, self.size + PAGE) }, 0);
    }
}

/// What a function is called with.
type Strings<'a> = [Option<&'a CStr>; 3];

/// A function with strings, and its reply, unless it has none.
type Function = fn(&Plugin, Strings<'_>) -> Option<Reply>;

const FUNCTIONS: [(Function, &[[&CStr; 3]]); 7] = [
    (
        |plugin, [name, input, _]| Some(plugin.execute_raw(name, input).unwrap()),
        &[
            [c"LendFickle", c"{\"value\":\"text\",\"object\":\"value\",\"preposition\":\"from\"}", c""],
            [c"LendFickle", c"{\"value\":\"escaped \\u00e4\\n\",\"object\":\"value\",\"preposition\":\"from\"}", c""],
            [c"TakeAll", c"{\"a\":1,\"_with\":{\"b\":[1,2.5,null,\"\\u00e4\"]},\"c\":true}", c""],
            [c"TakeAll", c"{\"a\":1,\"_with\":{\"b\":[1,2.5,nul", c""],
            [c"PanicGuarded", c"{}", c""],
            [c"EmitUnsteady", c"{}", c""],
            [c"Nope", c"{}", c""],
            [c"TakeAll", c"", c""],
            [c"\xff", c"\xff", c""],
        ],
    ),
    (
        |plugin, [name, input, _]| Some(plugin.qualifier_raw(name, input).unwrap()),
        &[
            [c"shaken", c"{\"value\":\"text\",\"type\":\"String\"}", c""],
            [c"nope", c"{\"value\":\"text\",\"type\":\"String\"}", c""],
            [c"shaken", c"{\"value\":\"te", c""],
        ],
    ),
    (
        |plugin, [identifier, qualifier, _]| Some(plugin.object_read_raw(identifier, qualifier).unwrap()),
        &[[c"shelf", c"qualifier", c""], [c"nope", c"qualifier", c""]],
    ),
    (
        |plugin, [identifier, qualifier, value]| Some(plugin.object_write_raw(identifier, qualifier, value).unwrap()),
        &[[c"shelf", c"q", c"{\"a\":[1]}"], [c"shelf", c"q", c"no JSON"]],
    ),
    (|plugin, [pattern, ..]| Some(plugin.object_list_raw(pattern).unwrap()), &[[c"*", c"", c""]]),
    (
        |plugin, [kind, payload, _]| {
            plugin.on_event_raw(kind, payload).unwrap();
            None
        },
        &[[c"Bang", c"{\"n\":1}", c""], [c"Bang", c"{", c""], [c"Other", c"{}", c""]],
    ),
    (
        |plugin, [input, ..]| Some(plugin.entry_point("faults__use_shy", input).unwrap()),
        &[[c"{}", c"", c""], [c"{\"a\":\"\\u00e4\"", c"", c""]],
    ),
];

#[test]
fn what_a_host_lends_is_read_only_to_its_nul_and_not_after_the_call() {
    let plugin = fresh();
    let value = |reply: Option<Reply>| reply.map(|reply| reply.json().unwrap());
    let all = |call: &dyn Fn(Function, &[&CStr; 3]) -> Option<Reply>| -> Vec<Option<Value>> {
        let calls = FUNCTIONS.iter().flat_map(|(function, inputs)| inputs.iter().map(move |input| (*function, input)));
        calls.map(|(function, input)| value(call(function, input))).collect()
    };
    let owned = all(&|function, strings| function(&plugin, strings.map(Some)));
    let lent = all(&|function, strings| {
        let strings = strings.map(Lent::new);
        function(&plugin, strings.each_ref().map(Lent::get))
    });
    assert_eq!(lent, owned);
    // Nothing refers to what was lent either.
    assert_eq!(all(&|function, strings| function(&plugin, strings.map(Some))), owned);
    plugin.shutdown().unwrap();
}
