//! What a function cannot be when hosts call it.

super::diagnostics! { "Functions":
    is_async(what) {
        message: "{what} cannot be `async`",
        label: "hosts call it from C and wait for the reply",
        help: "remove `async` and block on the future inside, for example with `pollster::block_on` or a `tokio` runtime kept in a `State`",
        example: "#[aro_action(verbs = [\"Fetch\"])]\nasync fn fetch() {}",
    }
    is_unsafe(what) {
        message: "{what} cannot be `unsafe`",
        label: "it is called with whatever a program passes, so nobody can keep its promises",
        help: "remove `unsafe` here and put an `unsafe` block with a safety argument inside",
        example: "#[aro_action(verbs = [\"Peek\"])]\nunsafe fn peek() {}",
    }
    is_extern(what) {
        message: "{what} is an ordinary Rust function, not an `extern` one",
        label: "its C entry point is generated, with the checks that C needs",
        help: "remove `extern`; `symbol = \"…\"` names the entry point of an action",
        example: "#[aro_action(verbs = [\"Greet\"])]\nextern \"C\" fn greet() {}",
    }
    is_variadic(what) {
        message: "{what} cannot be variadic",
        label: "arguments have names and types",
        help: "take a `Vec<T>` for a list, or a map with `#[arg(flatten)]` for arguments of any name",
        example: "#[aro_action(verbs = [\"Sum\"])]\nfn sum(first: i64, ...) {}",
    }
    is_generic(what, parameter) {
        message: "{what} cannot be generic over `{parameter}`",
        label: "a program's value says nothing of Rust types, so each must be known here",
        help: "write the type; for any value take `serde_json::Value`, for several types an untagged enum",
        example: "#[aro_action(verbs = [\"Show\"])]\nfn show<T: ToString>(value: T) -> String { value.to_string() }",
    }
    takes_self(attribute) {
        message: "#[{attribute}] stands on a free function, which cannot take `self`",
        label: "there is no value to call it on",
        help: "move the function out of the `impl` block; what calls share is a parameter `State<T>`",
        example: "struct Greeter;\nimpl Greeter {\n    #[aro_action(verbs = [\"Greet\"])]\n    fn greet(&self) {}\n}",
    }
    parameter_pattern() {
        message: "a parameter needs a name here, not a pattern",
        label: "programs pass it by name",
        help: "name the parameter and take it apart in the body: `let Point {{ x, y }} = point;`",
        example: "#[aro_action(verbs = [\"Move\"])]\nfn go((x, y): (i64, i64)) {}",
    }
    parameter_impl() {
        message: "an argument needs a type of its own: `impl Trait` does not say what to read",
        label: "a program's value is read into one type",
        help: "write that type, such as `String`, `Vec<T>` or a struct that derives `Deserialize`",
        example: "#[aro_action(verbs = [\"Show\"])]\nfn show(value: impl ToString) -> String { value.to_string() }",
    }
    parameter_mut() {
        message: "an argument cannot be borrowed mutably",
        label: "it is the function's own; nobody looks at it afterwards",
        help: "take it by value and write `mut` before its name: `mut rows: Vec<Row>`; what calls share is a `State<T>` with a lock",
        example: "#[aro_action(verbs = [\"Sort\"])]\nfn sort(list: &mut Vec<i64>) { list.sort() }",
    }
    parameter_static() {
        message: "an argument cannot be borrowed for `'static`",
        label: "it is borrowed from the call and lives as long as that",
        help: "remove `'static`, or take an owned type such as `String` or `Vec<T>`",
        example: "#[aro_action(verbs = [\"Keep\"])]\nfn keep(text: &'static str) {}",
    }
    value_missing() {
        message: "a qualifier needs a parameter",
        label: "the first one is the value that it works on",
        help: "write for example `fn shout(text: &str) -> String`",
        example: "#[aro_qualifier]\nfn nothing() -> i64 { 0 }",
    }
}
