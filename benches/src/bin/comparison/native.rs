//! Calls in this process.

use std::ffi::{CStr, c_char};
use std::hint::black_box;
use std::path::Path;

use libloading::Library;

use crate::work::{Arguments, Work, number};
use crate::{Prepared, Result};

pub(crate) struct Static(pub(crate) &'static Work);

impl Prepared for Static {
    fn call(&mut self) -> i64 {
        match &self.0.arguments {
            Arguments::Numbers(a, b) => bench_places::min(black_box(*a), black_box(*b)),
            Arguments::Text { name: "value", text } => i64::from(bench_places::validate_email(black_box(text))),
            Arguments::Text { text, .. } => bench_places::count_fields(black_box(text)) as i64,
        }
    }
}

fn open(path: &Path) -> Result<Library> {
    // SAFETY: the initialisers of the plugin register its items and do nothing else.
    Ok(unsafe { Library::new(path) }?)
}

enum Function {
    OfNumbers(unsafe extern "C" fn(i64, i64) -> i64),
    OfText(unsafe extern "C" fn(*const u8, usize) -> i64),
}

pub(crate) struct Plain {
    function: Function,
    work: &'static Work,
    // Dropped after the pointer into it.
    _library: Library,
}

impl Plain {
    pub(crate) fn new(path: &Path, work: &'static Work) -> Result<Self> {
        let library = open(path)?;
        let name = work.plain.as_bytes();
        let function = match work.arguments {
            // SAFETY: the signature that the plugin's source gives it.
            Arguments::Numbers(..) => Function::OfNumbers(unsafe { *library.get(name)? }),
            // SAFETY: the same.
            Arguments::Text { .. } => Function::OfText(unsafe { *library.get(name)? }),
        };
        Ok(Self { function, work, _library: library })
    }
}

impl Prepared for Plain {
    fn call(&mut self) -> i64 {
        match (&self.function, &self.work.arguments) {
            // SAFETY: it takes any numbers.
            (Function::OfNumbers(function), Arguments::Numbers(a, b)) => unsafe { function(*a, *b) },
            // SAFETY: it takes the bytes of any string.
            (Function::OfText(function), Arguments::Text { text, .. }) => unsafe {
                function(text.as_ptr(), text.len())
            },
            _ => i64::MIN,
        }
    }
}

pub(crate) struct Abi {
    execute: unsafe extern "C" fn(*const c_char, *const c_char) -> *mut c_char,
    free: unsafe extern "C" fn(*mut c_char),
    work: &'static Work,
    // Dropped after the pointers into it.
    _library: Library,
}

impl Abi {
    pub(crate) fn new(path: &Path, work: &'static Work) -> Result<Self> {
        let library = open(path)?;
        // SAFETY: the ABI's signature.
        let execute = unsafe { *library.get(b"aro_plugin_execute")? };
        // SAFETY: the ABI's signature.
        let free = unsafe { *library.get(b"aro_plugin_free")? };
        Ok(Self { execute, free, work, _library: library })
    }
}

impl Prepared for Abi {
    fn call(&mut self) -> i64 {
        // SAFETY: both strings are NUL-terminated and outlive the call.
        let reply = unsafe { (self.execute)(self.work.action.as_ptr(), self.work.envelope.as_ptr()) };
        // SAFETY: a plugin of the SDK returns a NUL-terminated string.
        let number = number(unsafe { CStr::from_ptr(reply) }.to_bytes());
        // SAFETY: the plugin has just returned it.
        unsafe { (self.free)(reply) };
        number
    }
}
