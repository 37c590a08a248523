//! `impl` blocks: services and system objects; and types.

super::diagnostics! { "Services, system objects and types":
    of_a_trait(attribute) {
        message: "#[{attribute}] stands on the type's own `impl` block, not on a trait's",
        label: "a trait's methods belong to the trait",
        help: "write the methods into `impl Type {{ … }}`; they may call the trait's",
        example: "#[aro_service]\nimpl Clone for Counter { fn clone(&self) -> Self { Counter } }",
    }
    generic_block(attribute) {
        message: "#[{attribute}] cannot stand on a generic `impl` block",
        label: "the plugin has one value of one type",
        help: "write the type: `impl Store<String> {{ … }}`",
        example: "#[aro_service]\nimpl<T> Store<T> { fn count(&self) {} }",
    }
    receiver_mut() {
        message: "a method takes `&self` here, not `&mut self`",
        label: "calls overlap on several threads, so the value is shared",
        help: "write `&self` and keep what changes in a `Mutex`, an `RwLock` or an atomic",
        example: "#[aro_service]\nimpl Counter { fn add(&mut self) {} }",
    }
    receiver_owned() {
        message: "a method takes `&self` here",
        label: "the plugin has one value, which all calls share",
        help: "write `&self`; a method that is not for programs is marked `#[service(skip)]`",
        example: "#[aro_service]\nimpl Counter { fn finish(self) {} }",
    }
    no_methods(attribute, wanted) {
        message: "#[{attribute}] finds no methods in this block",
        label: "it takes {wanted}",
        help: "write one, or remove the attribute",
        example: "#[aro_service]\nimpl Counter { fn new() -> Self { Counter } }",
    }
    method_without_self(method) {
        message: "the method `{method}` takes `&self`",
        label: "it is called on the plugin's one value",
        help: "write `fn {method}(&self, …)`",
        example: "#[aro_system_object]\nimpl Settings { fn read(key: &str) -> String { key.into() } }",
    }
    union() {
        message: "a union cannot be read from JSON",
        label: "nothing in it says which field holds",
        help: "write an enum with `#[serde(untagged)]`",
        example: "#[derive(AroTypes)]\nunion Number { int: i64, float: f64 }",
    }
}
