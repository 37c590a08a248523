//! Typed C functions in a module, called as any WebAssembly host would: they have the signatures of
//! C for 32 bits.

use std::path::Path;

use aro_host_testkit::header::TypedExports;
use aro_host_testkit::wasm::Module;
use aro_host_testkit::{LoadError, Plugin, PluginBuilder, TypedLibrary};
use serde_json::Value;
use wasmtime::{Config, Engine, Instance, Store, WasmParams, WasmResults};

use crate::support::{GEOMETRY, Panics, builders};

struct Library {
    store: Store<()>,
    instance: Instance,
}

impl Library {
    fn open(path: &Path) -> Self {
        let engine = Engine::new(Config::new().wasm_exceptions(true)).unwrap();
        let module = wasmtime::Module::from_file(&engine, path).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        Self { store, instance }
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, arguments: P) -> wasmtime::Result<R> {
        let function = self.instance.get_typed_func::<P, R>(&mut self.store, name).unwrap();
        function.call(&mut self.store, arguments)
    }

    fn memory(&mut self) -> &mut [u8] {
        let memory = self.instance.get_memory(&mut self.store, "memory").unwrap();
        memory.data_mut(&mut self.store)
    }

    /// The address of a copy of these bytes.
    fn lend(&mut self, bytes: &[u8]) -> u32 {
        let address: u32 = self.call("aro_alloc", bytes.len() as u32).unwrap();
        self.memory()[address as usize..][..bytes.len()].copy_from_slice(bytes);
        address
    }

    fn read<const N: usize>(&mut self, address: u32) -> [u8; N] {
        self.memory()[address as usize..][..N].try_into().unwrap()
    }

    fn read_u32(&mut self, address: u32) -> u32 {
        u32::from_le_bytes(self.read(address))
    }

    fn read_string(&mut self, address: u32) -> String {
        let string = self.memory()[address as usize..].split(|byte| *byte == 0).next().unwrap();
        String::from_utf8(string.to_vec()).unwrap()
    }

    /// Two `f64`, as the struct `Point` has them.
    fn point(&mut self, x: f64, y: f64) -> u32 {
        self.lend(&[x.to_le_bytes(), y.to_le_bytes()].concat())
    }
}

fn libraries() -> Vec<(Panics, Library)> {
    let build = |(panics, builder): (Panics, PluginBuilder)| {
        let path = builder.target("wasm32-unknown-unknown").build_cdylib().unwrap();
        (panics, Library::open(&path))
    };
    builders(GEOMETRY).into_iter().map(build).collect()
}

#[test]
fn numbers_strings_slices_and_structs_pass_as_in_c() {
    for (_, mut library) in libraries() {
        assert_eq!(library.call::<_, i32>("geometry_add", (2, 3)).unwrap(), 5);

        let name = library.lend("Ada é".as_bytes());
        let out = library.lend(&[0xff; 8]);
        // The text and its length, where the text goes, where its length goes, and no error wanted.
        let status: i32 = library.call("geometry_greet", (name, 6, out, out + 4, 0)).unwrap();
        let (text, length) = (library.read_u32(out), library.read_u32(out + 4));
        assert_eq!((status, length), (0, 14));
        let greeting = library.memory()[text as usize..][..length as usize].to_vec();
        assert_eq!(String::from_utf8(greeting).unwrap(), "Hello, Ada é!");
        library.call::<_, ()>("geometry_free", text).unwrap();
        library.call::<_, ()>("aro_dealloc", (name, 6)).unwrap();

        let numbers: Vec<u8> = [1.5_f64, 2.25, -1.0].into_iter().flat_map(f64::to_le_bytes).collect();
        let numbers = library.lend(&numbers);
        assert_eq!(library.call::<_, f64>("geometry_sum", (numbers, 3)).unwrap(), 2.75);

        // A struct is passed by its address, and returned at an address that comes first.
        let (a, b, middle) = (library.point(0.0, 0.0), library.point(3.0, 4.0), library.point(9.0, 9.0));
        assert_eq!(library.call::<_, f64>("geometry_distance", (a, b)).unwrap(), 5.0);
        library.call::<_, ()>("geometry_midpoint", (middle, a, b)).unwrap();
        assert_eq!(library.read(middle), 1.5_f64.to_le_bytes());
        assert_eq!(library.read(middle + 8), 2.0_f64.to_le_bytes());
    }
}

#[test]
fn a_module_describes_itself_like_the_native_library() {
    let path = Plugin::builder(GEOMETRY).build_cdylib().unwrap();
    let native = TypedLibrary::open(path).unwrap();
    for (_, mut library) in libraries() {
        let address = library.call("geometry_describe", ()).unwrap();
        let description = library.read_string(address);
        let exports = TypedExports::from_json(&description).unwrap();
        assert!(exports.c_header().contains("geometry_add"));
        let description: Value = serde_json::from_str(&description).unwrap();
        assert_eq!(&description, native.describe());
    }
}

#[test]
fn a_panic_is_the_thread_s_last_error_where_panics_unwind_and_else_a_trap() {
    for (panics, mut library) in libraries() {
        let called = library.call::<_, i32>("geometry_add", (i32::MAX, 1));
        match panics {
            Panics::Trap => {
                assert!(format!("{:?}", called.unwrap_err()).contains("unreachable"));
            }
            Panics::Unwind => {
                assert_eq!(called.unwrap(), 0);
                let out = library.lend(&[0; 8]);
                let code: i32 = library.call("geometry_last_error", (out, out + 4)).unwrap();
                let message = library.read_u32(out);
                assert_ne!(code, 0);
                assert!(library.read_string(message).contains("attempt to add with overflow"));
                assert_eq!(library.call::<_, i32>("geometry_add", (1, 1)).unwrap(), 2);
            }
        }
    }
}

#[test]
fn a_typed_library_that_is_no_plugin_is_refused_as_a_plugin() {
    for (_, builder) in builders(GEOMETRY) {
        let refused = Module::build_with(builder).unwrap_err();
        assert!(matches!(refused, LoadError::MissingSymbol { symbol: "aro_plugin_info", .. }), "{refused}");
    }
}
