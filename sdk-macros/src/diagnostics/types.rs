//! Messages of rustc that carry our words, for the page.
//!
//! rustc checks types and names. Its messages about types show texts on the traits of `aro-sdk`,
//! and those about names show names in generated code. This list repeats these texts; the
//! compile-fail cases in `tests/ui` show that rustc prints the messages.

use super::Diagnostic;

pub(super) const TOPIC: (&str, &[Diagnostic]) = (
    "Types, and names of the whole crate",
    &[
        Diagnostic {
            name: "argument_type",
            message: "`{type}` cannot be a parameter of a function that programs call",
            label: "neither an argument nor a value from the call itself",
            help: "an argument needs `Deserialize`: write `#[derive(Deserialize)]` on your type, and on the types inside a list, a map or an `Option`; for any value take `serde_json::Value`, for several types an untagged enum; a value from the call itself needs `FromCall`, as `Statement`, `Events`, `&RawInput` and `State<T>` implement it",
            example: "struct Celsius(f64);\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat(temperature: Celsius) {}",
        },
        Diagnostic {
            name: "value_type",
            message: "`{type}` cannot be read from the value of an argument",
            label: "does not implement `Deserialize`",
            help: "write `#[derive(Deserialize)]` on your type; a value from the call itself, such as `Statement`, is always there and takes neither `default` nor `flatten`",
            example: "#[aro_action(verbs = [\"Heat\"])]\nfn heat(#[arg(default)] statement: Statement) {}",
        },
        Diagnostic {
            name: "call_type",
            message: "`{type}` cannot be made from the call",
            label: "does not implement `FromCall`",
            help: "init and shutdown have no arguments: take `State<T>` or your own type that implements `FromCall`, and read settings from the environment",
            example: "#[aro_init]\nfn open(path: String) {}",
        },
        Diagnostic {
            name: "result_type",
            message: "`{type}` cannot be the result of a function that programs call",
            label: "cannot be written as JSON",
            help: "write `#[derive(Serialize)]` on your type, and on the types inside a list, a map or an `Option`; block on a future in the function",
            example: "struct Celsius(f64);\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat() -> Celsius { Celsius(20.0) }",
        },
        Diagnostic {
            name: "error_type",
            message: "`{type}` cannot be the error of a function that programs call",
            label: "cannot be converted into an `aro_sdk::Error`",
            help: "implement `std::error::Error` for it, or return `aro_sdk::Result<T>` and convert with `map_err`",
            example: "struct Broken;\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat() -> Result<(), Broken> { Err(Broken) }",
        },
        Diagnostic {
            name: "shared_type",
            message: "`{type}` cannot be shared between the calls of a plugin",
            label: "calls run on several threads at the same time, so this must be `Send + Sync + 'static`",
            help: "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`",
            example: "#[aro_action(verbs = [\"Count\"])]\nfn count(counter: State<Cell<u64>>) {}",
        },
        Diagnostic {
            name: "declared_twice",
            message: "duplicate definitions with name `{name}_is_declared_twice_in_this_plugin__rename_or_remove_one`",
            label: "rustc shows both places, in whatever modules they are. Actions, methods of services, qualifiers and system objects have names that differ in more than case, `-` and `_`; C entry points have different names; handlers differ in their name or pattern; and there is one #[aro_init] and one #[aro_shutdown]",
            help: "rename one of the two, or remove it",
            example: "#[aro_action(verbs = [\"ParseCSV\"])]\nfn one() {}\n\n#[aro_action(verbs = [\"Parse-Csv\"])]\nfn two() {}",
        },
        Diagnostic {
            name: "plugin_missing",
            message: "unresolved import `crate::call_aro_sdk_plugin_macro_once_in_the_crate_root`",
            label: "`plugin!` is missing, or it is called in a module and not in the root of the crate",
            help: "write `aro_sdk::plugin! {}` in src/lib.rs",
            example: "use aro_sdk::prelude::*;\n\n#[aro_action(verbs = [\"Greet\"])]\nfn greet() {}",
        },
        Diagnostic {
            name: "plugin_twice",
            message: "the name `call_aro_sdk_plugin_macro_once_in_the_crate_root` is defined multiple times",
            label: "a crate is one plugin, so it calls `plugin!` once",
            help: "remove one of the two calls",
            example: "aro_sdk::plugin! {}\naro_sdk::plugin! {}",
        },
        Diagnostic {
            name: "in_an_impl_block",
            message: "unresolved import `{attribute}_is_for_functions_outside_of_impl_blocks__move_{function}_out_or_write_aro_service_before_the_block__{place}`",
            label: "the attribute is on a function inside of an `impl` block, where there is no value to call it on",
            help: "move the function out of the block, or make the block a service with #[aro_service]",
            example: "struct Greeter;\n\nimpl Greeter {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet() {}\n}",
        },
        Diagnostic {
            name: "export_parameter_type",
            message: "`{type}` cannot be passed by value to a typed C function",
            label: "C has no such type",
            help: "take a number, a `bool`, `&str`, `&[T]` of numbers, or a `#[repr(C)]` struct or an enum with `#[aro_export]` before it; write a `&` in the signature itself and not inside of an alias",
            example: "struct Celsius(f64);\n\n#[aro_export]\nfn heat(temperature: Celsius) {}",
        },
        Diagnostic {
            name: "export_slice_type",
            message: "`&{type}` cannot be a parameter of a typed C function",
            label: "C cannot pass it by pointer and length",
            help: "take `&str`, or `&[T]` of numbers, booleans, or structs and enums with `#[aro_export]`; take a single value without `&`",
            example: "#[aro_export]\nfn heat(temperature: &f64) {}",
        },
        Diagnostic {
            name: "export_result_type",
            message: "`{type}` cannot be the result of a typed C function",
            label: "cannot be returned by value, or written to an out-parameter",
            help: "return nothing, a number, a `bool`, a `String`, a `Vec` of numbers, or a `#[repr(C)]` struct or an enum with `#[aro_export]` before it; write `String`, `Vec<T>`, `Option<T>` and `Result<T, E>` by these names and not by an alias, because the number of C parameters depends on them; return an object in an `Option` or a `Result`",
            example: "type Text = String;\n\n#[aro_export]\nfn name() -> Text { Text::new() }",
        },
        Diagnostic {
            name: "export_own_name",
            message: "`{type}` is called `{name}`, and is another type",
            label: "is not the type of the standard library, which the macro takes it for",
            help: "give a type of your own another name",
            example: "struct String;\n\n#[aro_export]\nfn name() -> String { String }",
        },
        Diagnostic {
            name: "export_shared_type",
            message: "C cannot have handles of `{type}`",
            label: "C may call its methods on several threads at the same time, so this must be `Send + Sync + 'static`",
            help: "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`",
            example: "struct Counter(Cell<u32>);\n\n#[aro_export]\nimpl Counter { pub fn new() -> Self { Self(Cell::new(0)) } }",
        },
        Diagnostic {
            name: "export_layout",
            message: "evaluation panicked: {a number of the enum does not fit a C `int`, the enum is larger than a C `int`, the type cannot implement `Drop`}",
            label: "C could not pass every value of the type",
            help: "write an integer type such as `#[repr(u32)]` before an enum; remove `Drop` from a type that C copies",
            example: "#[aro_export]\n#[repr(C)]\nenum Large { One = 0xffff_ffff }",
        },
        Diagnostic {
            name: "exports_missing",
            message: "unresolved import `crate::call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root`",
            label: "neither `plugin!` nor `exports!` is called in the root of the crate",
            help: "write `aro_sdk::plugin! {}` in src/lib.rs of an ARO plugin, and `aro_sdk::exports! {}` in that of another library",
            example: "use aro_sdk::aro_export;\n\n#[aro_export]\nfn add(a: i32, b: i32) -> i32 { a + b }",
        },
        Diagnostic {
            name: "plugin_and_exports",
            message: "the name `call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root` is defined multiple times",
            label: "`plugin!` defines what `exports!` does, too",
            help: "remove `exports!` from a plugin",
            example: "aro_sdk::plugin! {}\naro_sdk::exports! {}",
        },
    ],
);
