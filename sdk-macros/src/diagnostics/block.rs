//! `impl` blocks of services and system objects, and `#[derive(AroTypes)]`.

super::diagnostics! { "Services, system objects and types":
    of_a_trait(attribute) {
        message: "#[{attribute}] belongs on an `impl` block of the type itself, not on one of a trait",
        label: "programs call the methods of the type",
        help: "write the methods in `impl Type {{ … }}`; they may call those of the trait",
        example: "#[aro_service]\nimpl Clone for Counter { fn clone(&self) -> Self { Counter } }",
    }
    generic_block(attribute) {
        message: "#[{attribute}] cannot be used on a generic `impl` block",
        label: "the plugin keeps one value, so its type must be known",
        help: "write the type: `impl Store<String> {{ … }}`",
        example: "#[aro_service]\nimpl<T> Store<T> { fn count(&self) {} }",
    }
    receiver_mut() {
        message: "a method takes `&self` here, not `&mut self`",
        label: "calls run on several threads at the same time, and they share the value",
        help: "write `&self`, and keep data that changes in a `Mutex`, an `RwLock` or an atomic",
        example: "#[aro_service]\nimpl Counter { fn add(&mut self) {} }",
    }
    receiver_owned() {
        message: "a method takes `&self` here",
        label: "the plugin keeps one value, and all calls share it",
        help: "write `&self`; if programs should not call the method, mark it with `#[service(skip)]`",
        example: "#[aro_service]\nimpl Counter { fn finish(self) {} }",
    }
    no_methods(attribute, wanted) {
        message: "#[{attribute}] finds no methods in this block",
        label: "it uses {wanted}",
        help: "add such a method, or remove the attribute",
        example: "#[aro_service]\nimpl Counter { fn new() -> Self { Counter } }",
    }
    service_emits() {
        message: "a service cannot emit events",
        label: "hosts publish the events of actions only",
        help: "write an action that emits them: `#[aro_action(verbs = [\"…\"], emits = [\"…\"])]` on a free function that takes `Events`, and `State<T>` for the service's data",
        example: "#[aro_service(emits = [\"Counted\"])]\nimpl Counter { fn add(&self) {} }",
    }
    method_without_self(method) {
        message: "the method `{method}` must take `&self`",
        label: "it is called on the one value of this type that the plugin keeps",
        help: "write `fn {method}(&self, …)`",
        example: "#[aro_system_object]\nimpl Settings { fn read(key: &str) -> String { key.into() } }",
    }
    union() {
        message: "a union cannot be read from JSON",
        label: "JSON does not say which of its fields is valid",
        help: "write an enum with `#[serde(untagged)]`",
        example: "#[derive(AroTypes)]\nunion Number { int: i64, float: f64 }",
    }
}
