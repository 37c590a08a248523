//! What several test files share: the library, loaded as another language does it, and plugins.
#![allow(dead_code, reason = "each test file uses its part")]

use std::ffi::{c_char, c_void};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::ptr::null_mut;
use std::sync::LazyLock;

use serde_json::Value;

pub(crate) type Handle = *mut c_void;

#[derive(Debug)]
#[repr(C)]
pub(crate) struct Text {
    pub(crate) data: *mut c_char,
    pub(crate) length: usize,
}

#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Config {
    pub(crate) size: usize,
    pub(crate) compatibility: i32,
    pub(crate) hot_reload: i32,
    pub(crate) on_reload: Option<OnReload>,
    pub(crate) on_reload_user_data: *mut c_void,
    pub(crate) reload_interval_ms: u32,
    pub(crate) reserved: u32,
}

impl Config {
    pub(crate) fn new() -> Self {
        Self {
            size: size_of::<Self>(),
            compatibility: 0,
            hot_reload: 0,
            on_reload: None,
            on_reload_user_data: null_mut(),
            reload_interval_ms: 0,
            reserved: 0,
        }
    }

    pub(crate) fn relaxed() -> Self {
        Self { compatibility: 1, ..Self::new() }
    }
}

pub(crate) type OnReload = unsafe extern "C" fn(*mut c_void, Handle, i32, *const c_char, usize, *const c_char, usize);
pub(crate) type OnEvent = unsafe extern "C" fn(*mut c_void, Handle, *const c_char, usize, *const c_char, usize);
pub(crate) type OnInvoke = unsafe extern "C" fn(*mut c_void, Handle, *const c_char, usize, *const c_char, usize) -> i32;

type Strings0 = unsafe extern "C" fn(Handle, *mut Text) -> i32;
type Strings1 = unsafe extern "C" fn(Handle, *const c_char, usize, *mut Text) -> i32;
type Strings2 = unsafe extern "C" fn(Handle, *const c_char, usize, *const c_char, usize, *mut Text) -> i32;
type Strings3 =
    unsafe extern "C" fn(Handle, *const c_char, usize, *const c_char, usize, *const c_char, usize, *mut Text) -> i32;

macro_rules! api {
    ($($name:ident: $type:ty,)*) => {
        /// The functions of the built library.
        pub(crate) struct Api {
            _library: libloading::Library,
            $(pub(crate) $name: $type,)*
        }

        impl Api {
            fn load(path: &Path) -> Self {
                // SAFETY: this project's own library, which runs nothing when it is loaded.
                let library = unsafe { libloading::Library::new(path) }.unwrap();
                // SAFETY: the signatures are those of the header.
                $(let $name = *unsafe { library.get::<$type>(concat!("aro_host_", stringify!($name))) }.unwrap();)*
                Self { _library: library, $($name,)* }
            }
        }
    };
}

api! {
    version: unsafe extern "C" fn() -> *const c_char,
    create: unsafe extern "C" fn(*const Config, *mut Handle) -> i32,
    destroy: unsafe extern "C" fn(Handle) -> i32,
    last_error_length: unsafe extern "C" fn(Handle) -> usize,
    last_error: unsafe extern "C" fn(Handle, *mut c_char, usize) -> usize,
    free: unsafe extern "C" fn(*mut c_char),
    load: Strings1,
    load_all: Strings1,
    reload: unsafe extern "C" fn(Handle, *const c_char, usize) -> i32,
    reload_changed: Strings0,
    unload: unsafe extern "C" fn(Handle, *const c_char, usize) -> i32,
    plugins: Strings0,
    call: Strings3,
    qualify: Strings3,
    call_service: Strings3,
    run_statement: Strings2,
    run_program: Strings1,
    emit: unsafe extern "C" fn(Handle, *const c_char, usize, *const c_char, usize) -> i32,
    subscribe: unsafe extern "C" fn(Handle, *const c_char, usize, Option<OnEvent>, *mut c_void, *mut u64) -> i32,
    unsubscribe: unsafe extern "C" fn(Handle, u64) -> i32,
    on_invoke: unsafe extern "C" fn(Handle, Option<OnInvoke>, *mut c_void) -> i32,
    reply: unsafe extern "C" fn(Handle, *const c_char, usize) -> i32,
}

/// The built cdylib.
pub(crate) static LIBRARY: LazyLock<PathBuf> =
    LazyLock::new(|| aro_host_testkit::build_cdylib(env!("CARGO_MANIFEST_DIR")).unwrap());

pub(crate) static API: LazyLock<Api> = LazyLock::new(|| Api::load(&LIBRARY));

