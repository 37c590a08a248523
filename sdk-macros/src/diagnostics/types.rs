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
            label: "`plugin!` is missing, or it is called in a module or a function and not in the root of the crate",
            help: "write `aro_sdk::plugin! {}` in src/lib.rs; in a crate that only shares items with plugins, `aro_sdk::library! {}`",
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
            name: "library_missing",
            message: "unresolved import `{crate}`",
            label: "no `call_aro_sdk_library_macro_in_the_root_of_this_crate` in the root: a crate under `uses` calls `library!`, which makes the registry of its items",
            help: "write `aro_sdk::library! {}` in the root of that crate; if the crate itself is not found, add it to the dependencies in Cargo.toml",
            example: "aro_sdk::plugin! { uses = [a_crate_without_library] }",
        },
        Diagnostic {
            name: "method_in_two_blocks",
            message: "duplicate definitions with name `{method}`",
            label: "a service and a system object of one type both have this method, and a Rust type has one method of a name. rustc adds `multiple applicable items in scope` (E0034) for each of the two",
            help: "rename the service's method, and give it the name that programs use: `#[service(name = \"list\")] fn list_all(&self)`",
            example: "#[aro_service]\nimpl Store {\n    fn list(&self) -> Vec<String> { self.keys() }\n}\n\n#[aro_system_object]\nimpl Store {\n    fn list(&self, pattern: &str) -> Vec<String> { self.matching(pattern) }\n}",
        },
        Diagnostic {
            name: "prelude_missing",
            message: "cannot find attribute `{attribute}` in this scope",
            label: "each module that uses the attributes imports them; `#[arg]` on a parameter is not found either, as it belongs to the attribute of the function, and rustc may suggest `#[aro]` for it, which is for `#[derive(AroTypes)]`",
            help: "write `use aro_sdk::prelude::*;` at the beginning of the module, or the whole path: `#[aro_sdk::aro_action(…)]`. `Result<T>` and `Error` in the module are then those of the SDK too",
            example: "mod greetings {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet() {}\n}",
        },
        Diagnostic {
            name: "serde_missing",
            message: "can't find crate for `serde`",
            label: "the derives of serde name the crate `serde`, which must be a dependency of the package itself",
            help: "add to Cargo.toml, below `[dependencies]`: `serde = { version = \"1\", features = [\"derive\"] }`",
            example: "# Cargo.toml without\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }",
        },
        Diagnostic {
            name: "log_missing",
            message: "cannot find module or crate `{log}` in this scope",
            label: "the features `log` and `tracing` of the SDK write what these crates log; the macros come from the crates themselves",
            help: "add both to Cargo.toml: `log = \"0.4\"`, and `features = [\"log\"]` to the dependency `aro-sdk`; without the feature nothing is written",
            example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet() { log::info!(\"greeted\") }",
        },
        Diagnostic {
            name: "in_an_impl_block",
            message: "unresolved import `{attribute}_is_for_functions_outside_of_impl_blocks__move_{function}_out_or_write_aro_service_before_the_block__{place}`",
            label: "the attribute is on a function inside of an `impl` block, where there is no value to call it on. That rustc cannot find the function either (E0425) follows from it",
            help: "move the function out of the block, or make the block a service with #[aro_service]",
            example: "struct Greeter;\n\nimpl Greeter {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet() {}\n}",
        },
    ],
);
