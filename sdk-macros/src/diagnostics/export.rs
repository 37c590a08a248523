//! Typed C functions: `#[aro_export]` and `exports!`.

super::diagnostics! { "Typed C functions":
    parameter_unnamed() {
        message: "a parameter of a typed C function needs a name, not a pattern",
        label: "the name is in the C header",
        help: "name the parameter, and destructure it in the function: `let Point {{ x, y }} = point;`",
        example: "#[aro_export]\nfn go(Point { x, y }: Point) {}",
    }
    parameter_impl() {
        message: "a parameter of a typed C function needs a concrete type, not `impl Trait`",
        label: "C passes values of one type",
        help: "write a number, `bool`, `&str`, `&[T]`, or a struct or an enum with `#[aro_export]`",
        example: "#[aro_export]\nfn show(value: impl ToString) -> String { value.to_string() }",
    }
    parameter_mutable() {
        message: "a typed C function cannot borrow a parameter mutably",
        label: "C could pass the same memory twice, or read it on another thread meanwhile",
        help: "take `&str` or `&[T]`, and return what has changed as a `String` or a `Vec<T>`",
        example: "#[aro_export]\nfn sort(list: &mut [i32]) { list.sort() }",
    }
    parameter_kept() {
        message: "a typed C function cannot borrow a parameter for `'static`",
        label: "C lends the memory for the call only",
        help: "remove `'static`, and copy what must be kept: `text.to_owned()`",
        example: "#[aro_export]\nfn keep(text: &'static str) {}",
    }
    parameter_owned(found, instead) {
        message: "a typed C function cannot take a `{found}`",
        label: "C cannot make a value of this type",
        help: "take {instead}",
        example: "#[aro_export]\nfn greet(name: String) {}",
    }
    returns_reference() {
        message: "a typed C function cannot return a reference",
        label: "C cannot know how long it is valid",
        help: "return a `String` or a `Vec<T>`, which C frees, or the value itself",
        example: "#[aro_export]\nfn trim(text: &str) -> &str { text.trim() }",
    }
    returns_impl() {
        message: "a typed C function needs a concrete type as its result, not `impl Trait`",
        label: "the C header has a type for it",
        help: "write a number, `String`, `Vec<T>`, or a struct or an enum with `#[aro_export]`",
        example: "#[aro_export]\nfn all() -> impl Iterator<Item = u8> { 0..5 }",
    }
    is_async() {
        message: "a typed C function cannot be `async`",
        label: "C waits for the result",
        help: "remove `async`, and block on the future in the function, for example with `pollster::block_on`",
        example: "#[aro_export]\nasync fn fetch() {}",
    }
    is_variadic() {
        message: "a typed C function cannot be variadic",
        label: "every parameter has a name and a type",
        help: "take a `&[T]`",
        example: "#[aro_export]\nfn sum(first: i64, ...) {}",
    }
    is_generic(parameter) {
        message: "a typed C function cannot be generic over `{parameter}`",
        label: "C calls one function with one signature",
        help: "write a concrete type, and one function for each type that C needs",
        example: "#[aro_export]\nfn largest<T: Ord>(list: &[T]) {}",
    }
    function_with_self() {
        message: "#[aro_export] before a function is for functions that take no `self`",
        label: "there is no object to call it on",
        help: "for methods, write #[aro_export] before the whole `impl` block; `#[export(skip)]` leaves out a function of it",
        example: "impl Counter {\n    #[aro_export]\n    pub fn add(&self) {}\n}",
    }
    receiver_owned() {
        message: "a method of an exported block takes `&self` or `&mut self`",
        label: "C keeps the handle, and another call may use the object at the same time",
        help: "write `&self` or `&mut self`; or leave the method out with `#[export(skip)]`",
        example: "#[aro_export]\nimpl Counter { pub fn finish(self) {} }",
    }
    own_name(name) {
        message: "a typed C function cannot be called `{name}`",
        label: "each typed library has functions `last_error`, `free` and `describe` of its own, and each object one that is called `free`",
        help: "rename the function, or set its name in C: `symbol = \"…\"`",
        example: "#[aro_export]\nfn free() {}",
    }
    struct_without_repr(name) {
        message: "the struct `{name}` needs `#[repr(C)]`",
        label: "without it, Rust may lay the fields out in another order than C",
        help: "write `#[repr(C)]` before it",
        example: "#[aro_export]\nstruct Point { x: f64, y: f64 }",
    }
    enum_without_repr(name) {
        message: "the enum `{name}` needs `#[repr(C)]` or an integer type such as `#[repr(u8)]`",
        label: "without it, Rust chooses the size of its values",
        help: "write `#[repr(C)]` before it",
        example: "#[aro_export]\nenum Color { Red, Green }",
    }
    enum_with_fields(variant) {
        message: "the variant `{variant}` has fields, so C cannot pass the enum",
        label: "an enum in C is a number",
        help: "write an enum without fields, and a struct with it and the fields",
        example: "#[aro_export]\n#[repr(C)]\nenum Shape { Empty, Circle(f64) }",
    }
    type_generic(name) {
        message: "`{name}` is generic, so C cannot pass it",
        label: "C has no generic types",
        help: "write a type with concrete fields",
        example: "#[aro_export]\n#[repr(C)]\nstruct Pair<T> { first: T, second: T }",
    }
    type_layout() {
        message: "a type with `packed` or `align` cannot be exported",
        label: "the C header has the type in C's own layout",
        help: "write `#[repr(C)]` alone",
        example: "#[aro_export]\n#[repr(C, packed)]\nstruct Point { x: u8, y: f64 }",
    }
    type_empty(kind, part) {
        message: "an exported {kind} needs at least one {part}",
        label: "C has no empty {kind}",
        help: "add a {part}, or leave the type out",
        example: "#[aro_export]\n#[repr(C)]\nstruct Nothing;",
    }
    union() {
        message: "a union cannot be exported",
        label: "nobody could check which of its fields is valid",
        help: "write a struct with an enum that says what is valid",
        example: "#[aro_export]\n#[repr(C)]\nunion Number { int: i64, float: f64 }",
    }
    typed_panic_abort() {
        message: "typed C functions need `panic = \"unwind\"`",
        label: "with `panic = \"abort\"`, a panic in a function would end the caller's process",
        help: "remove `panic = \"abort\"` from the profile in Cargo.toml",
        example: "# Cargo.toml\n[profile.release]\npanic = \"abort\"",
    }
}
