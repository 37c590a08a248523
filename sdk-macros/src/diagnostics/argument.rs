//! Names of parameters and `#[arg(…)]`.

super::diagnostics! { "Arguments":
    name_repeated(name) {
        message: "two parameters have the name `{name}`",
        label: "a program could pass only one of them",
        help: "rename one of them; `#[arg(name = \"…\")]` renames it for programs only",
        example: "#[aro_action(verbs = [\"Join\"])]\nfn join(a: &str, #[arg(name = \"a\")] b: &str) {}",
    }
    name_reserved(name) {
        message: "the parameter name `{name}` is reserved",
        label: "hosts send values of their own under this name",
        help: "choose another name (`#[arg(name = \"…\")]` renames it for programs only), or let it take the statement's object with `#[arg(subject)]`",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(name: &str, source: &str) {}",
    }
    name_empty() {
        message: "the name of an argument is empty",
        label: "programs could not pass the argument",
        help: "write a name, or leave `name` out to use that of the parameter",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(name = \"\")] name: &str) {}",
    }
    second_subject(first) {
        message: "a second parameter is marked as `subject`",
        label: "a statement has one object, and `{first}` already takes it",
        help: "remove one of the two",
        example: "#[aro_action(verbs = [\"Join\"])]\nfn join(#[arg(subject)] a: &str, #[arg(subject)] b: &str) {}",
    }
    subject_and_with() {
        message: "`subject` and `with` exclude each other",
        label: "the statement's object is not one of its with-arguments",
        help: "remove one of the two",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(subject, with)] name: &str) {}",
    }
    flatten_alone() {
        message: "`flatten` can be combined only with `subject`",
        label: "the parameter takes all arguments at once, so neither a default nor `with` has a meaning for it",
        help: "remove the other keys; for defaults write `#[serde(default)]` on the fields of the struct",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(flatten, with)] all: Options) {}",
    }
}