pub(crate) const OK: i32 = 0;
pub(crate) const INVALID_HANDLE: i32 = 1;
pub(crate) const INVALID_ARGUMENT: i32 = 2;
pub(crate) const INVALID_CONFIG: i32 = 3;
pub(crate) const NOT_FOUND: i32 = 4;
pub(crate) const ALREADY_LOADED: i32 = 5;
pub(crate) const LOAD_FAILED: i32 = 6;
pub(crate) const INCOMPATIBLE: i32 = 7;
pub(crate) const DEPENDENCY: i32 = 8;
pub(crate) const BUSY: i32 = 9;
pub(crate) const INVALID_PROGRAM: i32 = 10;
pub(crate) const THROWN: i32 = 11;
pub(crate) const PLUGIN_ERROR: i32 = 12;
pub(crate) const LIMIT: i32 = 13;

/// A runtime, by its handle. Dropping it does not destroy it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host(pub(crate) usize);

/// A result, or a status with its message.
pub(crate) type Answer = Result<String, (i32, String)>;

fn taken(status: i32, text: Text) -> Answer {
    let string = if text.data.is_null() {
        assert_eq!(text.length, 0);
        String::new()
    } else {
        // SAFETY: the library returned the pointer and the length.
        let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.length + 1) };
        assert_eq!(bytes[text.length], 0, "a NUL ends it");
        String::from_utf8(bytes[..text.length].to_vec()).unwrap()
    };
    // SAFETY: `data` is of this library and is freed once.
    unsafe { (API.free)(text.data) };
    if status == OK { Ok(string) } else { Err((status, string)) }
}

fn p(text: &str) -> *const c_char {
    text.as_ptr().cast()
}

impl Host {
    pub(crate) fn create(config: Option<&Config>) -> Result<Self, i32> {
        let mut handle = null_mut();
        let config = config.map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: both pointers are to structures of the header.
        let status = unsafe { (API.create)(config, &mut handle) };
        assert_eq!(status == OK, !handle.is_null());
        if status == OK { Ok(Self(handle.addr())) } else { Err(status) }
    }

    pub(crate) fn new() -> Self {
        Self::create(None).unwrap()
    }

    pub(crate) fn handle(self) -> Handle {
        std::ptr::without_provenance_mut(self.0)
    }

    pub(crate) fn destroy(self) -> i32 {
        // SAFETY: any handle may be passed.
        unsafe { (API.destroy)(self.handle()) }
    }

    pub(crate) fn last_error(self) -> String {
        // SAFETY: any handle may be passed, and NULL for the buffer.
        let length = unsafe { (API.last_error_length)(self.handle()) };
        let mut buffer = vec![0_u8; length + 1];
        // SAFETY: the buffer has this capacity.
        unsafe { (API.last_error)(self.handle(), buffer.as_mut_ptr().cast(), buffer.len()) };
        buffer.truncate(length);
        String::from_utf8(buffer).unwrap()
    }

    fn strings0(self, function: Strings0) -> Answer {
        let mut out = Text { data: null_mut(), length: 0 };
        // SAFETY: as the header wants it.
        let status = unsafe { function(self.handle(), &mut out) };
        taken(status, out)
    }

    fn strings1(self, function: Strings1, a: &str) -> Answer {
        let mut out = Text { data: null_mut(), length: 0 };
        // SAFETY: as the header wants it.
        let status = unsafe { function(self.handle(), p(a), a.len(), &mut out) };
        taken(status, out)
    }

    fn strings3(self, function: Strings3, [a, b, c]: [&str; 3]) -> Answer {
        let mut out = Text { data: null_mut(), length: 0 };
        // SAFETY: as the header wants it.
        let status = unsafe { function(self.handle(), p(a), a.len(), p(b), b.len(), p(c), c.len(), &mut out) };
        taken(status, out)
    }

    fn done(self, status: i32) -> Result<(), (i32, String)> {
        if status == OK { Ok(()) } else { Err((status, self.last_error())) }
    }

    pub(crate) fn load(self, path: &Path) -> Answer {
        self.strings1(API.load, path.to_str().unwrap())
    }

    pub(crate) fn load_all(self, folder: &Path) -> Answer {
        self.strings1(API.load_all, folder.to_str().unwrap())
    }

    pub(crate) fn reload(self, plugin: &str) -> Result<(), (i32, String)> {
        // SAFETY: as the header wants it.
        self.done(unsafe { (API.reload)(self.handle(), p(plugin), plugin.len()) })
    }

    pub(crate) fn reload_changed(self) -> Answer {
        self.strings0(API.reload_changed)
    }

    pub(crate) fn unload(self, plugin: &str) -> Result<(), (i32, String)> {
        // SAFETY: as the header wants it.
        self.done(unsafe { (API.unload)(self.handle(), p(plugin), plugin.len()) })
    }

    pub(crate) fn plugins(self) -> Value {
        serde_json::from_str(&self.strings0(API.plugins).unwrap()).unwrap()
    }

