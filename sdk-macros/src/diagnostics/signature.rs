//! What the signature of a function that hosts call cannot have.

super::diagnostics! { "Functions":
    is_unsafe(what) {
        message: "{what} cannot be `unsafe`",
        label: "it is called with any values that a program passes, so no caller can meet its safety conditions",
        help: "remove `unsafe`, and write an `unsafe` block with a safety comment in the function",
        example: "#[aro_action(verbs = [\"Peek\"])]\nunsafe fn peek() {}",
    }
    is_extern(what) {
        message: "{what} is an ordinary Rust function, not an `extern` one",
        label: "its C entry point is generated, together with the checks that C needs",
        help: "remove `extern`; `symbol = \"…\"` sets the name of an action's entry point",
        example: "#[aro_action(verbs = [\"Greet\"])]\nextern \"C\" fn greet() {}",
    }
    is_variadic(what) {
        message: "{what} cannot be variadic",
        label: "every argument has a name and a type",
        help: "take a `Vec<T>` for a list, or a map with `#[arg(flatten)]` for arguments with any name",
        example: "#[aro_action(verbs = [\"Sum\"])]\nfn sum(first: i64, ...) {}",
    }
    is_generic(what, parameter) {
        message: "{what} cannot be generic over `{parameter}`",
        label: "the values of a program do not determine Rust types, so the signature must",
        help: "write a concrete type; for any value take `serde_json::Value`, for several types an untagged enum",
        example: "#[aro_action(verbs = [\"Show\"])]\nfn show<T: ToString>(value: T) -> String { value.to_string() }",
    }
    takes_self(attribute) {
        message: "#[{attribute}] belongs on a free function, which cannot take `self`",
        label: "there is no value to call it on",
        help: "move the function out of the `impl` block; for data that calls share, take a parameter of the type `State<T>`",
        example: "struct Greeter;\nimpl Greeter {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet(&self) {}\n}",
    }
    parameter_pattern() {
        message: "a parameter needs a name here, not a pattern",
        label: "programs pass arguments by name",
        help: "name the parameter, and destructure it in the function: `let Point {{ x, y }} = point;`",
        example: "#[aro_action(verbs = [\"Move\"])]\nfn go((x, y): (i64, i64)) {}",
    }
    parameter_impl() {
        message: "an argument needs a concrete type, not `impl Trait`",
        label: "a program's value is deserialized into one type",
        help: "write a type such as `String`, `Vec<T>` or a struct that derives `Deserialize`",
        example: "#[aro_action(verbs = [\"Show\"])]\nfn show(value: impl ToString) -> String { value.to_string() }",
    }
    parameter_mut(name, ty) {
        message: "a parameter cannot be borrowed mutably",
        label: "the function is called with values of its own, so a change behind the reference would be lost",
        help: "write `{name}: {ty}` without `&mut`, or `mut {name}: {ty}` to change the value; `Events` and other values of the call need no `mut`; for data that calls share, take a `State<T>` with a lock",
        example: "#[aro_action(verbs = [\"Sort\"])]\nfn sort(list: &mut Vec<i64>) { list.sort() }",
    }
    parameter_static() {
        message: "an argument cannot be borrowed for `'static`",
        label: "it is borrowed from the call, and lives only as long as the call",
        help: "remove `'static`, or take an owned type such as `String` or `Vec<T>`",
        example: "#[aro_action(verbs = [\"Keep\"])]\nfn keep(text: &'static str) {}",
    }
    value_missing() {
        message: "a qualifier needs a parameter",
        label: "the first parameter is the value to which the qualifier is applied",
        help: "write for example `fn shout(text: &str) -> String`",
        example: "#[aro_qualifier]\nfn nothing() -> i64 { 0 }",
    }
}
