//! Calls through a host: the testkit's own, and the embeddable one, loaded by `dlopen`.

use std::ffi::{c_char, c_void};
use std::fmt;
use std::path::Path;
use std::ptr::null_mut;

use aro_host_testkit::{Host, Plugin};
use libloading::Library;
use serde_json::Value;

use crate::{PluginKind, embedded_library, library, payload};

/// The host that makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    /// `Host::execute` of the testkit, from a `Value` to an `Outcome`.
    Testkit,
    /// `aro_host_call`, from JSON text to JSON text, with `aro_host_free`.
    Embedded,
}

/// The calls, by a plugin written with the SDK: name, action and payload.
pub const HOSTED: [(&str, &str, &str); 3] = [
    ("no arguments", "Nothing", "empty"),
    ("e-mail", "ValidateEmail", "email-plain"),
    ("10 KB of CSV", "ParseTable", "csv-10k"),
];

#[repr(C)]
struct Text {
    data: *mut c_char,
    length: usize,
}

type Create = unsafe extern "C" fn(*const c_void, *mut *mut c_void) -> i32;
type Load = unsafe extern "C" fn(*mut c_void, *const c_char, usize, *mut Text) -> i32;
type Call = unsafe extern "C" fn(
    *mut c_void,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *mut Text,
) -> i32;
type Free = unsafe extern "C" fn(*mut c_char);

/// A host with a plugin, an action and an input, ready to be called.
pub enum Hosted {
    /// The testkit's.
    Testkit {
        /// The host.
        host: Box<Host<'static>>,
        /// The plugin's name in it.
        plugin: String,
        /// The action.
        action: &'static str,
        /// Its input.
        input: Value,
    },
    /// The embeddable one.
    Embedded(Embedded),
}

/// A runtime of the embeddable host.
pub struct Embedded {
    runtime: *mut c_void,
    call: Call,
    free: Free,
    plugin: String,
    action: &'static str,
    input: String,
    // Dropped after the function pointers into it.
    _library: Library,
}

impl Hosted {
    /// A host of this kind for one of [`HOSTED`]. It is called once, so that one-time work is not
    /// measured.
    ///
    /// # Panics
    ///
    /// If something cannot be loaded, or the call fails.
    #[must_use]
    pub fn new(kind: HostKind, (_, action, name): (&'static str, &'static str, &'static str)) -> Self {
        let (plugin, input) = (library(PluginKind::Sdk), payload(name));
        let hosted = match kind {
            HostKind::Testkit => {
                let opened = Plugin::open(&plugin).unwrap_or_else(|error| panic!("{error}"));
                let name = opened.info().unwrap_or_else(|error| panic!("{error}")).name;
                let mut host = Host::eager();
                host.load(opened);
                let input = serde_json::from_str(&input).unwrap_or_else(|error| panic!("{error}"));
                Self::Testkit { host: Box::new(host), plugin: name, action, input }
            }
            HostKind::Embedded => Self::Embedded(Embedded::new(&plugin, action, input)),
        };
        assert!(!hosted.call().is_empty());
        hosted
    }

    /// The call with its reply.
    ///
    /// # Panics
    ///
    /// If the call fails.
    #[must_use]
    pub fn call(&self) -> String {
        match self {
            Self::Testkit { host, plugin, action, input } => {
                let outcome = host.execute(plugin, action, input).unwrap_or_else(|error| panic!("{error}"));
                outcome.value().map(Value::to_string).unwrap_or_default()
            }
            Self::Embedded(embedded) => embedded.reply(),
        }
    }

    /// The measured call, without a copy of the reply.
    #[inline(never)]
    pub fn measured(&self) {
        match self {
            Self::Testkit { host, plugin, action, input } => drop(host.execute(plugin, action, input)),
            Self::Embedded(embedded) => {
                let text = embedded.text();
                // SAFETY: the library's string, freed once.
                unsafe { (embedded.free)(text.data) };
            }
        }
    }
}

impl Embedded {
    fn new(plugin: &Path, action: &'static str, input: String) -> Self {
        // SAFETY: this project's own library, which runs nothing when it is loaded.
        let library = unsafe { Library::new(embedded_library()) }.unwrap_or_else(|error| panic!("{error}"));
        // SAFETY: the signature in the header.
        let create = *unsafe { library.get::<Create>("aro_host_create") }.unwrap_or_else(|error| panic!("{error}"));
        // SAFETY: the signature in the header.
        let load = *unsafe { library.get::<Load>("aro_host_load") }.unwrap_or_else(|error| panic!("{error}"));
        // SAFETY: the signature in the header.
        let call = *unsafe { library.get::<Call>("aro_host_call") }.unwrap_or_else(|error| panic!("{error}"));
        // SAFETY: the signature in the header.
        let free = *unsafe { library.get::<Free>("aro_host_free") }.unwrap_or_else(|error| panic!("{error}"));
        let mut runtime = null_mut();
        // SAFETY: NULL is the default configuration.
        assert_eq!(unsafe { create(std::ptr::null(), &mut runtime) }, 0, "a runtime is created");
        let path = plugin.to_str().expect("the path is UTF-8");
        let mut name = Text { data: null_mut(), length: 0 };
        // SAFETY: the path has this length.
        assert_eq!(unsafe { load(runtime, path.as_ptr().cast(), path.len(), &mut name) }, 0, "the plugin is loaded");
        // SAFETY: the library returned the pointer and the length.
        let bytes = unsafe { std::slice::from_raw_parts(name.data.cast::<u8>(), name.length) };
        let plugin = String::from_utf8_lossy(bytes).into_owned();
        // SAFETY: the library's string, freed once.
        unsafe { free(name.data) };
        Self { runtime, call, free, plugin, action, input, _library: library }
    }

    fn text(&self) -> Text {
        let mut out = Text { data: null_mut(), length: 0 };
        let (plugin, action, input) = (&self.plugin, self.action, &self.input);
        // SAFETY: the strings have these lengths.
        let status = unsafe {
            (self.call)(
                self.runtime,
                plugin.as_ptr().cast(),
                plugin.len(),
                action.as_ptr().cast(),
                action.len(),
                input.as_ptr().cast(),
                input.len(),
                &mut out,
            )
        };
        assert_eq!(status, 0, "the call succeeds");
        out
    }

    fn reply(&self) -> String {
        let text = self.text();
        // SAFETY: the library returned the pointer and the length.
        let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.length) };
        let reply = String::from_utf8_lossy(bytes).into_owned();
        // SAFETY: the library's string, freed once.
        unsafe { (self.free)(text.data) };
        reply
    }
}

impl fmt::Debug for Hosted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Testkit { .. } => HostKind::Testkit,
            Self::Embedded(_) => HostKind::Embedded,
        };
        f.debug_tuple("Hosted").field(&kind).finish()
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded").field("plugin", &self.plugin).finish_non_exhaustive()
    }
}