    pub(crate) fn names(self) -> Vec<String> {
        let plugins = self.plugins();
        plugins.as_array().unwrap().iter().map(|plugin| plugin["name"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn call(self, plugin: &str, action: &str, input: &str) -> Answer {
        self.strings3(API.call, [plugin, action, input])
    }

    pub(crate) fn called(self, plugin: &str, action: &str, input: &str) -> Value {
        serde_json::from_str(&self.call(plugin, action, input).unwrap()).unwrap()
    }

    pub(crate) fn qualify(self, qualifier: &str, value: &str, arguments: &str) -> Answer {
        self.strings3(API.qualify, [qualifier, value, arguments])
    }

    pub(crate) fn call_service(self, service: &str, method: &str, arguments: &str) -> Answer {
        self.strings3(API.call_service, [service, method, arguments])
    }

    pub(crate) fn run_statement(self, statement: &str, bindings: &str) -> Answer {
        let mut out = Text { data: null_mut(), length: 0 };
        let (s, b) = (statement, bindings);
        // SAFETY: as the header wants it.
        let status = unsafe { (API.run_statement)(self.handle(), p(s), s.len(), p(b), b.len(), &mut out) };
        taken(status, out)
    }

    pub(crate) fn run_program(self, source: &str) -> Answer {
        self.strings1(API.run_program, source)
    }

    pub(crate) fn emit(self, event_type: &str, payload: &str) -> Result<(), (i32, String)> {
        // SAFETY: as the header wants it.
        let status = unsafe { (API.emit)(self.handle(), p(event_type), event_type.len(), p(payload), payload.len()) };
        self.done(status)
    }

    pub(crate) fn subscribe<D>(self, pattern: &str, callback: OnEvent, data: &D) -> Result<u64, (i32, String)> {
        let mut number = 0;
        let data = std::ptr::from_ref(data).cast_mut().cast();
        let function = Some(callback);
        // SAFETY: as the header wants it; the test keeps the data.
        let status = unsafe { (API.subscribe)(self.handle(), p(pattern), pattern.len(), function, data, &mut number) };
        self.done(status).map(|()| number)
    }

    pub(crate) fn unsubscribe(self, number: u64) -> Result<(), (i32, String)> {
        // SAFETY: any number may be passed.
        self.done(unsafe { (API.unsubscribe)(self.handle(), number) })
    }

    pub(crate) fn on_invoke<D>(self, callback: Option<OnInvoke>, data: &D) -> Result<(), (i32, String)> {
        let data = std::ptr::from_ref(data).cast_mut().cast();
        // SAFETY: as the header wants it; the test keeps the data.
        self.done(unsafe { (API.on_invoke)(self.handle(), callback, data) })
    }

    pub(crate) fn reply(self, text: &str) -> Result<(), (i32, String)> {
        // SAFETY: as the header wants it.
        self.done(unsafe { (API.reply)(self.handle(), p(text), text.len()) })
    }
}

/// A string that a callback got.
pub(crate) fn string(data: *const c_char, length: usize) -> String {
    // SAFETY: a callback's strings have this length and a NUL.
    let bytes = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length + 1) };
    assert_eq!(bytes[length], 0);
    String::from_utf8(bytes[..length].to_vec()).unwrap()
}

/// Writes to the standard error stream, which the test harness does not capture.
pub(crate) fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// Compiles the plugin of `plugin.c`; `false` without a C compiler.
pub(crate) fn compile(library: &Path, name: &str, version: &str) -> bool {
    compile_with(library, name, version, &[])
}

/// The same with further options.
pub(crate) fn compile_with(library: &Path, name: &str, version: &str, options: &[&str]) -> bool {
    let handle = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/plugin.c");
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-o"]).arg(library).arg(source);
    for (macro_name, value) in [("NAME", name), ("VERSION", version), ("HANDLE", &handle)] {
        cc.arg(format!("-D{macro_name}=\"{value}\""));
    }
    let Ok(output) = cc.args(options).output() else {
        skipped("there is no `cc` to compile a plugin with");
        return false;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// A package in `folder/name`; `false` without a C compiler. `dependencies` is YAML in one line.
pub(crate) fn package(folder: &Path, name: &str, version: &str, dependencies: &str) -> bool {
    let folder = folder.join(name);
    fs::create_dir_all(&folder).unwrap();
    let handle = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let yaml = format!(
        "name: {name}\nversion: {version}\nhandle: {handle}\ndependencies: {dependencies}\nprovides:\n  - {{ type: c-plugin, path: . }}\n"
    );
    fs::write(folder.join("plugin.yaml"), yaml).unwrap();
    compile(&folder.join(format!("lib{name}{}", std::env::consts::DLL_SUFFIX)), name, version)
}
