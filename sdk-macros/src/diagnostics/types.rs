//! What rustc says in our words: the traits of `aro-sdk` carry the texts, and names in generated
//! code read as messages. Here they stand once more for the page; the compile-fail cases hold that
//! these are the words.

use super::Diagnostic;

pub(super) const TOPIC: (&str, &[Diagnostic]) = (
    "Types, and names of the whole crate",
    &[
        Diagnostic {
            name: "argument_type",
            message: "`{type}` cannot be a parameter of a function that programs call",
            label: "neither the value of an argument nor something of the call",
            help: "write `#[derive(Deserialize)]` on your type and on what is inside a list, a map or an `Option`; for any value take `serde_json::Value`, for several types an untagged enum; something of the call is `Statement`, `Events`, `&RawInput`, `State<T>` or your own type with `FromCall`",
            example: "struct Celsius(f64);\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat(temperature: Celsius) {}",
        },
        Diagnostic {
            name: "value_type",
            message: "`{type}` cannot be read from the value of an argument",
            label: "does not implement `Deserialize`",
            help: "write `#[derive(Deserialize)]`, or remove `default` and `flatten` from something of the call, which is always there",
            example: "#[aro_action(verbs = [\"Heat\"])]\nfn heat(#[arg(default)] statement: Statement) {}",
        },
        Diagnostic {
            name: "call_type",
            message: "`{type}` cannot be made from the call",
            label: "does not implement `FromCall`",
            help: "init and shutdown get no arguments: take `State<T>` or your own type with `FromCall`, and read settings from the environment",
            example: "#[aro_init]\nfn open(path: String) {}",
        },
        Diagnostic {
            name: "result_type",
            message: "`{type}` cannot be the result of a function that programs call",
            label: "cannot be written as JSON",
            help: "write `#[derive(Serialize)]` on your type and on what is inside a list, a map or an `Option`; wait for a future in the function",
            example: "struct Celsius(f64);\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat() -> Celsius { Celsius(20.0) }",
        },
        Diagnostic {
            name: "error_type",
            message: "`{type}` cannot be the error of a function that programs call",
            label: "does not become an `aro_sdk::Error`",
            help: "implement `std::error::Error` for it, or return `aro_sdk::Result<T>` and convert with `map_err`",
            example: "struct Broken;\n\n#[aro_action(verbs = [\"Heat\"])]\nfn heat() -> Result<(), Broken> { Err(Broken) }",
        },
        Diagnostic {
            name: "shared_type",
            message: "`{type}` cannot be shared between the calls of a plugin",
            label: "calls overlap on several threads, so this must be `Send + Sync + 'static`",
            help: "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`",
            example: "#[aro_action(verbs = [\"Count\"])]\nfn count(counter: State<Cell<u64>>) {}",
        },
        Diagnostic {
            name: "declared_twice",
            message: "duplicate definitions with name `{name}_is_declared_twice_in_this_plugin`",
            label: "rustc shows both places, in whatever modules they are: two verbs or names of one normal form (no case, `-` or `_`), two methods of services, two qualifiers, two system objects, two C entry points, two handlers of one name and pattern, two #[aro_init] or #[aro_shutdown]",
            help: "rename one of the two or remove it",
            example: "#[aro_action(verbs = [\"ParseCSV\"])]\nfn one() {}\n\n#[aro_action(verbs = [\"Parse-Csv\"])]\nfn two() {}",
        },
        Diagnostic {
            name: "plugin_missing",
            message: "unresolved import `crate::call_aro_sdk_plugin_macro_once_in_the_crate_root`",
            label: "`plugin!` is missing, or it stands in a module instead of the crate's root",
            help: "write `aro_sdk::plugin! {}` into src/lib.rs",
            example: "use aro_sdk::prelude::*;\n\n#[aro_action(verbs = [\"Greet\"])]\nfn greet() {}",
        },
        Diagnostic {
            name: "plugin_twice",
            message: "the name `call_aro_sdk_plugin_macro_once_in_the_crate_root` is defined multiple times",
            label: "a crate is one plugin",
            help: "remove one of the two `plugin!`",
            example: "aro_sdk::plugin! {}\naro_sdk::plugin! {}",
        },
        Diagnostic {
            name: "in_an_impl_block",
            message: "`const` items in this context need a name",
            label: "the attribute stands on a function inside an `impl` block or a trait, and what it generates cannot stand there",
            help: "move the function out of the block, or make the block a service with #[aro_service]",
            example: "struct Greeter;\n\nimpl Greeter {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet() {}\n}",
        },
    ],
);
