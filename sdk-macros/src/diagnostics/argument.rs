//! Names of parameters and `#[arg(…)]`.

super::diagnostics! { "Arguments":
    name_repeated(name) {
        message: "two parameters are named `{name}`",
        label: "a program could pass only one of them",
        help: "rename one, for programs alone with `#[arg(name = \"…\")]`",
        example: "#[aro_action(verbs = [\"Join\"])]\nfn join(a: &str, #[arg(name = \"a\")] b: &str) {}",
    }
    name_reserved(name) {
        message: "the parameter name `{name}` is reserved",
        label: "hosts send their own things under it",
        help: "give it another name, for programs alone with `#[arg(name = \"…\")]`; or make it the statement's object with `#[arg(subject)]`",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(name: &str, source: &str) {}",
    }
    name_empty() {
        message: "the name of an argument is empty",
        label: "programs could not pass it",
        help: "write a name, or leave `name` out for the parameter's own",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(name = \"\")] name: &str) {}",
    }
    second_subject(first) {
        message: "a second `subject`",
        label: "a statement has one object, and `{first}` takes it already",
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
        message: "`flatten` goes with `subject` only",
        label: "it takes all arguments at once, so it has neither a default nor a place of its own",
        help: "remove the other keys; fields of the struct have `#[serde(default)]`",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(flatten, with)] all: Options) {}",
    }
}
