//! What stands in the parentheses of any attribute, and what the attribute stands on.

super::diagnostics! { "Attributes":
    unreadable_list(place, error) {
        message: "cannot read {place}: {error}",
        label: "an attribute holds `key` and `key = value`, with commas between them",
        help: "write for example `key = \"text\", other = [\"a\", \"b\"], flag`",
        example: "#[aro_action(verbs = [\"Greet\"] role = \"own\")]\nfn greet() {}",
    }
    unknown_key(place, key, near, known) {
        message: "{place} has no key `{key}`",
        label: "its keys are: {known}",
        help: "{near}remove `{key}` or write one of these keys",
        example: "#[aro_action(verb = [\"Greet\"])]\nfn greet() {}",
    }
    repeated_key(place, key) {
        message: "the key `{key}` stands twice in {place}",
        label: "only one of them can hold",
        help: "remove one; several values under one key are a list: `key = [\"a\", \"b\"]`",
        example: "#[aro_action(verbs = [\"Greet\"], verbs = [\"Hail\"])]\nfn greet() {}",
    }
    missing_value(key, shape) {
        message: "the key `{key}` needs a value",
        label: "nothing follows it",
        help: "write `{shape}`",
        example: "#[aro_action(verbs)]\nfn greet() {}",
    }
    needless_value(key) {
        message: "the key `{key}` takes no value",
        label: "that it stands there says all",
        help: "write `{key}` alone, or leave it out",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(subject = true)] name: &str) {}",
    }
    not_text(key, found, shape) {
        message: "`{key}` takes text, got {found}",
        label: "the text must be known when the crate is compiled, so only a string literal will do",
        help: "write `{shape}`",
        example: "#[aro_action(verbs = [Greet], since = 1.0)]\nfn greet() {}",
    }
    not_boolean(key, found) {
        message: "`{key}` takes `true` or `false`, got {found}",
        label: "this is neither",
        help: "write `{key} = true` or `{key} = false`",
        example: "aro_sdk::plugin! { entry_points = \"no\" }",
    }
    not_path(found) {
        message: "`crate` takes the path of the SDK, got {found}",
        label: "this is where generated code looks for it instead of `::aro_sdk`",
        help: "write for example `crate = ::renamed_sdk` or `crate = my_crate::aro_sdk`",
        example: "aro_sdk::plugin! { crate = \"aro_sdk\" }",
    }
    not_list(attribute, shape) {
        message: "`#[{attribute}]` takes a list in parentheses",
        label: "this says nothing",
        help: "write for example `{shape}`",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg] name: &str) {}",
    }
    wrong_item(attribute, wanted, found) {
        message: "#[{attribute}] stands on {wanted}, not on {found}",
        label: "it cannot make anything of this",
        help: "move the attribute to {wanted}, or remove it",
        example: "#[aro_action(verbs = [\"Greet\"])]\nstruct Greeter;",
    }
    internal(attribute, panic) {
        message: "#[{attribute}] failed: {panic}",
        label: "this is a mistake in aro-sdk-macros and not in your code",
        help: "please report it with the item that the attribute stands on: https://github.com/arolang/aro-plugin-sdk-rust/issues",
        example: "// No code is known that shows it.",
    }
}
